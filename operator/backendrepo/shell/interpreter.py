"""Walking a script in all its worlds at once (see `state`), to tell which commands it runs and what failures come to.

Nothing is run: a command only splits the worlds into those in which it fails and those in which it does not.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import reduce
from operator import or_

from backendrepo.findings import Evidence
from backendrepo.shell import compound, processes, simple
from backendrepo.shell.command import Command, Field, Source, Swallowed
from backendrepo.shell.expansion import Expansion
from backendrepo.shell.ledger import Guard, Key, Ledger
from backendrepo.shell.marks import shown, unresolved
from backendrepo.shell.parser import parse
from backendrepo.shell.paths import absolute, inside
from backendrepo.shell.shells import Loop, Shell
from backendrepo.shell.state import State
from backendrepo.shell.syntax import Node, Sequence
from backendrepo.shell.unwrapping import Unwrapped

MOST_STEPS = 6000
"""Statements of one reading that are walked, rounds of loops and calls of functions counted anew."""

MOST_TEXT = 2_000_000
"""Characters that the words of all commands may come to."""

DEEPEST = 40
"""Levels of nesting that are followed: functions, groups, scripts in scripts."""

LARGEST = 256 * 1024
"""Characters of one script that are read."""

MOST_PROBLEMS = 20

_JOB = "job-"

Guards = tuple[Guard, ...]

Bodies = dict[tuple[str, int], Sequence]
"""Scripts that were parsed, by their text and first line. Their nodes stay the same from walk to walk."""


class Interpreter:
    """Walks scripts. `scripts` gives the text of a file of the repository, `environment` what is known from outside."""

    def __init__(
        self,
        scripts: Callable[[str], str | None],
        environment: Mapping[str, str],
        expected: Collection[Key],
        bodies: Bodies,
    ) -> None:
        self.scripts = scripts
        self.environment = environment
        self.ledger = Ledger(expected)
        self.shell = Shell(Source())
        self.exported = set[str]()
        self.problems: list[Evidence] = []
        self._bodies = bodies
        self._jobs = 0
        self._guards: tuple[Guard, ...] = ()
        self._depth = 0
        self.steps = 0
        self._room = MOST_TEXT

    # Walking

    def run(self, node: Node, state: State, *, quiet: bool) -> State:
        """Walk one statement. `quiet` where `set -e` does not look at its failure."""
        self.steps += 1
        if not state.alive or not self._affordable(node):
            return state.succeeded()
        self._depth += 1
        try:
            return compound.WALKS.get(type(node), simple.walk)(self, node, state, quiet)
        finally:
            self._depth -= 1

    def _affordable(self, node: Node) -> bool:
        if self._depth >= DEEPEST:
            self.problem(node.line, "it is nested too deeply to be followed")
        elif self.steps > MOST_STEPS or self._room < 0:
            self.problem(self.shell.source.first, "it does too much to be followed to its end")
        else:
            return True
        return False

    def sequence(self, body: Sequence, state: State, *, quiet: bool) -> State:
        """Walk statements one after the other."""
        if not body.items:
            return state.succeeded()
        for at, item in enumerate(body.items):
            if not state.alive:
                break
            if at:
                place = self.at(item.node.line)
                self.note(state.fail & state.errexit, Swallowed.QUIET, place)
                self.note(state.fail & ~state.errexit, Swallowed.SEQUENCE, place)
            if item.background:
                state = processes.background(self, item.node, state, quiet)
            else:
                state = self.run(item.node, state, quiet=quiet)
        return state

    @contextmanager
    def process(self, shell: Shell) -> Iterator[Shell]:
        """Walk in another shell for a while."""
        outer, self.shell = self.shell, shell
        try:
            yield shell
        finally:
            self.shell = outer

    @contextmanager
    def loop(self) -> Iterator[Loop]:
        """Walk the rounds of a loop."""
        self.shell.loops.append(Loop())
        try:
            yield self.shell.loops[-1]
        finally:
            self.shell.loops.pop()

    @property
    def guards(self) -> tuple[Guard, ...]:
        """What keeps a script from coming here."""
        return (*self.shell.ways(), *self._guards)

    @contextmanager
    def guarded(self, line: int, state: State, met: int, *, decided: bool) -> Iterator[None]:
        """Walk a branch whose condition ran the commands since `met`. `decided` where the other way is never taken."""
        before = self._guards
        if not decided:
            self._guards = (*before, self.ledger.guard(self.at(line), state, met))
        try:
            yield
        finally:
            self._guards = before

    # Commands

    def command(self, key: Key, made: Callable[[], Command], state: State, guards: Guards | None = None) -> State:
        """Walk a command."""
        instance = self.ledger.meet(key, made, self.guards if guards is None else guards)
        if instance is None:
            self.problem(self.shell.source.first, "it runs too many commands to be told")
            return state.succeeded()
        return self.ledger.walk(instance, state)

    def finish(self, state: State, *, quiet: bool) -> State:
        """Apply `set -e` to what has just ended."""
        dying = state.fail & state.errexit
        if not quiet and self.shell.forgives:
            self.note(state.fail, Swallowed.EXIT, self.at(self.shell.forgives))
            self.shell.exit(state.status(state.fail, 0))
            return state.status(state.ok, 0)
        if quiet or not dying:
            return state
        self.shell.exit(state.status(0, dying))
        return state.status(state.ok, state.fail & ~dying)

    def job(self, ended: State, state: State) -> State:
        """Keep how something in the background ended, under the name that `$!` has then."""
        self._jobs += 1
        name = f"{_JOB}{self._jobs}"
        return state.assign(name, {"0": ended.ok, "1": ended.fail}).set("!", name)

    def waited(self, name: str, state: State) -> State:
        """Return the state after waiting for a job, or for any where it is not known which."""
        jobs = [each for each in state.variables if each.startswith(_JOB)]
        ended = [dict(state.values(each)) for each in ([name] if name in jobs else jobs)]
        failed = reduce(or_, (each.get("1", 0) for each in ended), 0)
        surely = reduce(or_, (each.get("1", 0) & ~each.get("0", 0) for each in ended), 0)
        return state.status(state.alive & ~surely, failed)

    # What is told

    def expansion(self, state: State) -> Expansion:
        """Return what expands words here."""
        return Expansion(state, self.environment, self.shell.arguments)

    def at(self, line: int) -> Evidence:
        """Return the place of a line of the script."""
        return self.shell.source.at(line)

    def problem(self, line: int, sentence: str) -> None:
        """Note what could not be read."""
        place = self.shell.source.at(line, sentence)
        if place not in self.problems and len(self.problems) < MOST_PROBLEMS:
            self.problems.append(place)

    def note(self, worlds: int, why: Swallowed, place: Evidence) -> None:
        """Note what keeps these failures from counting."""
        self.ledger.note(worlds, why, place)

    def spend(self, fields: Iterable[str]) -> None:
        """Count what words come to."""
        self._room -= sum(map(len, fields))

    def parsed(self, text: str, line: int) -> Sequence:
        """Return a text as statements."""
        if len(text) > LARGEST:
            self.problem(line, f"only its first {LARGEST // 1024} KiB were read")
        key = (text, line)
        if key not in self._bodies:
            self.spend([text])
            script = parse(text[:LARGEST].replace("\r\n", "\n"), line)
            self._bodies[key] = script.body
            for where, sentence in script.problems[:MOST_PROBLEMS]:
                self.problem(where, sentence)
        return self._bodies[key]

    def described(
        self, found: Unwrapped, words: Iterable[str], state: State, line: int, env: Mapping[str, str]
    ) -> Command:
        """Return a command as it is told."""
        expansion = self.expansion(state)
        exported = {name: expansion.value(name) for name in self.exported}
        known = {name: value for name, value in exported.items() if not unresolved(value)}
        return Command(
            tuple(map(Field, found.argv)),
            self.at(line),
            tuple(map(Field, words)),
            (*self.shell.wrappers, *map(shown, found.wrappers)),
            {**self.shell.env, **known, **{name: shown(value) for name, value in {**env, **found.env}.items()}},
            inside(self.folder(state, found.folders)),
            via=self.shell.via,
        )

    def folder(self, state: State, folders: Iterable[str] = ()) -> str:
        """Return the folder that a command runs in, absolute."""
        here = self.expansion(state).value("PWD")
        for folder in folders:
            here = absolute(folder, here)
        return here

    def ended(self, state: State) -> State:
        """Return how the shell ended, its `trap … EXIT` included."""
        exited = self.shell.exited
        state = state.join(exited) if exited.alive else state
        return processes.trapped(self, self.shell.trap, state) if self.shell.trap and state.alive else state
