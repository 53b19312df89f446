"""A Makefile as a graph that can be asked: its targets, what each needs and runs, what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from backendrepo.makefile.calls import Call
from backendrepo.makefile.closure import Closure, UpToDate
from backendrepo.makefile.implicit import Implicit
from backendrepo.makefile.reader import Reading
from backendrepo.makefile.recipes import Ran, Recipes, Scope
from backendrepo.makefile.rules import Prerequisite, Problem, Rule, Target
from backendrepo.makefile.variables import Variable
from backendrepo.makefile.walk import Walk

if TYPE_CHECKING:
    from backendrepo.makefile.project import Project

TELLING = frozenset({"echo", "printf"})
"""Programs that only tell something."""


class Makefile:
    """One Makefile with all that it includes. Every answer is read from its text; Make is never run."""

    def __init__(self, reading: Reading, project: Project) -> None:
        self._reading = reading
        self._project = project
        self.unread = tuple(reading.problems)
        """Those of its problems for which a target may be there and not be known: recipes are read later."""
        self._closures: dict[str, Closure] = {}
        self._implicit = Implicit(reading.book.patterns, self._there)
        self._phony = {each.name for each in self._special(".PHONY")}
        for name in self._phony & self.targets.keys():
            self.targets[name].phony = True
        if ".EXPORT_ALL_VARIABLES" in self.targets:
            reading.variables.exported.add("*")

    @property
    def path(self) -> str:
        """The file that Make reads; empty where there is none."""
        return self._reading.sources.paths[0] if self._reading.sources.paths else ""

    @property
    def paths(self) -> tuple[str, ...]:
        """Every file that was read, in order."""
        return tuple(self._reading.sources.paths)

    @property
    def directory(self) -> str:
        """The folder that Make runs in, from the root of the repository."""
        return self._reading.sources.directory

    @property
    def targets(self) -> Mapping[str, Target]:
        """The explicit targets by name, in the order in which they stand. Special ones (`.PHONY`) are among them."""
        return self._reading.book.targets

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What could not be read, or what Make would refuse."""
        return tuple(self._reading.problems)

    @property
    def default_goal(self) -> str:
        """The target of a bare `make`."""
        return self._reading.variables.value(".DEFAULT_GOAL").strip() or self._reading.book.first

    def target(self, name: str) -> Target | None:
        """Return an explicit target; None where there is none of this name."""
        return self.targets.get(name)

    def variable(self, name: str) -> Variable | None:
        """Return a variable as it is set at the end of the Makefile."""
        return self._reading.variables.get(name)

    def closure(self, name: str) -> Closure:
        """Return everything that making a target runs; nothing where nothing makes it."""
        if name not in self._closures:
            self._closures[name] = Walk(self, name).closure()
        return self._closures[name]

    def is_empty(self, name: str) -> bool:
        """Whether making a target runs nothing, or only tells something."""
        closure = self.closure(name)
        return closure.whole and all(each.command.program in TELLING for each in closure.commands)

    # What the walk asks

    def makes(self, name: str) -> bool:
        """Whether a name is a target, matches a pattern rule, or is there as a file."""
        return self._there(name) or name in self._phony or bool(self._rules(name)) or self._implicit.exhausted

    def needs(self, name: str) -> tuple[Prerequisite, ...]:
        """Return what a target needs."""
        return self._made(name).prerequisites

    def recipe(self, name: str, scope: Scope) -> Iterator[Ran]:
        """Return the commands that make a target itself."""
        return self._recipes.commands(self._made(name), self._rules(name), scope)

    def idle(self, name: str) -> UpToDate | None:
        """Return the rule of a target that Make takes for up to date: there is a file or folder of its name.

        What is older than what it needs is made nevertheless; that counts where Make has to make what it needs.
        """
        target = self.targets.get(name)
        if target is None or target.phony or not self._reading.sources.has(name):
            return None
        needed = [each.name for each in target.prerequisites if not each.order_only]
        if self._phony & {*needed} or not all(map(self._reading.sources.has, needed)):
            return None
        return UpToDate(target.place.path, target.place.line, target.place.text, name)

    def scope(self, name: str, outer: Scope) -> Scope:
        """Return what is set for a target: by what needs it, then by patterns, then for itself."""
        scopes, variables = self._reading.book.scopes, self._reading.variables
        found = {key: each for key, each in outer.items() if not each.private}
        matching = [] if self._implicit.exhausted else [key for key in self._patterns if self._implicit.stem(key, name)]
        for named in (*matching, name):
            for key, each in scopes.get(named, {}).items():
                around = found.get(key) or variables.get(key) if each.appends else None
                found[key] = variables.assigned(around, "+=", each.text, each) if around else each
        return found

    def called(self, folder: str, asked: Call) -> Makefile | None:
        """Return the Makefile that a call of Make reads; None where it is not there or not known."""
        return self._project.called(self, folder, asked)

    @property
    def whole(self) -> bool:
        """False where recipes that were asked for are not read whole."""
        return self._recipes.whole and not self._implicit.exhausted

    @property
    def overrides(self) -> Mapping[str, str]:
        """The variables of the command line that it is called with."""
        return self._reading.variables.overrides

    @cached_property
    def environment(self) -> Mapping[str, str]:
        """The variables that a called Make finds in its environment."""
        return self._reading.variables.exports()

    @cached_property
    def _patterns(self) -> Sequence[str]:
        """The patterns of targets that variables are set for."""
        return [key for key in self._reading.book.scopes if "%" in key]

    @cached_property
    def _recipes(self) -> Recipes:
        return Recipes(self._reading)

    @property
    def nameless(self) -> bool:
        """Whether there is a target whose name only a run could tell, so that it may make anything."""
        return self._reading.book.nameless

    def _rules(self, name: str) -> Sequence[Rule]:
        """Return the rules whose recipes make a name: its own, else that of a pattern, else that of `.DEFAULT`."""
        target = self.targets.get(name)
        own = target.recipes if target else []
        if name in self._phony or not all(rule.skipped for rule in own):
            return own
        if matched := self._implicit.rule(name):
            return [matched, *own]
        default = self.targets.get(".DEFAULT")
        return default.recipes if default and not target and not self._reading.sources.has(name) else own

    def _made(self, name: str) -> Target:
        """Return a target with the rules of a pattern, too, where that makes it."""
        target = self.targets.get(name) or Target(name)
        implicit = [rule for rule in self._rules(name) if rule.pattern]
        return Target(name, [*target.rules, *implicit]) if implicit else target

    def _there(self, name: str) -> bool:
        """Whether a name is an explicit target or a file; what is outside of the repository is taken for one."""
        sources = self._reading.sources
        return name in self.targets or sources.has(name) or sources.outside(name)

    def _special(self, name: str) -> tuple[Prerequisite, ...]:
        target = self.targets.get(name)
        return target.prerequisites if target else ()
