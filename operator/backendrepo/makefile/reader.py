"""Reading a Makefile from its text into rules and variables. Make is never run.

Every line is told apart as Make does (`eval` in its `read.c`): recipe lines first, then assignments, conditionals,
directives, and what is left is a rule. What Make would refuse is a problem, and reading goes on.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from backendrepo.findings import Evidence
from backendrepo.makefile.assignments import Written, written
from backendrepo.makefile.book import Book
from backendrepo.makefile.conditionals import KEYWORDS, Conditionals
from backendrepo.makefile.headers import Header, header
from backendrepo.makefile.lines import Line, cleaned, cut, logical, uncommented, words
from backendrepo.makefile.rules import Problem
from backendrepo.makefile.sources import LARGEST, Sources
from backendrepo.makefile.variables import Variable, Variables
from backendrepo.shell.marks import certain, shown, unresolved
from backendrepo.snapshot import Unreadable

MOST_PROBLEMS = 50
MOST_EVALUATIONS = 10_000
"""Calls of `$(eval …)` that are followed."""

_INCLUDES = frozenset({"include", "-include", "sinclude"})
_IGNORED = frozenset({"vpath", "load", "-load"})
_NAMING = frozenset({"export", "unexport", "undefine"})


@dataclass
class _Definition:
    """A `define` that is open; without a name where its branch is not taken."""

    name: str
    place: Evidence
    lines: list[str] = field(default_factory=list)
    depth: int = 1


class Reading:
    """What is read so far: rules, variables, problems."""

    def __init__(self, sources: Sources, environment: Mapping[str, str], overrides: Mapping[str, str]) -> None:
        self.sources = sources
        self.book = Book(sources)
        self.problems: list[Problem] = []
        self.variables = Variables(
            environment=environment,
            overrides=overrides,
            glob=sources.glob,
            evaluate=self._evaluate,
            complain=self.problem,
        )
        self._place = Evidence("")
        for name, text in (("CURDIR", sources.here), ("PWD", sources.here), ("MAKEFILE_LIST", "")):
            self.variables.known[name] = Variable(text, self._place, simple=True)
        self._conditionals = Conditionals(self.variables, self._refused)
        self._definition: _Definition | None = None
        self._evaluations = 0

    def problem(self, text: str, place: Evidence | None = None, *, fatal: bool = False) -> None:
        """Note what is wrong; `fatal` where Make would stop and the line is certainly read."""
        certainly = fatal and not self._conditionals.assumed and not self._conditionals.skipped
        found = Problem(place or self._place, text, certainly)
        if len(self.problems) < MOST_PROBLEMS and found not in self.problems:
            self.problems.append(found)

    def _refused(self, text: str, place: Evidence | None = None) -> None:
        """Note what Make would stop at."""
        self.problem(text, place, fatal=True)

    def at(self, place: Evidence) -> None:
        """Say where what is expanded from now on stands."""
        self._place = place

    # Files

    def file(self, path: str) -> bool:
        """Read a file; return whether it is there."""
        if not self.sources.may_open(path):
            self.problem(f"{path} is not included again: includes go round in a circle, too deep or too often")
            return True
        try:
            text = self.sources.text(path)
        except Unreadable as error:
            self.sources.paths.append(path)
            self.problem(str(error), Evidence(path))
            return True
        if text is None:
            return False
        if len(text) > LARGEST:
            self.problem(f"only its first {LARGEST // 1024 // 1024} MiB were read", Evidence(path))
        with self.sources.opened(path):
            self._list(path)
            self._lines(logical(cleaned(text[:LARGEST]), path))
        return True

    def _list(self, path: str) -> None:
        """Add a file to `MAKEFILE_LIST`."""
        listed = self.variables.known["MAKEFILE_LIST"]
        name = self.sources.relative(path)
        self.variables.known["MAKEFILE_LIST"] = Variable(f"{listed.text} {name}".strip(), listed.place, simple=True)

    def _include(self, rest: str, *, optional: bool) -> None:
        place = self._place
        for name in words(self.variables.expand(rest)):
            if unresolved(name):
                self.problem(f"what is included is not known: {shown(name)}", place)
                continue
            for each in (self.sources.glob(name) if {*"*?["} & {*name} else []) or [name]:
                path = self.sources.path(each)
                if (path is None or not self.file(path)) and not optional:
                    self.problem(f"{each} is included and is not there", place)
                self._place = place

    # Lines

    def _lines(self, lines: Iterable[Line]) -> None:
        self.book.open = []
        with self._conditionals.file():
            for line in lines:
                self._place = line.place
                self._line(line)
            if self._definition:
                self.problem("define without endef", self._definition.place, fatal=True)
                self._definition = None
        self.book.open = []

    def _line(self, line: Line) -> None:
        if self._definition:
            self._define(self._definition, line)
            return
        prefix = (self.variables.raw(".RECIPEPREFIX") or "\t")[0]
        if line.physical[0].startswith(prefix) and self.book.open:
            text = "\n".join(each.removeprefix(prefix) for each in line.physical)
            self.book.recipe(line, text, self._conditionals.when)
            return
        code = line.code.strip()
        if not uncommented(code).strip():
            return
        if assignment := written(uncommented(line.code)):
            self._assign(assignment, line)
        else:
            self._directive(code, line)

    def _directive(self, code: str, line: Line) -> None:
        keyword, rest = _keyword(uncommented(code))
        if keyword in KEYWORDS:
            self.book.open = self._conditionals.read(keyword, rest, line.place, self.book.open)
        elif self._conditionals.skipped:
            self._skipped(keyword, code, line)
        elif keyword == "define":
            self.book.open = []
            self._definition = _Definition(rest, line.place)
        elif keyword in _INCLUDES:
            self.book.open = []
            self._include(rest, optional=keyword != "include")
        elif keyword in _NAMING:
            self.book.open = []
            self._name(keyword, self.variables.expand(rest).split())
        elif keyword not in _IGNORED:
            self._rule(code, line)

    def _skipped(self, keyword: str, code: str, line: Line) -> None:
        """Read a rule of a branch that is not taken: it is told with its condition. Nothing else there counts."""
        if keyword == "define":
            self._definition = _Definition("", line.place)
        elif header(cut(code)[0], self.variables.expand):
            self._rule(code, line)

    # Variables

    def _assign(self, assignment: Written, line: Line) -> None:
        if self._conditionals.skipped:
            return
        self.book.open = []
        name = self.variables.expand(assignment.name).strip()
        variable = self._variable(line.place, override="override" in assignment.modifiers)
        self.variables.define(name, assignment.operator, assignment.text, variable)
        if "export" in assignment.modifiers:
            self.variables.exported.add(name)

    def _variable(self, place: Evidence, *, override: bool = False, private: bool = False) -> Variable:
        return Variable("", place, assumed=self._conditionals.assumed, override=override, private=private)

    def _name(self, keyword: str, names: list[str]) -> None:
        """Read `export`, `unexport` and `undefine`; the first two without names mean every variable."""
        if keyword == "export":
            self.variables.exported.update(names or ["*"])
        elif keyword == "unexport":
            self.variables.exported.difference_update(names or ["*"])
        else:
            for name in names:
                self.variables.known.pop(name, None)

    def _define(self, definition: _Definition, line: Line) -> None:
        """Read a line between `define` and `endef`."""
        keyword = _keyword(uncommented(line.physical[0]).strip())[0]
        if not line.physical[0].startswith("\t"):
            definition.depth += (keyword == "define") - (keyword == "endef")
        if definition.depth:
            definition.lines.append(line.code)
            return
        self._definition = None
        if definition.name:
            found = written(definition.name) or Written(definition.name, "=", "")
            name = self.variables.expand(found.name).strip()
            text = "\n".join(definition.lines)
            self.variables.define(name, found.operator, text, self._variable(definition.place))

    def _evaluate(self, text: str) -> None:
        """Read what `$(eval …)` gives, as lines at the place of the call."""
        self._evaluations += 1
        if not text.strip():
            return
        if self._evaluations > MOST_EVALUATIONS or not certain(text).strip():
            self.problem("what $(eval …) says is not known")
            return
        place, rules = self._place, self.book.open
        self._lines(line._replace(number=place.line) for line in logical(text, place.path))
        self._place, self.book.open = place, rules

    # Rules

    def _rule(self, code: str, line: Line) -> None:
        before, recipe = cut(code)
        self.book.open = []
        read = header(before, self.variables.expand)
        if read is None:
            expanded = self.variables.expand(before)
            read = header(expanded, str)
            if read is None:
                if expanded.strip():
                    self.problem("this is neither a rule nor an assignment", fatal=not unresolved(expanded))
                return
        if read.assignment is not None:
            self._scoped(read, read.assignment, recipe, line)
        elif not self.book.add(read, line, self._conditionals.when):
            self.problem("it has too many targets to be kept")
        elif (recipe := read.recipe if recipe is None else recipe) is not None:
            self.book.recipe(line, recipe.lstrip(), ())

    def _scoped(self, read: Header, assignment: Written, recipe: str | None, line: Line) -> None:
        """Keep what is set for a target and what it needs."""
        if self._conditionals.skipped:
            return
        text = assignment.text if recipe is None else f"{assignment.text};{recipe}"
        name = self.variables.expand(assignment.name).strip()
        self.variables.exported.update({name} if "export" in assignment.modifiers else ())
        variable = self._variable(line.place, private="private" in assignment.modifiers)
        for each in self.book.named(read.targets):
            scope = self.book.scopes.setdefault(each, {})
            before = scope.get(name)
            if assignment.operator == "+=" and before is None:
                scope[name] = replace(variable, text=text, appends=True)
            elif assignment.operator != "?=" or not (before or self.variables.get(name)):
                scope[name] = self.variables.assigned(before, assignment.operator, text, variable)


def _keyword(code: str) -> tuple[str, str]:
    """Return the first word of a line and what follows; `override` and `export` before `define` are passed over."""
    first, *rest = code.split(maxsplit=1) or [""]
    following = rest[0].split(maxsplit=1) if rest else []
    if first in ("override", "export") and following[:1] == ["define"]:
        return "define", "".join(following[1:])
    return first, "".join(rest)
