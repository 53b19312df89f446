"""What coverage.py is configured to measure, and how much of it (documentation "Configuration reference")."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from posixpath import join

from backendrepo.findings import Evidence
from backendrepo.lazy import regex
from backendrepo.project.floors import MOST_DIGITS, Floor
from backendrepo.project.globs import any_matches
from backendrepo.project.section import Section
from backendrepo.project.sources import Config, Sources

OWN = (".coveragerc", ".coveragerc.toml")
"""Files that are coverage.py's own: the first of them is the configuration, whatever is in it."""

FILES = (*OWN, "setup.cfg", "tox.ini", "pyproject.toml")
"""In coverage.py's order. It looks in the folder that it is started in, not around it."""

SECTIONS = ("run", "report", "html", "xml", "json", "lcov", "paths")

_LINES = regex(r"\n")
_ALL_FILES = regex(r"(\*\*?/?)+(\.py)?|/?\*")
_ALL_LINES = regex(
    r"\^?\(?(\.|\\w|\\S|\[\\s\\S\]|\\s|\^)?[*+]?\??\)?\$?"
    r"|\^?(\\s[*+]?|\s)*(async |async\\s\+)?(def|class|import|from|return|if|self)(\s|\\s|\\b|[.*+?:($)]|\\w|\\\()*"
)


@dataclass(frozen=True)
class Coverage:
    """The configuration that coverage.py takes in a folder."""

    config: Config
    run: Section | None
    report: Section | None

    @property
    def folder(self) -> str:
        """The folder that it is for."""
        return self.config.folder

    @property
    def place(self) -> Evidence:
        """Where it stands."""
        section = self.report or self.run
        return section.place if section else Evidence(self.config.path)

    @property
    def problem(self) -> Evidence | None:
        """Why it cannot be read, None where it can."""
        return self.config.problem

    @property
    def floor(self) -> Floor | None:
        """How much has to be covered (`fail_under`), None where nothing is said."""
        if self.report is None or not (written := self.report.text("fail_under")):
            return None
        place = self.report.at("fail_under")
        return Floor(written, place, "the configuration of coverage.py", self.folder, self.precision)

    @property
    def precision(self) -> int:
        """Decimal places that a total is rounded to before it is compared."""
        value = self.report.number("precision") if self.report else None
        return min(int(value), MOST_DIGITS) if value else 0

    @property
    def branch(self) -> bool:
        """Whether branches are measured, not lines alone."""
        return self.run is not None and self.run.flag("branch")

    @property
    def source(self) -> tuple[str, ...]:
        """Folders and packages that are measured; none: whatever is imported."""
        return tuple(value for key in ("source", "source_pkgs", "source_dirs") for value in _of(self.run, key))

    @property
    def omit(self) -> tuple[str, ...]:
        """Patterns of files that are left out, when measuring or when reporting."""
        return (*_of(self.run, "omit"), *_of(self.report, "omit"))

    @property
    def include(self) -> tuple[str, ...]:
        """Patterns of the only files that are measured; none: all of them."""
        return (*_of(self.run, "include"), *_of(self.report, "include"))

    @property
    def excluded(self) -> tuple[str, ...]:
        """Patterns of lines that do not count (`exclude_lines`, `exclude_also`)."""
        lists = (_of(self.report, key, _LINES) for key in ("exclude_lines", "exclude_also"))
        return tuple(value for values in lists for value in values)

    @property
    def hides(self) -> tuple[tuple[str, Evidence], ...]:
        """Settings that leave everything out, or every function: each in words, with its place."""
        return tuple(self._hides())

    def leaves_out(self, path: str) -> str:
        """Return the setting by which a file (path from the root) is not measured, empty where it is."""
        inside = path.removeprefix(f"{self.folder}/") if self.folder else path
        if omitted := any_matches(map(_anchored, self.omit), inside):
            return f"omit = {omitted}"
        if self.include and not any_matches(map(_anchored, self.include), inside):
            return f"include = {', '.join(self.include)}"
        return ""

    def _hides(self) -> Iterator[tuple[str, Evidence]]:
        for section in (self.run, self.report):
            for pattern in _of(section, "omit"):
                if section and _ALL_FILES.fullmatch(pattern):
                    yield f"`omit` leaves out every file (`{pattern}`)", section.at("omit")
        for key in ("exclude_lines", "exclude_also"):
            for pattern in _of(self.report, key, _LINES):
                if self.report and _ALL_LINES.fullmatch(pattern):
                    yield f"`{key}` leaves out every line or every function (`{pattern}`)", self.report.at(key)


def coverage_settings(sources: Sources, folder: str = "", *, named: str = "") -> Coverage | None:
    """Return what coverage.py is configured to do when it is started in a folder, None where nothing is.

    `named` is a configuration file that the command line names (`--rcfile`, `--cov-config`), from the root.
    """
    for path in (named,) if named else (join(folder, name) for name in FILES):
        if config := sources.config(path):
            own = bool(named) or path.rpartition("/")[2] in OWN
            found = {name: _section(config, name, own=own) for name in SECTIONS}
            if own or config.problem or any(section and section.values for section in found.values()):
                return Coverage(config, found["run"], found["report"])
    return None


def _section(config: Config, name: str, *, own: bool) -> Section | None:
    toml = config.path.endswith(".toml")
    names = [f"tool.coverage.{name}" if toml else f"coverage:{name}", *([name] if own else [])]
    return next((section for each in names if (section := config.section(each))), None)


def _of(section: Section | None, key: str, separators: re.Pattern[str] | None = None) -> tuple[str, ...]:
    if section is None:
        return ()
    return section.texts(key, separators) if separators else section.texts(key)


def _anchored(pattern: str) -> str:
    """Return a pattern as coverage.py reads it: a relative one is anchored in the folder that it is started in."""
    if "/" not in pattern:
        return f"**/{pattern}"
    return f"**/{pattern[2:]}" if pattern.startswith("*/") else pattern.removeprefix("./")
