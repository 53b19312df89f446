"""The files that a Makefile is read from: paths, patterns, includes, all from the root of the repository."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from posixpath import relpath

from backendrepo.shell.marks import ROOT
from backendrepo.shell.paths import absolute, inside
from backendrepo.snapshot import Files, Unreadable

DEEPEST_INCLUDES = 16
MOST_FILES = 200
"""Files of one Makefile, counted as often as they are read."""

MOST_LOOKUPS = 200
"""Patterns that are looked for among the files."""

LARGEST = 2 * 1024 * 1024
"""Characters of one file that are read."""


class Sources:
    """Reads files for the Makefile of a folder."""

    def __init__(self, files: Files, directory: str) -> None:
        self._files = files
        self._open = list[str]()
        self._matched: dict[str, list[str]] = {}
        self.directory = directory
        self.paths: list[str] = []
        """What was read, in order."""

    @property
    def here(self) -> str:
        """The folder, absolute."""
        return f"{ROOT}/{self.directory}" if self.directory else ROOT

    def text(self, path: str) -> str | None:
        """Return the text of a file; None where there is none. Raises `Unreadable`."""
        return self._files.read(path)

    def script(self, path: str) -> str | None:
        """Return the text of a script; None where there is none that can be read."""
        try:
            return self._files.read(path)
        except Unreadable:
            return None

    def has(self, name: str) -> bool:
        """Whether a name is a file or a folder of the repository."""
        return self.path(name) in self._paths

    def outside(self, name: str) -> bool:
        """Whether a name is not one of the repository, so that nothing is known of it."""
        return self.path(name) is None

    @cached_property
    def _paths(self) -> frozenset[str]:
        """Every file and folder of the repository."""
        found = {""}
        for path in self._files.glob("**"):
            while path not in found:
                found.add(path)
                path = path.rpartition("/")[0]  # noqa: PLW2901 - up to the root
        return frozenset(found)

    def glob(self, pattern: str) -> list[str]:
        """Return the files that a pattern matches, from the folder."""
        path = self.path(pattern)
        if pattern not in self._matched and path is not None and len(self._matched) < MOST_LOOKUPS:
            named = self.relative if not pattern.startswith(ROOT) else f"{ROOT}/{{}}".format
            self._matched[pattern] = [named(found) for found in self._files.glob(path)]
        return self._matched.get(pattern, [])

    def relative(self, path: str) -> str:
        """Return a path of the repository from the folder."""
        return relpath(f"{ROOT}/{path}", self.here)

    def path(self, name: str) -> str | None:
        """Return a name as a path from the root of the repository; None where it is outside, or not known."""
        return inside(absolute(name, self.here))

    def may_open(self, path: str) -> bool:
        """Whether a file may be read now: not while it is being read, not too deep, not as one of too many."""
        return path not in self._open and len(self._open) < DEEPEST_INCLUDES and len(self.paths) < MOST_FILES

    @contextmanager
    def opened(self, path: str) -> Iterator[None]:
        """Read a file for a while."""
        self.paths.append(path)
        self._open.append(path)
        try:
            yield
        finally:
            self._open.pop()
