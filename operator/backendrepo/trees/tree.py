"""What all trees have in common: bounded reads, text, and patterns over a list of paths."""

import re
from abc import ABC, abstractmethod
from bisect import bisect_left, bisect_right
from codecs import BOM_UTF8
from collections.abc import Iterable
from functools import cache, cached_property

from backendrepo.lazy import regex
from backendrepo.snapshot import Unreadable

LARGEST = 2 * 1024 * 1024
"""Bytes of a file that is read as text; no Makefile, workflow or lock that a person keeps comes near it."""

MOST = 200_000
"""Paths of one tree."""

_WILD = regex(r"(?:\*\*/|\*\*|\*|\?)")


class Tree(ABC):
    """Regular files by path; a subclass says how the bytes of one are read."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._paths = sorted(paths)
        self._known = frozenset(self._paths)
        self._texts: dict[str, str] = {}

    def read(self, path: str) -> str | None:
        """Return a file's text, None where there is none. Raises `Unreadable` where it is too large or no text."""
        text = self.once(path)
        if text is not None:
            self._texts[path] = text
        return text

    def once(self, path: str) -> str | None:
        """Return the same and keep nothing of it, for who looks at many files once."""
        if path in self._texts:
            return self._texts[path]
        return _decoded(path, self._bytes(path, LARGEST + 1)) if path in self._known else None

    def glob(self, pattern: str) -> list[str]:
        """Return the paths that a pattern matches, sorted: `*` within a part, `**` for any number of parts."""
        if pattern == "**":
            return list(self._paths)
        literal = _WILD.split(pattern)
        head, tail = literal[0], literal[-1]
        if not literal[1:]:
            return [pattern] if pattern in self._known else []
        if pattern == f"**/{tail}" and "/" not in tail:
            return list(self._by_name.get(tail, ()))
        if pattern == f"**/*{tail}" and "/" not in tail:
            return [path for path in self._paths if path.endswith(tail)]
        first = bisect_left(self._paths, head)
        behind = bisect_right(self._paths, head, key=lambda path: path[: len(head)])
        longest, matches = max(literal, key=len), _compiled(pattern).fullmatch
        return [path for path in self._paths[first:behind] if path.endswith(tail) and longest in path and matches(path)]

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        paths: dict[str, list[str]] = {}
        for path in self._paths:
            paths.setdefault(path.rpartition("/")[2], []).append(path)
        return paths

    @abstractmethod
    def _bytes(self, path: str, limit: int) -> bytes:
        """Return at most so many bytes of a file."""


def _decoded(path: str, content: bytes) -> str:
    if len(content) > LARGEST:
        raise Unreadable(f"{path} is larger than {LARGEST // 1024 // 1024} MiB")
    if b"\0" in content[:8192]:
        raise Unreadable(f"{path} is no text")
    return content.removeprefix(BOM_UTF8).decode(errors="replace")


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    parts = re.split(f"({_WILD.pattern})", pattern)
    meaning = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    return regex("".join(meaning.get(part, re.escape(part)) for part in parts), re.DOTALL)
