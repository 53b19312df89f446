"""The files that configure a project, each read once: TOML and INI alike, as sections with places."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from posixpath import dirname

from backendrepo.findings import Evidence
from backendrepo.project.ini import Ini
from backendrepo.project.ini import load as load_ini
from backendrepo.project.section import Section
from backendrepo.project.toml import Toml
from backendrepo.snapshot import Files, Unreadable

LONGEST_TEXT = 200
"""Characters of a line that are kept as evidence."""


@dataclass(frozen=True)
class Text:
    """A text file by its path."""

    path: str
    text: str = ""
    problem: str = ""
    """Why it cannot be read; empty where it can."""

    @cached_property
    def lines(self) -> list[str]:
        """Its lines."""
        return self.text.split("\n")

    def at(self, line: int, text: str = "") -> Evidence:
        """Return the place of a line, which counts from 1; with its text unless another is given."""
        if not text and 0 < line <= len(self.lines):
            text = self.lines[line - 1].strip()
        return Evidence(self.path, line, text[:LONGEST_TEXT])

    def within(self, position: int) -> Evidence:
        """Return the place of a character."""
        return self.at(self.text.count("\n", 0, position) + 1)


@dataclass(frozen=True)
class Config:
    """A configuration file: its sections by dotted name, and why it cannot be read."""

    source: Text
    content: Toml | Ini

    @property
    def path(self) -> str:
        """Where it is."""
        return self.source.path

    @property
    def folder(self) -> str:
        """Where it is in, empty for the root."""
        return dirname(self.source.path)

    @property
    def problem(self) -> Evidence | None:
        """Why it cannot be read, None where it can."""
        said = self.source.problem or self.content.problem
        line = self.content.line if isinstance(self.content, Ini) else 0
        return self.source.at(line, said) if said else None

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the sections of an INI file, of the tables at the top of TOML."""
        return tuple(self.content.table if isinstance(self.content, Toml) else self.content.sections)

    def section(self, name: str) -> Section | None:
        """Return a section (`tool.pytest.ini_options` of TOML, `tool:pytest` of an INI file), None where it is not."""
        if isinstance(self.content, Toml):
            return self._table(self.content, tuple(name.split(".")) if name else ())
        return self._options(self.content, name)

    def _table(self, toml: Toml, path: tuple[str, ...]) -> Section | None:
        value: object = toml.table
        for key in path:
            value = value.get(key) if isinstance(value, dict) else None
        if not isinstance(value, dict):
            return None
        return Section(".".join(path), value, lambda keys: self.source.at(toml.line(*path, *keys)))

    def _options(self, ini: Ini, name: str) -> Section | None:
        options = ini.sections.get(name)
        if options is None:
            return None
        lines = {key: option.line for key, option in options.items()}
        values = {key: option.value for key, option in options.items()}
        return Section(
            name, values, lambda keys: self.source.at(lines.get(keys[0], ini.lines[name]) if keys else ini.lines[name])
        )


class Sources:
    """Reads the files of a tree, each once. It never raises: what cannot be read has a problem."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self._texts: dict[str, Text | None] = {}
        self._configs: dict[str, Config | None] = {}

    @cached_property
    def paths(self) -> list[str]:
        """Every path of the tree, sorted."""
        return self.files.glob("**")

    @cached_property
    def known(self) -> frozenset[str]:
        """The same, to be asked."""
        return frozenset(self.paths)

    @property
    def problems(self) -> tuple[Evidence, ...]:
        """Configuration files that could not be read, of those that were asked for so far."""
        configs = (self._configs[path] for path in sorted(self._configs))
        return tuple(found for config in configs if config and (found := config.problem))

    def text(self, path: str) -> Text | None:
        """Return a text file, None where there is none."""
        if path not in self._texts:
            self._texts[path] = self._made(path, self.files.read)
        return self._texts[path]

    def once(self, path: str) -> Text | None:
        """Return the same and keep nothing of it: the tests are most of a repository's text, and are counted once."""
        return self._texts[path] if path in self._texts else self._made(path, self.files.once)

    def config(self, path: str) -> Config | None:
        """Return a configuration file, None where there is none: TOML by its ending, else an INI file."""
        if path not in self._configs:
            source = self.text(path)
            load = Toml if path.endswith(".toml") else load_ini
            self._configs[path] = Config(source, load(source.text)) if source else None
        return self._configs[path]

    def named(self, *names: str) -> list[str]:
        """Return the paths of the files of some names, in whatever folder; those nearer to the root first."""
        found = [path for name in dict.fromkeys(names) for path in self._by_name.get(name, ())]
        return sorted(found, key=lambda path: (path.count("/"), path))

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        paths: dict[str, list[str]] = {}
        for path in self.paths:
            paths.setdefault(path.rpartition("/")[2], []).append(path)
        return paths

    def _made(self, path: str, read: Callable[[str], str | None]) -> Text | None:
        try:
            text = read(path)
        except Unreadable as error:
            return Text(path, problem=str(error))
        if text and "\r" in text:  # one character is found much faster than two
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        return None if text is None else Text(path, text)


def upward(folder: str) -> Iterator[str]:
    """Yield a folder and those around it, up to the root."""
    while folder:
        yield folder
        folder = folder.rpartition("/")[0]
    yield ""
