"""What pytest is configured to do (documentation "Configuration", "Command-line Flags")."""

import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from posixpath import join

from backendrepo.findings import Evidence
from backendrepo.lazy import regex
from backendrepo.project.floors import MOST_DIGITS, Floor
from backendrepo.project.section import Section, number
from backendrepo.project.sources import Config, Sources, upward

ALWAYS = ("pytest.toml", ".pytest.toml", "pytest.ini", ".pytest.ini")
"""Files that are pytest's own: the first of them is the configuration, even without a section."""

SECTIONS = {
    **dict.fromkeys(ALWAYS, ("pytest",)),
    "pyproject.toml": ("tool.pytest", "tool.pytest.ini_options"),
    "tox.ini": ("pytest",),
    "setup.cfg": ("tool:pytest",),
}
"""The sections that are looked for, by file, in pytest's order."""

MOST = 100
"""Items of a list that are looked at."""

_BLANKS = regex(r"\s+")


@dataclass(frozen=True)
class Pytest:
    """The configuration that pytest takes in a folder: of the first file, in that folder or around it, that has one."""

    config: Config
    section: Section | None
    problem: str = ""

    @property
    def folder(self) -> str:
        """The folder that the file is in: pytest's `rootdir`."""
        return self.config.folder

    @property
    def place(self) -> Evidence:
        """Where it stands."""
        return self.section.place if self.section else Evidence(self.config.path)

    @cached_property
    def addopts(self) -> tuple[str, ...]:
        """Options that are added to every command line, before its own."""
        return tuple(_words(self.section, "addopts"))

    @cached_property
    def testpaths(self) -> tuple[str, ...]:
        """Folders that are looked through where the command line names none."""
        return self._list("testpaths")

    @property
    def pythonpath(self) -> tuple[str, ...]:
        """Folders that modules are imported from."""
        return self._list("pythonpath")

    @cached_property
    def files(self) -> tuple[str, ...]:
        """Patterns of the names of files that hold tests."""
        return self._list("python_files") or ("test_*.py", "*_test.py")

    @property
    def classes(self) -> tuple[str, ...]:
        """Beginnings or patterns of the names of classes that hold tests."""
        return self._list("python_classes") or ("Test",)

    @property
    def functions(self) -> tuple[str, ...]:
        """Beginnings or patterns of the names of functions that are tests."""
        return self._list("python_functions") or ("test",)

    def floor(self, precision: int = 0) -> Floor | None:
        """Return the coverage floor of `addopts`, None where it has none; it wins over that of coverage.py."""
        written = self.options("--cov-fail-under")[-1:]
        digits = number((self.options("--cov-precision") or ("",))[-1])
        if not written:
            return None
        place = self.at("addopts", "cov-fail-under")
        precision = precision if digits is None else min(int(digits), MOST_DIGITS)
        return Floor(written[0], place, "`addopts` of pytest", self.folder, precision, "pytest-cov")

    def options(self, name: str) -> tuple[str, ...]:
        """Return the values that `addopts` gives an option, in their order; the last one wins for most."""
        return tuple(option_values(self.addopts, name))

    def at(self, key: str, part: str = "") -> Evidence:
        """Return the place of a key, of the line of its value that has this part in it."""
        place = self.section.at(key) if self.section else self.place
        lines = self.config.source.lines
        for line in range(max(place.line, 1), min(place.line + 200, len(lines)) + 1):
            if part and part in lines[line - 1]:
                return self.config.source.at(line)
        return place

    def _list(self, key: str) -> tuple[str, ...]:
        return self.section.texts(key, _BLANKS)[:MOST] if self.section else ()


def pytest_settings(sources: Sources, folder: str = "", *, named: str = "") -> Pytest | None:
    """Return what pytest is configured to do when it is started in a folder, None where nothing is.

    `named` is a configuration file that the command line names (`-c`), from the root.
    """
    if named:
        return _of_file(sources, named, always=True)
    found = (_of_file(sources, join(each, name)) for each in upward(folder) for name in SECTIONS)
    return next(filter(None, found), None)


def _of_file(sources: Sources, path: str, *, always: bool = False) -> Pytest | None:
    """Return the configuration in a file, None where it has none; one without a section counts where it is pytest's."""
    name = path.rpartition("/")[2]
    if (config := sources.config(path)) is None:
        return None
    sections = map(config.section, SECTIONS.get(name, ("pytest",)))
    found = next((section for section in sections if _counts(section)), None)
    if found or always or name in ALWAYS:
        return Pytest(config, found, config.problem.text if config.problem else "")
    return None


def option_values(words: tuple[str, ...], name: str) -> Iterator[str]:
    """Yield the values of an option among words: `--name=value`, `--name value`, `-m value`, `-mvalue`."""
    for index, word in enumerate(words):
        if word == name and index + 1 < len(words):
            yield words[index + 1]
        elif word.startswith(f"{name}=") and name.startswith("--"):
            yield word.removeprefix(f"{name}=")
        elif len(name) == 2 and word.startswith(name) and len(word) > 2:
            yield word[2:].removeprefix("=")


def _counts(section: Section | None) -> bool:
    """Whether a section is a configuration: `[tool.pytest]` is none with nothing but `ini_options` in it."""
    if section is None:
        return False
    return section.name != "tool.pytest" or bool(set(section.values) - {"ini_options"})


def _words(section: Section | None, key: str) -> Iterator[str]:
    value = section.values.get(key) if section else None
    if isinstance(value, list):
        yield from (str(each) for each in value)
    elif isinstance(value, str):
        try:
            yield from shlex.split(value)
        except ValueError:
            yield from value.split()
