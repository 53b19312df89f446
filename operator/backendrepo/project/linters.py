"""What linters and formatters of Python are configured to leave out, and whether they look for anything.

Sources: the documentation of Ruff ("Configuring Ruff"), Flake8 ("Configuring Flake8"), Pylint ("Configuration") and
Black ("The basics").
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from posixpath import dirname, join, normpath

from backendrepo.findings import Evidence
from backendrepo.project.expressions import leaves_out
from backendrepo.project.globs import anchored, any_matches
from backendrepo.project.section import Section
from backendrepo.project.sources import Config, Sources

RUFF = {".ruff.toml": "", "ruff.toml": "", "pyproject.toml": "tool.ruff"}
"""In Ruff's order; in each folder the first counts, for all that is below it."""

FLAKE8 = ("setup.cfg", "tox.ini", ".flake8")
"""In Flake8's order."""

PYLINT = ("pylintrc", ".pylintrc", "pylintrc.toml", "pyproject.toml", "setup.cfg")

EVERYTHING = frozenset({"*", "**", "**/*", "*.py", "**/*.py", ".", "./*", "*/**"})
"""Patterns that leave every file out."""


@dataclass(frozen=True)
class Pattern:
    """Files that are left out, or in which some rules are, as a pattern from `folder`, and where it is said."""

    text: str
    place: Evidence
    rules: tuple[str, ...] = ()
    """The rules that are left out; none: all of them."""

    @property
    def whole(self) -> bool:
        """Whether it is about every file."""
        return self.text in EVERYTHING

    @property
    def silences(self) -> bool:
        """Whether nothing is found in these files."""
        return not self.rules or "ALL" in self.rules


@dataclass(frozen=True)
class Linter:
    """The configuration of a linter or formatter."""

    tool: str
    place: Evidence
    folder: str
    """The folder that its patterns are relative to."""
    excluded: tuple[Pattern, ...] = ()
    """Left out by every command of the tool."""
    unlinted: tuple[Pattern, ...] = ()
    """Left out by the linter alone, wholly or in some rules."""
    unformatted: tuple[Pattern, ...] = ()
    """Left out by the formatter alone."""
    selected: tuple[str, ...] = ()
    """The rules that are selected, as written; none: the tool's own selection."""
    nothing: tuple[tuple[str, Evidence], ...] = ()
    """Why it finds nothing at all, in words, with the place."""
    target: str = ""
    """The version of Python that it is for, as written."""
    target_at: Evidence | None = None
    problem: Evidence | None = None
    extends: tuple[str, ...] = field(default=())
    """The file that it goes on from, from the root."""

    def leaves_out(self, path: str, *, formatter: bool = False) -> Pattern | None:
        """Return the pattern by which a file (from the root) is not looked at, None where it is."""
        inside = path.removeprefix(f"{self.folder}/") if self.folder else path
        patterns = (*self.excluded, *(self.unformatted if formatter else self.unlinted))
        return next((each for each in patterns if each.silences and self._matches(each.text, inside)), None)

    def _matches(self, pattern: str, inside: str) -> bool:
        if self.tool == "black":
            return leaves_out(pattern, f"/{dirname(inside)}")
        return bool(any_matches([anchored(pattern)], inside))


def linters(sources: Sources) -> tuple[Linter, ...]:
    """Return every configuration of a linter or formatter, those nearer to the root first."""
    return (*_ruffs(sources), *_flake8s(sources), *_pylints(sources), *_blacks(sources))


def named_linter(sources: Sources, tool: str, path: str, folder: str) -> Linter | None:
    """Return the configuration in a file that the command line names; its patterns are from the folder of the call."""
    config = sources.config(path)
    found: Linter | None = None
    if tool == "ruff":
        found = _ruff_of(sources, path, 0)
    elif config and tool == "flake8" and (section := config.section("flake8")):
        found = _flake8(section, folder)
    elif config and tool == "pylint" and (sections := list(_of_pylint(config))):
        found = _pylint(sections, folder)
    return replace(found, folder=folder) if found else None


def _ruffs(sources: Sources) -> Iterator[Linter]:
    for folder in dict.fromkeys(map(dirname, sources.named(*RUFF))):
        if found := _ruff_in(sources, folder):
            yield found


def _ruff_in(sources: Sources, folder: str) -> Linter | None:
    for name, section in RUFF.items():
        if (config := sources.config(join(folder, name))) and (config.problem or config.section(section)):
            return _ruff_of(sources, config.path, 0)
    return None


def _ruff_of(sources: Sources, path: str, depth: int) -> Linter | None:
    config = sources.config(path)
    if config is None:
        return None
    section = config.section(RUFF.get(path.rpartition("/")[2], ""))
    if config.problem or section is None:
        return Linter("ruff", config.problem or Evidence(path), config.folder, problem=config.problem)
    own = _ruff(section, config.folder)
    if not own.extends or depth > 3:
        return own
    base = _ruff_of(sources, own.extends[0], depth + 1)
    if base is None:
        return own
    nothing = own.nothing or (() if own.selected else base.nothing)
    return replace(
        own,
        excluded=own.excluded if "exclude" in section else (*base.excluded, *own.excluded),
        unlinted=(*base.unlinted, *own.unlinted),
        unformatted=own.unformatted or base.unformatted,
        selected=own.selected or base.selected,
        nothing=nothing,
        target=own.target or base.target,
        target_at=own.target_at or base.target_at,
    )


def _ruff(section: Section, folder: str) -> Linter:
    lint = section.table("lint")
    parts = [part for part in (lint, section) if part]
    select = next((part.texts("select") for part in parts if "select" in part), None)
    more = tuple(rule for part in parts for rule in part.texts("extend-select"))
    formats = section.table("format")
    extends = section.text("extend")
    return Linter(
        tool="ruff",
        place=section.place,
        folder=folder,
        excluded=(*_patterns(section, "exclude"), *_patterns(section, "extend-exclude")),
        unlinted=tuple(_unlinted(parts, lint)),
        unformatted=_patterns(formats, "exclude"),
        selected=(*(select or ()), *more),
        nothing=tuple(_selects_nothing(parts, select, more)),
        target=section.text("target-version"),
        target_at=section.at("target-version") if "target-version" in section else None,
        extends=(normpath(join(folder, extends)),) if extends else (),
    )


def _selects_nothing(
    parts: list[Section], select: tuple[str, ...] | None, more: tuple[str, ...]
) -> Iterator[tuple[str, Evidence]]:
    named = [rule for rule in (*(select or ()), *more) if rule != "ALL"]  # a narrower selection outdoes `ALL`
    for part in parts:
        if select == () and not more and "select" in part:
            yield "no rule is selected (`select = []`)", part.at("select")
        for key in ("ignore", "extend-ignore"):
            if "ALL" in part.texts(key) and not named:
                yield f"every rule is ignored (`{key} = ALL`)", part.at(key)


def _unlinted(parts: list[Section], lint: Section | None) -> Iterator[Pattern]:
    yield from _patterns(lint, "exclude")
    for part in parts:
        for key in ("per-file-ignores", "extend-per-file-ignores"):
            for pattern, rules in (part.table(key) or Section("", {}, part.locate)).values.items():
                listed = tuple(map(str, rules)) if isinstance(rules, list) else ()
                if listed and not pattern.startswith("!"):
                    yield Pattern(pattern, part.at(key, pattern), listed)


def _flake8s(sources: Sources) -> Iterator[Linter]:
    for folder in dict.fromkeys(map(dirname, sources.named(*FLAKE8))):
        configs = (sources.config(join(folder, name)) for name in FLAKE8)
        for config in configs:
            if config and (section := config.section("flake8")):
                yield _flake8(section, folder)
                break


def _flake8(section: Section, folder: str) -> Linter:
    pairs = (each.partition(":") for each in section.text("per-file-ignores").split("\n") if ":" in each)
    at = section.at("per-file-ignores")
    return Linter(
        tool="flake8",
        place=section.place,
        folder=folder,
        excluded=(*_patterns(section, "exclude"), *_patterns(section, "extend-exclude")),
        unlinted=tuple(
            Pattern(path.strip(), at, tuple(rules.replace(",", " ").split()))
            for files, _, rules in pairs
            for path in files.split(",")
        ),
        selected=section.texts("select"),
        nothing=(("failures do not count (`exit-zero`)", section.at("exit-zero")),)
        if section.flag("exit-zero")
        else (),
    )


def _pylints(sources: Sources) -> Iterator[Linter]:
    for config in filter(None, map(sources.config, sources.named(*PYLINT))):
        if found := list(_of_pylint(config)):
            yield _pylint(found, config.folder)


def _of_pylint(config: Config) -> Iterator[Section]:
    """Yield the sections that are Pylint's: all of its own file, tables within `tool.pylint`, `[pylint.…]`."""
    if config.path.endswith(".toml"):
        tool = config.section("tool.pylint")
        tables = (tool.table(key) for key in tool.values) if tool else ()
        yield from filter(None, (tool, *tables))
        return
    own = config.path.endswith("pylintrc")
    yield from filter(None, (config.section(name) for name in config.names if own or name.lower().startswith("pylint")))


def _pylint(sections: list[Section], folder: str) -> Linter:
    disabled = next((each for each in sections if "all" in each.texts("disable")), None)
    enabled = any(each.texts("enable") for each in sections)
    ignored = (
        pattern for each in sections for pattern in (*_patterns(each, "ignore"), *_patterns(each, "ignore-paths"))
    )
    nothing = (
        (("every message is disabled (`disable=all`)", disabled.at("disable")),) if disabled and not enabled else ()
    )
    return Linter("pylint", sections[0].place, folder, unlinted=tuple(ignored), nothing=nothing)


def _blacks(sources: Sources) -> Iterator[Linter]:
    for path in sources.named("pyproject.toml"):
        config = sources.config(path)
        if config and (section := config.section("tool.black")):
            keys = ("exclude", "extend-exclude", "force-exclude")
            everything = (
                key for key in keys if section.text(key) in (".*", ".", "", ".py", r"\.pyi?$") and section.text(key)
            )
            yield Linter(
                tool="black",
                place=section.place,
                folder=config.folder,
                excluded=tuple(Pattern(text, section.at(key)) for key in keys if (text := section.text(key))),
                nothing=tuple((f"`{key}` leaves out every file", section.at(key)) for key in everything),
                target=",".join(section.texts("target-version")),
                target_at=section.at("target-version") if "target-version" in section else None,
            )


def _patterns(section: Section | None, key: str) -> tuple[Pattern, ...]:
    if section is None:
        return ()
    return tuple(Pattern(each, section.at(key)) for each in section.texts(key))
