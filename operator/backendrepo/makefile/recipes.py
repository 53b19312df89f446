"""The recipe of one target as commands: variables expanded, prefixes read, scripts of the repository followed.

Source: GNU make's manual, "Writing Recipes in Rules", "Errors in Recipes", "Using One Shell".
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from backendrepo.findings import Evidence
from backendrepo.makefile.automatic import automatic, needed
from backendrepo.makefile.calls import flags
from backendrepo.makefile.lines import continued
from backendrepo.makefile.reader import Reading
from backendrepo.makefile.rules import RecipeLine, Rule, Target, displacing, undecided
from backendrepo.makefile.shells import Shell, shell
from backendrepo.makefile.variables import Variable, Variables
from backendrepo.shell import Command, Soft, Source, Swallowed, read

_PREFIX = " \t@+-"

MOST_TEXT = 500_000
"""Characters of recipes that are read."""

MOST_SCRIPTS = 4_000_000
"""Characters of the scripts that recipes run, counted as often as they are run."""

LEAST = 200
"""What a line of a recipe counts at least."""

Scope = Mapping[str, Variable]


class Ran(NamedTuple):
    """A command of a recipe, and the line of the recipe that it is from."""

    command: Command
    line: Evidence


class _Started(NamedTuple):
    """What a recipe is started in."""

    shell: Shell
    environment: dict[str, str]


class _Way(NamedTuple):
    """How the recipe of a rule is run."""

    started: _Started
    ignored: Soft | None
    guard: Evidence | None


class Recipes:
    """Turns the recipes of one Makefile into commands; each once."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._known: dict[tuple[object, ...], tuple[Command, ...]] = {}
        self._left = MOST_TEXT
        self._scripts_left = MOST_SCRIPTS
        self._special = reading.book.targets
        self._one_shell = ".ONESHELL" in self._special
        self._environment = reading.variables.exports()
        self._ignoring = self._told_to_ignore()
        self.whole = True
        """False where there is more than is read, or what cannot be read."""

    def _told_to_ignore(self) -> Mapping[str, Soft]:
        """Return where `MAKEFLAGS` or `.IGNORE` say that errors do not count, by target; of all under `*`."""
        if variable := self._reading.variables.get("MAKEFLAGS"):
            told = flags(self._reading.variables.value("MAKEFLAGS"))
            if told.dry or told.ignoring:
                return {"*": Soft(Swallowed.DRY if told.dry else Swallowed.IGNORED, variable.place)}
        ignore = self._special.get(".IGNORE")
        if not ignore:
            return {}
        names = [each.name for each in ignore.prerequisites] or ["*"]
        return dict.fromkeys(names, Soft(Swallowed.IGNORED, ignore.place))

    def commands(self, target: Target, rules: Sequence[Rule], scope: Scope) -> Iterator[Ran]:
        """Return the commands that make a target by these rules, in order."""
        shared = needed(target.prerequisites)
        ignored = self._ignoring.get(target.name) or self._ignoring.get("*")
        for rule, displaced in zip(rules, displacing(rules), strict=True):
            own = needed(rule.prerequisites) if rule.double else shared
            bound = automatic(target.name, rule, own, target.stem)
            variables = self._reading.variables.within(bound, scope)
            started = self._started(variables, scope)
            if started.shell.idle:
                named = variables.get(".SHELLFLAGS") or variables.get("SHELL")
                ignored = Soft(Swallowed.NOEXEC, named.place if named else target.place)
            lines = rule.recipe.lines
            for group in [lines] if self._one_shell and lines else [[each] for each in lines]:
                yield from self._ran(group, _Way(started, ignored, undecided(rule.when) or displaced), variables)

    def _started(self, variables: Variables, scope: Scope) -> _Started:
        own = {name: variables.value(name) for name in scope if name in variables.exported}
        return _Started(shell(variables, posix=".POSIX" in self._special), self._environment | own)

    def _ran(self, group: Sequence[RecipeLine], way: _Way, variables: Variables) -> Iterator[Ran]:
        place = group[0].place
        self._reading.at(place)
        guard = way.guard or undecided(tuple(each for line in group for each in line.when))
        for text, prefix in self._one(group, variables) if self._one_shell else _each(group[0].text, variables):
            soft = Soft(Swallowed.PREFIX, place) if "-" in prefix else way.ignored
            for command in self._read(text, group, way.started):
                env = {**way.started.environment, **command.env}
                told = replace(command, soft=command.soft or soft, guard=command.guard or guard, env=env)
                yield Ran(told, place)

    def _one(self, group: Sequence[RecipeLine], variables: Variables) -> Iterator[tuple[str, str]]:
        """Return the one script of a recipe and the prefix of its first line, which counts for all."""
        lines = list[str]()
        for each in group:
            gap = each.line.number - group[0].line.number - len(lines)
            lines += ["" for _ in range(gap)] + variables.expand(each.text).split("\n")
        yield "\n".join(line.lstrip(_PREFIX) for line in lines), _prefix(lines[0])

    def _read(self, text: str, group: Sequence[RecipeLine], started: _Started) -> tuple[Command, ...]:
        """Read a script; the same one at the same place is read once."""
        first = group[0].line
        key = (first.path, first.number, text, started.shell, *started.environment.items())
        if key not in self._known:
            self._left -= len(text) + LEAST
            if not started.shell.known:
                return self._unread("its recipes are for no shell that is known here", first.path)
            if self._left < 0:
                return self._unread("its recipes are too much to be followed to their end", first.path)
            script = read(
                text,
                source=Source(first.path, first.number, _physical(group)),
                errexit=started.shell.errexit,
                pipefail=started.shell.pipefail,
                cwd=self._reading.sources.directory,
                environment=started.environment,
                scripts=self._script,
            )
            for each in script.problems:
                self._reading.problem(each.text, each)
            self._known[key] = script.commands
        return self._known[key]

    def _unread(self, why: str, path: str) -> tuple[Command, ...]:
        self._reading.problem(why, Evidence(path))
        self.whole = False
        return ()

    def _script(self, path: str) -> str | None:
        """Return the text of a script of the repository, as long as there are not too many."""
        text = self._reading.sources.script(path)
        self._scripts_left -= len(text or "")
        if self._scripts_left > 0:
            return text
        self._unread("the scripts that its recipes run are too much to be followed", path)
        return None


def _prefix(text: str) -> str:
    return text[: len(text) - len(text.lstrip(_PREFIX))]


def _each(text: str, variables: Variables) -> Iterator[tuple[str, str]]:
    """Return the scripts that a line of a recipe is, each with its prefix.

    What stands before a reference to a `define` of several lines counts for each of them.
    """
    shared = _prefix(text)
    for line in _split(variables.expand(text)):
        own = _prefix(line)
        yield line[len(own) :], shared + own


def _split(script: str) -> Iterator[str]:
    """Return the lines that Make gives to a shell each: newlines of a `define` part them, continued ones do not."""
    held = list[str]()
    for line in script.split("\n"):
        held.append(line)
        if not continued(line):
            yield "\n".join(held)
            held = []
    if held:
        yield "\n".join(held)


def _physical(group: Sequence[RecipeLine]) -> tuple[str, ...]:
    """Return the lines of a recipe as they stand in the file, from its first; nothing for those between them."""
    lines = list[str]()
    for each in group:
        lines += ["" for _ in range(each.line.number - group[0].line.number - len(lines))] + [*each.line.physical]
    return tuple(lines)
