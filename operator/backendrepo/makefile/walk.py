"""Walking the graph from one target: its prerequisites, its recipe, and what that calls Make for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from backendrepo.findings import Evidence
from backendrepo.lazy import regex
from backendrepo.makefile.calls import Call, call
from backendrepo.makefile.closure import Closure, Missing, Reached
from backendrepo.makefile.rules import Prerequisite, undecided
from backendrepo.makefile.text import from_root
from backendrepo.makefile.variables import Variable
from backendrepo.shell import Command, Soft, Swallowed

if TYPE_CHECKING:
    from backendrepo.makefile.graph import Makefile

_FILES = regex(r"\$[({]shell\s+(?:find|git\s+ls-files|ls)\s")
"""What lists files, which are there and need not be made."""

MOST_TARGETS = 2000
MOST_STEPS = 50_000
"""Prerequisites and commands that are looked at."""

LONGEST_CHAIN = 40
"""Steps of a chain that are told; of a longer one the beginning is left out."""

MOST_CALLS = 40
"""Calls of Make within each other that are followed."""


class _Chain(NamedTuple):
    """A chain of evidence, its end first."""

    place: Evidence
    before: "_Chain | None" = None

    def told(self) -> tuple[Evidence, ...]:
        """Return it from its beginning."""
        steps, step = list[Evidence](), self
        while step and len(steps) < LONGEST_CHAIN:
            steps.append(step.place)
            step = step.before  # type: ignore[assignment]
        return tuple(reversed(steps))


@dataclass(frozen=True)
class _Visit:
    """A target to be made, and what is already known of the way to it."""

    makefile: "Makefile"
    name: str
    chain: _Chain | None = None
    soft: Soft | None = None
    guard: Evidence | None = None
    scope: Mapping[str, Variable] = field(default_factory=dict)
    calls: int = 0
    stage: str = "target"

    @property
    def key(self) -> tuple[object, ...]:
        """What makes a second visit needless."""
        return id(self.makefile), self.name, self.soft is None, self.guard is None, self.stage


_Step = _Visit | Reached


class Walk:
    """Walks the graph from one target, each target once for each way that counts differently."""

    def __init__(self, makefile: "Makefile", name: str) -> None:
        self._makefile = makefile
        self._name = name
        self._seen = set[tuple[object, ...]]()
        self._missing: dict[tuple[str, Evidence], Missing] = {}
        self._targets: dict[str, tuple[Evidence, ...]] = {}
        self._unknown: dict[Evidence, None] = {}
        self._left = MOST_STEPS
        self._whole = True

    def closure(self) -> Closure:
        """Walk to the end, or as far as is allowed."""
        commands = list[Reached]()
        stack: list[_Step] = [_Visit(self._makefile, self._name)]
        while stack:
            step = stack.pop()
            if isinstance(step, Reached):
                commands.append(step)
            elif step.key not in self._seen:
                self._seen.add(step.key)
                stack += reversed([*self._steps(step)])
            if self._left <= 0 or len(self._seen) >= 2 * MOST_TARGETS:
                self._whole = False
                break
        missing, unknown = tuple(self._missing.values()), tuple(self._unknown)
        return Closure(self._name, tuple(commands), self._targets, missing, self._whole and not unknown, unknown)

    def _steps(self, visit: _Visit) -> Iterator[_Step]:
        if visit.stage == "recipe":
            yield from self._recipe(visit)
            return
        if visit.makefile is self._makefile:
            self._targets.setdefault(visit.name, visit.chain.told() if visit.chain else ())
        scope = visit.makefile.scope(visit.name, visit.scope)
        for each in islice(visit.makefile.needs(visit.name), max(self._left, 0)):
            self._left -= 1
            if visit.makefile.makes(each.name):
                yield self._needed(visit, each, scope)
            elif not (each.unresolved and _FILES.match(each.name)):
                self._miss(visit.makefile, each.name, each.place, unknown=each.unresolved)
        yield replace(visit, stage="recipe", scope=scope, guard=visit.guard or visit.makefile.idle(visit.name))

    def _needed(self, visit: _Visit, each: Prerequisite, scope: Mapping[str, Variable]) -> _Visit:
        return replace(
            visit,
            name=each.name,
            chain=_Chain(each.place, visit.chain),
            guard=visit.guard or undecided(each.when) or (each.place if each.unresolved else None),
            scope=scope,
        )

    def _recipe(self, visit: _Visit) -> Iterator[_Step]:
        for command, line in islice(visit.makefile.recipe(visit.name, visit.scope), max(self._left, 0)):
            self._left -= 1
            told = replace(command, soft=visit.soft or command.soft, guard=visit.guard or command.guard)
            chain = _Chain(line, visit.chain)
            for place in (*command.via, command.place):
                chain = chain if place == chain.place else _Chain(place, chain)
            asked = call(command)
            into: list[_Step] = [*self._called(visit, told, asked, chain)] if asked and not asked.dry else []
            yield from into or [Reached(told, visit.name, chain.told())]
        self._whole &= visit.makefile.whole

    def _called(self, visit: _Visit, command: Command, asked: Call, chain: _Chain) -> Iterator[_Visit]:
        """Go on into what a recipe calls Make for."""
        if visit.calls >= MOST_CALLS:
            self._whole = False
            return
        if command.cwd is None or not asked.known or asked.directory(command.cwd) is None:
            self._unknown.setdefault(command.place)
            return
        makefile = visit.makefile.called(command.cwd, asked)
        if makefile is None:
            self._missing.setdefault((asked.told, command.place), Missing(asked.told, command.place, called=True))
            return
        soft = command.soft or (Soft(Swallowed.IGNORED, command.place) if asked.ignoring else None)
        for name in asked.targets or [makefile.default_goal]:
            if makefile.makes(name):
                yield _Visit(makefile, name, chain, soft, command.guard, calls=visit.calls + 1)
            else:
                self._miss(makefile, name, command.place, called=True)

    def _miss(
        self, makefile: "Makefile", name: str, place: Evidence, *, called: bool = False, unknown: bool = False
    ) -> None:
        """Note that nothing makes a name, unless a target whose name is not known might be it."""
        if unknown or makefile.nameless:
            self._unknown.setdefault(place)
        else:
            told = from_root(name)
            self._missing.setdefault((told, place), Missing(told, place, called))
