"""What all trees have in common: bounded reads, text, and patterns over a list of paths."""

import re
from abc import ABC, abstractmethod
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from functools import cache

from backendrepo.snapshot import Unreadable

LARGEST = 2 * 1024 * 1024
"""Bytes of a file that is read as text; no Makefile, workflow or lock that a person keeps comes near it."""

MOST = 200_000
"""Paths of one tree."""

_WILD = re.compile(r"(?:\*\*/|\*\*|\*|\?)")


class Tree(ABC):
    """Regular files by path; a subclass says how the bytes of one are read."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._paths = sorted(paths)
        self._known = frozenset(self._paths)
        self._texts: dict[str, str] = {}

    def read(self, path: str) -> str | None:
        """Return a file's text, None where there is none. Raises `Unreadable` where it is too large or no text."""
        if path not in self._known:
            return None
        if path not in self._texts:
            self._texts[path] = _decoded(path, self._bytes(path, LARGEST + 1))
        return self._texts[path]

    def glob(self, pattern: str) -> list[str]:
        """Return the paths that a pattern matches, sorted: `*` within a part, `**` for any number of parts."""
        literal = _WILD.split(pattern)
        head, tail = literal[0], literal[-1]
        first = bisect_left(self._paths, head)
        behind = bisect_right(self._paths, head, key=lambda path: path[: len(head)])
        matches = _compiled(pattern).fullmatch
        return [path for path in self._paths[first:behind] if path.endswith(tail) and matches(path)]

    @abstractmethod
    def _bytes(self, path: str, limit: int) -> bytes:
        """Return at most so many bytes of a file."""


def _decoded(path: str, content: bytes) -> str:
    if len(content) > LARGEST:
        raise Unreadable(f"{path} is larger than {LARGEST // 1024 // 1024} MiB")
    if b"\0" in content[:8192]:
        raise Unreadable(f"{path} is no text")
    return content.decode("utf-8-sig", errors="replace")


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    parts = re.split(f"({_WILD.pattern})", pattern)
    meaning = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    return re.compile("".join(meaning.get(part, re.escape(part)) for part in parts), re.DOTALL)
