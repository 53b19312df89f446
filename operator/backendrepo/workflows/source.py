"""The YAML files that workflows are made of, each read once, with the place of everything in them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from backendrepo import yaml12
from backendrepo.findings import Evidence
from backendrepo.lazy import regex
from backendrepo.snapshot import Files, Unreadable
from backendrepo.yaml12 import Node, Scalar, entries, items

LARGEST = 1024 * 1024
"""Characters of a file: many times what a person writes."""

LONGEST_TEXT = 200
"""Characters of a line that are kept as evidence."""

T = TypeVar("T")

_BREAK = regex("\r\n|[\r\n\x85\u2028\u2029]")


@dataclass(frozen=True)
class Source:
    """One file: its root where it could be read, its lines, and what is wrong with its text."""

    path: str
    root: Node | None = None
    lines: tuple[str, ...] = ()
    problems: tuple[Evidence, ...] = ()

    def at(self, place: Node | int, text: str = "") -> Evidence:
        """Return a place in the file, with its line's text unless another is given."""
        line = place if isinstance(place, int) else place.line
        own = self.lines[line - 1].strip() if 0 < line <= len(self.lines) else ""
        return Evidence(self.path, line, (text or own)[:LONGEST_TEXT])


@dataclass(frozen=True)
class Library:
    """The files of the repository, read as YAML; each once."""

    files: Files
    _read: dict[str, Source | None] = field(default_factory=dict)
    _made: dict[tuple[Callable[[Source], Any], str], Any] = field(default_factory=dict)

    def find(self, path: str) -> Source | None:
        """Return a file, None where there is none."""
        if path not in self._read:
            self._read[path] = self._load(path)
        return self._read[path]

    def made(self, reader: Callable[[Source], T], source: Source) -> T:
        """Return what a reader makes of a file; made once."""
        key = reader, source.path
        if key not in self._made:
            self._made[key] = reader(source)
        made: T = self._made[key]
        return made

    def _load(self, path: str) -> Source | None:
        try:
            text = self.files.read(path)
        except Unreadable as error:
            return Source(path, problems=(Evidence(path, 0, str(error)),))
        if text is None:
            return None
        if len(text) > LARGEST:
            return Source(path, problems=(Evidence(path, 0, f"larger than {LARGEST // 1024} KiB"),))
        document = yaml12.load(text)
        source = Source(path, document.root, tuple(_BREAK.split(text)))
        problems = tuple(source.at(problem.line, problem.text) for problem in document.problems)
        return Source(path, document.root, source.lines, problems)


def weight(node: Node | None) -> int:
    """Return about how much work a node is: the nodes within it, and how long their texts are."""
    if isinstance(node, Scalar):
        return 1 + len(node.text) // 20
    return 1 + sum(map(weight, items(node))) + sum(1 + weight(each) for _, each in entries(node))
