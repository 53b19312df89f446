"""What a manifest comes to: dependencies with their places, and what of it could not be read."""

from dataclasses import dataclass

from backendrepo.findings import Evidence

PYPI, NPM, GO = "PyPI", "npm", "Go"
"""Ecosystems, by the names that OSV's schema gives them."""

MOST = 10_000
"""Dependencies of one manifest that are read; real locks have hundreds."""


@dataclass(frozen=True, slots=True)
class Dependency:
    """One dependency as a manifest has it."""

    name: str
    """As its ecosystem compares names: for PyPI in lower case, with single dashes."""
    version: str | None
    """The exact version, None where the manifest leaves it open."""
    ecosystem: str
    place: Evidence
    marker: str = ""
    """When it is installed at all, as written. It is never evaluated: an image may be built anywhere."""
    index: str = ""
    """The address of the index that it comes from, empty for the ecosystem's own."""
    why: str = ""
    """Why no advisory source can judge it, in a phrase; empty where one can."""

    @property
    def pinned(self) -> bool:
        """Whether an advisory source can be asked about it."""
        return self.version is not None and not self.why

    def __str__(self) -> str:
        return f"{self.name} {self.version}" if self.version else self.name


@dataclass(frozen=True, slots=True)
class Problem:
    """What could not be read, in a sentence without its full stop, and where."""

    what: str
    place: Evidence


@dataclass(frozen=True)
class Manifest:
    """One file that names dependencies."""

    path: str
    ecosystem: str
    dependencies: tuple[Dependency, ...] = ()
    problems: tuple[Problem, ...] = ()
    """What keeps it from being read wholly."""

    @classmethod
    def unread(cls, path: str, ecosystem: str, what: str, line: int = 0) -> "Manifest":
        """Return one of which nothing could be read."""
        return cls(path, ecosystem, problems=(Problem(what, Evidence(path, line)),))


def bounded(path: str, dependencies: list[Dependency], problems: list[Problem]) -> tuple[tuple[Problem, ...], int]:
    """Return the problems of a manifest with so many dependencies, and how many of them are kept."""
    if len(dependencies) <= MOST:
        return tuple(problems), len(dependencies)
    return (*problems, Problem(f"it has more than {MOST} dependencies; the others are not read", Evidence(path))), MOST
