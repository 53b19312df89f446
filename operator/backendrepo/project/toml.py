"""TOML with the line of every key: tomllib keeps none.

The lines are found by reading the text once more, line by line; a key that stands within a line of its own table only
(`a = {b = 1}`) has the line of that.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from backendrepo.lazy import regex

MOST_DOTS = 200
"""Dots of a line, texts aside: tomllib takes time by the square of the parts of a key."""

MOST_PARTS = 20
"""Parts of a key whose lines are kept."""

_STRINGS = regex(
    r'"""(?:[^"\\]|\\.|"(?!""))*+(?:"""|\Z)|\'\'\'.*?(?:\'\'\'|\Z)|#[^\n]*|"(?:[^"\\\n]|\\.)*+"?|\'[^\'\n]*\'?',
    re.DOTALL,
)
_PART = r"(?:[\w-]+|\"[^\"\n]*\"|'[^'\n]*')"
_KEY = regex(rf"\s*({_PART}(?:[ \t]*\.[ \t]*{_PART})*)[ \t]*=")
_HEADER = regex(rf"\s*(\[\[?)[ \t]*({_PART}(?:[ \t]*\.[ \t]*{_PART})*)[ \t]*\]\]?\s*\Z")
_PARTS = regex(_PART)
_HIDDEN = {ord(each): 0xE000 + ord(each) for each in "[]{}=\"'"}
_SHOWN = {hidden: shown for shown, hidden in _HIDDEN.items()}


class Toml:
    """A text as TOML: its table, and where its keys are. It never raises; what is no TOML has a problem."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.table: dict[str, Any] = {}
        self.problem = ""
        try:
            self.table = _parsed(text)
        except tomllib.TOMLDecodeError as error:
            self.problem = f"it is no TOML: {error}"
        except (ValueError, RecursionError, MemoryError, OverflowError) as error:
            self.problem = f"it cannot be read as TOML ({type(error).__name__}: {error})"

    def line(self, *keys: str) -> int:
        """Return the line of a key, that of the nearest around it where it has none, 0 for none."""
        return next((self._lines[keys[:end]] for end in range(len(keys), 0, -1) if keys[:end] in self._lines), 0)

    @cached_property
    def _lines(self) -> dict[tuple[str, ...], int]:
        found: dict[tuple[str, ...], int] = {}
        for keys, line in _keys(self._text):
            found.setdefault(keys, line)
        implied: dict[tuple[str, ...], int] = {}
        for keys, line in found.items():
            for end in range(1, min(len(keys), MOST_PARTS)):
                implied.setdefault(keys[:end], line)
        return implied | found


def _parsed(text: str) -> dict[str, Any]:
    for line in text.splitlines():
        if len(line) > MOST_DOTS and _STRINGS.sub("", line).count(".") > MOST_DOTS:
            raise ValueError("a line with too many dots")
    return tomllib.loads(text)


def _keys(text: str) -> Iterator[tuple[tuple[str, ...], int]]:
    """Yield every key that begins a line, with all that stand before it in its path; arrays of tables are counted."""
    table: tuple[str, ...] = ()
    depth = 0
    counts: Counter[tuple[str, ...]] = Counter()
    for number, line in enumerate(_STRINGS.sub(_shortened, text).split("\n"), 1):
        if depth <= 0 and (header := _HEADER.match(line)):
            table = _split(header[2])
            depth = 0
            yield table, number
            if header[1] == "[[":
                table = (*table, str(counts[table]))
                counts[table[:-1]] += 1
                yield table, number
            continue
        if depth <= 0 and (key := _KEY.match(line)):
            yield (*table, *_split(key[1])), number
        depth += sum(line.count(each) for each in "[{") - sum(line.count(each) for each in "]}")


def _shortened(found: re.Match[str]) -> str:
    """Return what stands in for a text or a comment: its lines, or itself without syntax where it may be a key."""
    text = found[0]
    if text[0] == "#" or text[:3] in ('"""', "'''"):
        return "\n" * text.count("\n")
    return f"{text[0]}{text[1:-1].translate(_HIDDEN)}{text[0]}"


def _split(keys: str) -> tuple[str, ...]:
    return tuple(each.strip("\"'").translate(_SHOWN) for each in _PARTS.findall(keys))
