"""The tests of one Python file, counted by reading it: names, marks, and literal parametrisation.

What is collected follows pytest ("Conventions for Python test discovery") and unittest. Tests that a class inherits
from another file are not counted; what a parametrisation comes to is counted where it is written out.
"""

import ast
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from backendrepo.project.python_folding import Folded, Run, folded
from backendrepo.project.python_outline import older, outline
from backendrepo.project.python_source import Unparsable, dotted, literal, parse

_FUNCTIONS = ast.FunctionDef | ast.AsyncFunctionDef
_BLOCKS = ast.If | ast.Try | ast.With

LARGEST = 1_000_000
"""Tests that one function can come to."""


SKIPPED = "skip"
"""The mark of tests that never run: pytest's, and unittest's decorator of this name."""


@dataclass(frozen=True)
class Conventions:
    """What pytest is configured to collect: beginnings or patterns of names."""

    classes: tuple[str, ...] = ("Test",)
    functions: tuple[str, ...] = ("test",)


@dataclass(frozen=True)
class Counted:
    """Tests of one file that have the same marks."""

    marks: frozenset[str]
    count: int
    line: int
    """The line of the first."""


@dataclass
class _Marked:
    """Marks that hold for something, and how often its parametrisation repeats it."""

    marks: frozenset[str] = frozenset()
    times: int = 1

    def also(self, other: "_Marked") -> "_Marked":
        return _Marked(self.marks | other.marks, min(self.times * other.times, LARGEST))


@dataclass
class _Found:
    counts: dict[frozenset[str], int] = field(default_factory=dict)
    lines: dict[frozenset[str], int] = field(default_factory=dict)

    def add(self, marked: _Marked, line: int, count: int = 1) -> None:
        self.counts[marked.marks] = self.counts.get(marked.marks, 0) + marked.times * count
        self.lines.setdefault(marked.marks, line)


def counted(text: str, conventions: Conventions = Conventions()) -> tuple[Counted, ...]:
    """Return the tests of a source, by their marks. Raises `Unparsable`."""
    module, source = _module(text)
    constants = dict(_constants(module.body))
    found = _Found()
    around = _Marked(frozenset({SKIPPED} if any(map(_skips, module.body)) else ()))
    _Reader(constants, conventions, source, found).body(module.body, around)
    return tuple(Counted(marks, count, found.lines[marks]) for marks, count in found.counts.items())


def _module(text: str) -> tuple[ast.Module, Folded]:
    """Return a source parsed, as short as it can be made."""
    for shortened in (folded, _outlined, _older):
        source = shortened(text)
        with suppress(Unparsable):
            return parse(source.text), source
    return parse(text), Folded(text)


def _skips(statement: ast.stmt) -> bool:
    """Whether a statement at the top of a module has none of its tests run: `pytest.skip(…)`, `__test__ = False`."""
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
        named = {word.arg for word in statement.value.keywords}
        return dotted(statement.value.func) == "pytest.skip" and "allow_module_level" in named
    told = dict(_constants([statement])).get("__test__")
    return isinstance(told, ast.Constant) and told.value is False


def _outlined(text: str) -> Folded:
    return Folded(outline(text))


def _older(text: str) -> Folded:
    return Folded(older(outline(text)))


def _constants(body: Iterable[ast.stmt]) -> Iterator[tuple[str, ast.expr]]:
    """Yield what names at the top of a module are bound to."""
    for statement in body:
        if isinstance(statement, ast.Assign):
            yield from ((target.id, statement.value) for target in statement.targets if isinstance(target, ast.Name))
        elif isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name) and statement.value:
            yield statement.target.id, statement.value


@dataclass
class _Reader:
    constants: Mapping[str, ast.expr]
    conventions: Conventions
    source: Folded
    found: _Found

    def body(self, body: list[ast.stmt], around: _Marked, *, unit: bool = False) -> None:
        """Take the tests of a module or a class; `unit` says that the class is one of unittest."""
        own = around.also(self._pytestmark(body))
        names = ("test",) if unit else self.conventions.functions
        for statement in _flat(body):
            if isinstance(statement, _FUNCTIONS):
                if _named(statement.name, names) and not _fixture(statement):
                    marked = own.also(self._decorated(statement.decorator_list))
                    self.found.add(marked, self.source.line(statement.lineno))
            elif isinstance(statement, ast.ClassDef):
                self._class(statement, own)
            elif isinstance(statement, ast.Pass) and (run := self.source.runs.get(statement.lineno)):
                self._run(run, own, names)

    def _run(self, run: Run, own: _Marked, names: tuple[str, ...]) -> None:
        if len(names) == 1 and "*" not in names[0]:
            count, line = run.starting(names[0])
        else:
            lines = [line for name, line in run.functions() if _named(name, names)]
            count, line = len(lines), min(lines, default=0)
        if count:
            self.found.add(own, line, count)

    def _class(self, statement: ast.ClassDef, around: _Marked) -> None:
        unit = any("Test" in dotted(base).rpartition(".")[2] for base in statement.bases)
        if not unit and (not _named(statement.name, self.conventions.classes) or _constructed(statement)):
            return
        self.body(statement.body, around.also(self._decorated(statement.decorator_list)), unit=unit)

    def _pytestmark(self, body: list[ast.stmt]) -> _Marked:
        values = [value for name, value in _constants(body) if name == "pytestmark"]
        marks = [
            each for value in values for each in (value.elts if isinstance(value, ast.List | ast.Tuple) else [value])
        ]
        return self._decorated(marks)

    def _decorated(self, decorators: Iterable[ast.expr]) -> _Marked:
        marked = _Marked()
        for decorator in decorators:
            marked = marked.also(self._mark(decorator))
        return marked

    def _mark(self, node: ast.expr) -> _Marked:
        if isinstance(node, ast.Name) and node.id in self.constants:
            node = self.constants[node.id]
        call = node if isinstance(node, ast.Call) else None
        name = dotted(call.func if call else node)
        parts = name.split(".")
        if parts[-1] == "skip" and "mark" not in parts:
            return _Marked(frozenset({SKIPPED}))
        if parts[-1] == "tag" and call:
            return _Marked(frozenset(str(value) for arg in call.args if isinstance(value := literal(arg), str)))
        if "mark" not in parts[:-1]:
            return _Marked()
        if parts[-1] == "parametrize" and call:
            return _Marked(times=self._times(call))
        return _Marked(frozenset({parts[-1]}))

    def _times(self, call: ast.Call) -> int:
        """Return how many sets of parameters a parametrisation has, one where it is not written out."""
        named = {word.arg: word.value for word in call.keywords}
        values = call.args[1] if len(call.args) > 1 else named.get("argvalues")
        if isinstance(values, ast.Name):
            values = self.constants.get(values.id)
        if isinstance(values, ast.List | ast.Tuple | ast.Set):
            return max(len(values.elts), 1)
        if isinstance(values, ast.Dict):
            return max(len(values.keys), 1)
        if isinstance(values, ast.Call) and dotted(values.func) == "range":
            return _length([literal(each) for each in values.args])
        return 1


def _length(given: list[object]) -> int:
    numbers = [each for each in given if isinstance(each, int)]
    if not numbers or len(numbers) != len(given) or len(numbers) > 3 or 0 in numbers[2:]:
        return 1
    return min(max(len(range(*numbers)), 1), LARGEST) if max(map(abs, numbers)) < 2**31 else 1


def _flat(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield statements, and those within conditions and the like, which are there at least sometimes."""
    stack = list(reversed(body))
    while stack:
        statement = stack.pop()
        yield statement
        if isinstance(statement, _BLOCKS):
            inner = [*statement.body, *getattr(statement, "orelse", [])]
            stack.extend(reversed(inner))


def _named(name: str, patterns: tuple[str, ...]) -> bool:
    return any(name.startswith(each) or ("*" in each and fnmatchcase(name, each)) for each in patterns)


def _constructed(statement: ast.ClassDef) -> bool:
    return any(isinstance(each, ast.FunctionDef) and each.name == "__init__" for each in statement.body)


def _fixture(statement: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    nodes = (each.func if isinstance(each, ast.Call) else each for each in statement.decorator_list)
    return any(dotted(each).rpartition(".")[2] == "fixture" for each in nodes)
