"""The commands that were met, in which worlds each fails, and what it came to in the end."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace

from backendrepo.findings import Evidence
from backendrepo.shell.command import Command, Soft, Swallowed
from backendrepo.shell.state import ANY, PLANNED, State

MOST_COMMANDS = 3000
"""Commands of one reading; later ones are not told."""

Key = tuple[object, ...]
"""The place and words of a command: where both are the same, it is the same command."""


@dataclass(frozen=True)
class Guard:
    """A branch, and the commands that it hangs on: where a failure of each fails the script, it is no condition."""

    place: Evidence
    conditions: int = 0
    """The worlds in which those commands fail; none for a branch that hangs on something else."""


@dataclass
class Instance:
    """One command as it was met, and its worlds."""

    number: int
    command: Command
    guards: tuple[Guard, ...]
    expected: bool
    """Whether the script asserts that it fails."""
    planned: bool = False
    """Whether it is met where nothing goes wrong."""

    @property
    def failing(self) -> int:
        """The world in which it alone fails."""
        return 1 << _WORLDS * self.number + _FIRST

    @property
    def loose(self) -> int:
        """The world in which it fails, and so may whatever runs only after a failure."""
        return self.failing << 1

    @property
    def succeeding(self) -> int:
        """The world in which it succeeds."""
        return self.failing << _SUCCEEDING


_FIRST, _WORLDS, _SUCCEEDING = 2, 3, 2
"""The first world of the first command, how many each has, and how far the last of them is from the first."""


class Ledger:
    """Keeps each command once. `expected` are those that the script asserts to fail."""

    def __init__(self, expected: Collection[Key]) -> None:
        self._expected = frozenset(expected)
        self._instances: dict[Key, Instance] = {}
        self._notes: dict[int, Soft] = {}
        self._noted = ANY | PLANNED
        self._beyond = 0
        self._failing = [0, 0]
        """The worlds in which a command fails: of those that should not, and of those that should."""

    @property
    def met(self) -> int:
        """How many commands were met so far."""
        return len(self._instances)

    def meet(self, key: Key, made: Callable[[], Command], guards: tuple[Guard, ...]) -> Instance | None:
        """Return a command by its key; None where there are too many."""
        instance = self._instances.get(key)
        if instance is None:
            if self.met >= MOST_COMMANDS:
                return None
            instance = self._instances[key] = Instance(self.met, made(), guards, key in self._expected)
            self._failing[instance.expected] |= instance.failing
        if len(guards) < len(instance.guards):
            instance.guards = guards
        return instance

    def walk(self, instance: Instance, state: State) -> State:
        """Return the state after a command: it fails in its own worlds, and may in that of every way."""
        instance.planned |= bool(state.alive & PLANNED)
        if not instance.planned:
            self._beyond |= state.alive
        failing = instance.failing | instance.loose
        own = failing | instance.succeeding
        if state.alive & ANY and not state.seen & own:
            state = state.fork(own).status(state.ok | own, state.fail)
        alive = state.alive
        if instance.expected:
            return state.status(alive & (instance.succeeding | ANY), alive & ~instance.succeeding)
        failing |= ANY if instance.planned else ANY | sum(self._failing) << 1
        return state.status(alive & ~(instance.failing | instance.loose), alive & failing & ~instance.succeeding)

    def guard(self, place: Evidence, state: State, since: int) -> Guard:
        """Return the guard of a branch that is taken in a state; its condition ran the commands since a number.

        It hangs on a command where it is taken only if that does what it should.
        """
        failed, succeeded, asked = state.alive, state.alive >> _SUCCEEDING, -1 << _WORLDS * since + _FIRST
        good, bad = (worlds & asked for worlds in self._failing)
        deciding_good, deciding_bad = good & ~failed, bad & ~succeeded
        taken = not (deciding_good & ~succeeded or deciding_bad & ~failed)
        return Guard(place, deciding_good | deciding_bad if taken else 0)

    def note(self, worlds: int, why: Swallowed, place: Evidence) -> None:
        """Note what keeps these failures from counting; the first that does is told."""
        for world in _bits(worlds & ~self._noted):
            self._notes[world] = Soft(why, place)
        self._noted |= worlds

    def negatives(self, ended: State) -> tuple[Key, ...]:
        """Return what the script asserts to fail: the planned way ends where it succeeds, and only there."""
        ending, further = ended.fail & ~ended.ok, self._beyond | ended.ok
        if ended.ok & PLANNED:
            ending = 0
        return tuple(
            key
            for key, each in self._instances.items()
            if each.expected or (each.planned and ending & each.succeeding and further & each.failing)
        )

    def commands(self, ended: State) -> tuple[Command, ...]:
        """Return the commands, each with what became of its failure."""
        found = [(each, None if each.expected else self._soft(each, ended)) for each in self._instances.values()]
        lost = sum(each.failing for each, soft in found if soft)
        return tuple(
            replace(each.command, soft=soft, guard=_guard(each, lost), negative=each.expected) for each, soft in found
        )

    def _soft(self, instance: Instance, ended: State) -> Soft | None:
        """Return why a command's failure does not count, None where it does."""
        good = ended.ok & (instance.failing | instance.loose)
        if not good:
            return None
        return self._notes.get(next(_bits(good)), Soft(Swallowed.SEQUENCE, instance.command.place))


def _guard(instance: Instance, lost: int) -> Evidence | None:
    """Return the innermost condition that matters: what is guarded by hard commands runs, or the script fails."""
    for guard in reversed(instance.guards):
        if not guard.conditions or guard.conditions & lost:
            return guard.place
    return None


def _bits(worlds: int) -> Iterator[int]:
    """Return worlds one by one, as numbers of their bits."""
    while worlds:
        lowest = worlds & -worlds
        yield lowest.bit_length()
        worlds ^= lowest
