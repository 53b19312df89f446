"""The Makefiles of one repository: a recipe of one may call Make for another, with other variables or another file."""

from collections.abc import Mapping
from typing import NamedTuple

from backendrepo.makefile.calls import Call
from backendrepo.makefile.graph import Makefile
from backendrepo.makefile.reader import Reading
from backendrepo.makefile.sources import Sources
from backendrepo.snapshot import Files

NAMES = ("GNUmakefile", "makefile", "Makefile")
"""What Make looks for, in its order."""

MOST_MAKEFILES = 100
"""Makefiles that are read, each once for the same variables of the command line."""


class _Key(NamedTuple):
    directory: str
    file: str = ""
    variables: tuple[tuple[str, str], ...] = ()


class Project:
    """Reads Makefiles, each once. `environment` is what is known of the environment that Make is started in."""

    def __init__(self, files: Files, environment: Mapping[str, str]) -> None:
        self._files = files
        self._environment = environment
        self._known: dict[_Key, Makefile | None] = {}

    def makefile(self, directory: str) -> Makefile:
        """Return the Makefile of a folder, without targets where there is none."""
        found = self._read(_Key(directory), self._environment)
        return found or Makefile(Reading(Sources(self._files, directory), self._environment, {}), self)

    def called(self, caller: Makefile, folder: str, asked: Call) -> Makefile | None:
        """Return the Makefile that a call of Make from a folder reads; None where it is not there or not known.

        The variables of the caller's own command line are passed on to it, and what the caller exports.
        """
        directory = asked.directory(folder)
        if directory is None:
            return None
        variables = {**caller.overrides, **asked.variables}
        return self._read(_Key(directory, asked.file, tuple(sorted(variables.items()))), caller.environment)

    def _read(self, key: _Key, environment: Mapping[str, str]) -> Makefile | None:
        if key not in self._known and len(self._known) < MOST_MAKEFILES:
            sources = Sources(self._files, key.directory)
            reading = Reading(sources, environment, dict(key.variables))
            paths = [sources.path(name) for name in ([key.file] if key.file else NAMES)]
            there = any(path is not None and reading.file(path) for path in paths)
            self._known[key] = Makefile(reading, self) if there else None
        return self._known.get(key)
