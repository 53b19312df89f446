"""What a package says that it needs and supports, and what its tools are told to check for.

Sources: the packaging specifications ("Core metadata", "Declaring project metadata"); the documentation of mypy,
pyright, Ruff, Black and tox.
"""

import ast
from collections.abc import Iterable, Iterator
from contextlib import suppress

from backendrepo.findings import Evidence
from backendrepo.lazy import regex
from backendrepo.project.linters import Linter
from backendrepo.project.python_source import Unparsable, dotted, literal, parse
from backendrepo.project.pythons.statement import Python, Role, Where
from backendrepo.project.pythons.versions import Minor, allowed, compact, minors
from backendrepo.project.section import Section
from backendrepo.project.sources import Config, Sources, Text
from backendrepo.project.type_checkers import TypeChecker

CLASSIFIER = "Programming Language :: Python :: "

_ENVIRONMENT = regex(r"\bpy(?:thon)?-?\{?((?:[23](?:\.?\d{1,2})?,?)+)\}?")


def packages(sources: Sources) -> Iterator[Python]:
    """Yield what packages declare, in pyproject.toml, setup.cfg or setup.py."""
    for config in filter(None, map(sources.config, sources.named("pyproject.toml", "setup.cfg"))):
        yield from _pyproject(config) if config.path.endswith(".toml") else _setup_cfg(config)
    for source in filter(None, map(sources.text, sources.named("setup.py"))):
        yield from _setup(source)


def _pyproject(config: Config) -> Iterator[Python]:
    if project := config.section("project"):
        yield from _required("`requires-python`", project.text("requires-python"), project.at("requires-python"))
        yield from _classified(project.texts("classifiers"), project.at("classifiers"))
    if poetry := config.section("tool.poetry.dependencies"):
        yield from _required("Poetry's `python`", poetry.text("python"), poetry.at("python"))


def _setup_cfg(config: Config) -> Iterator[Python]:
    if options := config.section("options"):
        yield from _required("`python_requires`", options.text("python_requires"), options.at("python_requires"))
    if metadata := config.section("metadata"):
        yield from _classified(metadata.texts("classifiers"), metadata.at("classifiers"))


def _setup(source: Text) -> Iterator[Python]:
    if "python_requires" not in source.text and CLASSIFIER not in source.text:
        return
    try:
        module = parse(source.text)
    except Unparsable:
        return
    calls = (node.value for node in module.body if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call))
    for call in (each for each in calls if dotted(each.func).rpartition(".")[2] == "setup"):
        for word in call.keywords:
            value, place = literal(word.value), source.at(word.value.lineno)
            if word.arg == "python_requires" and isinstance(value, str):
                yield from _required("`python_requires`", value, place)
            elif word.arg == "classifiers" and isinstance(value, list):
                yield from _classified(map(str, value), place)


def _required(what: str, written: str, place: Evidence) -> Iterator[Python]:
    if written:
        within = allowed(written)
        role = Role.RANGE if within else Role.UNKNOWN
        yield Python(what, written, place, role, Where.PACKAGE, within or frozenset())


def _classified(classifiers: Iterable[str], place: Evidence) -> Iterator[Python]:
    listed = (each.removeprefix(CLASSIFIER) for each in classifiers if each.startswith(CLASSIFIER))
    if named := frozenset(minor for each in listed for minor in minors(each)):
        written = ", ".join(f"{major}.{minor}" for major, minor in sorted(named))
        yield Python("classifiers", written, place, Role.LISTED, Where.PACKAGE, named)


def targets(checkers: Iterable[TypeChecker], linters: Iterable[Linter]) -> Iterator[Python]:
    """Yield what type checkers, linters and formatters are told to check for."""
    for checker in checkers:
        if checker.python and checker.python_at:
            named = frozenset(minors(checker.python))
            yield _target(f"{checker.tool}'s version of Python", checker.python, checker.python_at, named)
    for linter in linters:
        if linter.target and linter.target_at:
            compacted = frozenset(minor for each in linter.target.split(",") if (minor := compact(each.strip())))
            role = Role.LISTED if linter.tool == "black" and len(compacted) > 1 else Role.TARGET
            yield _target(f"{linter.tool.capitalize()}'s target", linter.target, linter.target_at, compacted, role)


def _target(what: str, written: str, place: Evidence, named: frozenset[Minor], role: Role = Role.TARGET) -> Python:
    return Python(what, written, place, role if named else Role.UNKNOWN, Where.TOOL, named)


def environments(sources: Sources) -> Iterator[Python]:
    """Yield the versions that tox runs its environments with."""
    for path in sources.named("tox.ini"):
        config = sources.config(path)
        section = config.section("tox") if config else None
        yield from _tox(section) if section else ()
    for path in sources.named("tox.toml", "pyproject.toml"):
        config = sources.config(path)
        section = config.section("tool.tox" if path.endswith("pyproject.toml") else "") if config else None
        yield from _tox(section) if section else ()


def sessions(sources: Sources) -> Iterator[Python]:
    """Yield the versions that sessions of nox run with, as far as they are written out."""
    for source in filter(None, map(sources.text, sources.named("noxfile.py"))):
        for place, written in _sessions(source):
            if named := frozenset(minors(written)):
                yield Python("nox's `python`", written, place, Role.RUNS, Where.LAPTOP, named)


def _sessions(source: Text) -> Iterator[tuple[Evidence, str]]:
    with suppress(Unparsable):
        module = parse(source.text)
        constants = {
            target.id: each.value
            for each in module.body
            if isinstance(each, ast.Assign)
            for target in each.targets
            if isinstance(target, ast.Name)
        }
        for function in (each for each in module.body if isinstance(each, ast.FunctionDef)):
            for call in (each for each in function.decorator_list if isinstance(each, ast.Call)):
                for word in (each for each in call.keywords if each.arg == "python"):
                    named = constants.get(word.value.id) if isinstance(word.value, ast.Name) else word.value
                    value = literal(named)
                    listed = value if isinstance(value, list | tuple) else [value]
                    yield source.at(word.value.lineno), ", ".join(each for each in listed if isinstance(each, str))


def _tox(section: Section) -> Iterator[Python]:
    for key in ("envlist", "env_list"):
        raw = section.values.get(key)
        written = ", ".join(map(str, raw)) if isinstance(raw, list) else str(raw or "")
        if named := frozenset(_environments(written)):
            yield Python(f"tox's `{key}`", written, section.at(key), Role.RUNS, Where.LAPTOP, named)


def _environments(text: str) -> Iterator[Minor]:
    for found in _ENVIRONMENT.finditer(text):
        for each in found[1].split(","):
            if minor := compact(each.replace(".", "")):
                yield minor
