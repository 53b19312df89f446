"""A Python source with its plain functions folded: what is left is short, and parses in a fraction of the time.

A function is plain where nothing but its name can matter: undecorated, with nothing in its head but names and simple
types. Those that follow each other become one `pass`, which stands where a function may stand and nowhere else: a
folded source is Python where the outline of the source is.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from keyword import kwlist

from backendrepo.project.python_outline import balance, without_bodies, without_long_texts, without_texts

_WORD = "[A-Za-z0-9_]*+"
_KEYWORD = rf"(?:{'|'.join(kwlist)})\b"
_NAME = rf"(?:self\b|(?!{_KEYWORD})[A-Za-z_]{_WORD})"
_OWN = rf"(?:test{_WORD}|(?!__init__\b|{_KEYWORD})[A-Za-z_]{_WORD})"
"""The name of a plain function. A constructor is none: it makes that its class is no class of tests."""
_TYPE = rf"(?:None\b|(?:{_NAME}(?:\.(?=[A-Za-z_])|(?!\.)))++)"
_PARAMETERS = rf"\([ \n]*+(?:{_NAME}(?:: {_TYPE})?+[ \n]*+(?:,[ \n]*+|(?=\))))*+\)"
_HEAD = rf"(?:def|async def) {_OWN}{_PARAMETERS}(?: -> None)?+:(?:[ \t]*+#[^\n]*+)?+(?=\n|\Z)"
_INNER = r"(?:\n++(?:\1[ \t][^\n]*+|[ \t]*+#[^\n]*+))*+"
"""The lines within a function that is indented as the first group; a comment may stand anywhere."""
_PLAIN = rf"(?=def |async def )((?:(?:\n++\1)?+{_HEAD}{_INNER})++)"
_BRACKETS = r"\w++\([^()]*+(?:\([^()]*+\)[^()]*+)*+\)"
_OTHER = rf"((?:def|async def) (?:{_BRACKETS})?+[^\n]*+){_INNER}"
_DECORATED = rf"@[^\n]*+(?:\n(?!\1(?:async|def|class) )[^\n]*+)*+(?:\n\1{_OTHER})?+"
_FUNCTIONS = re.compile(rf"\n( *+)(?:{_PLAIN}|{_OTHER}|{_DECORATED})")
"""Functions by the beginning of their lines. No character is passed over more than a few times, whatever they are."""


@dataclass(frozen=True)
class Run:
    """Plain functions of one body that follow each other."""

    text: str
    """Theirs; each begins on a line of its own, behind the indentation."""
    indent: str
    line: int
    """That of the first."""

    def starting(self, beginning: str) -> tuple[int, int]:
        """Return how many have names that begin so, and the line of the first of them, 0 where there is none."""
        heads = [f"\n{self.indent}{kind} {beginning}" for kind in ("def", "async def")]
        places = [place for head in heads if (place := self.text.find(head)) >= 0]
        return sum(map(self.text.count, heads)), self._line(min(places)) if places else 0

    def functions(self) -> Iterator[tuple[str, int]]:
        """Yield the name and the line of each."""
        for found in re.finditer(rf"\n{self.indent}(?:async )?def (\w+)", self.text):
            yield found[1], self._line(found.start())

    def _line(self, place: int) -> int:
        return self.line + self.text.count("\n", 0, place)


@dataclass(frozen=True)
class Folded:
    """A source that was made shorter, and what was left out of it."""

    text: str
    runs: dict[int, Run] = field(default_factory=dict)
    """Plain functions by the line of the `pass` that stands for them."""
    shifts: list[tuple[int, int]] = field(default_factory=list)
    """Lines with how many were left out up to the next."""

    def line(self, number: int) -> int:
        """Return the line of the source that a line of the text was."""
        index = bisect_left(self.shifts, (number, 0))
        return number + (self.shifts[index - 1][1] if index else 0)


def folded(text: str) -> Folded:
    """Return a source without its bodies, its plain functions folded."""
    lines = '"""' not in text and "'''" not in text and "\\\n" not in text
    return _Folding(text if lines else without_long_texts(text)).done()


class _Folding:
    """One source on its way to be folded."""

    def __init__(self, text: str) -> None:
        self._text = f"\n{text}"
        self._kept: list[str] = []
        self._lines = self._left_out = self._at = 0
        self._runs: dict[int, Run] = {}
        self._shifts: list[tuple[int, int]] = []

    def done(self) -> Folded:
        """Return it folded."""
        for found in _FUNCTIONS.finditer(self._text):
            self._keep(found.start())
            if found[2] and not self._continued(found.start()):
                self._runs[self._lines + 1] = Run(found[0], found[1], self._lines + self._left_out + 1)
                self._replace(f"\n{found[1]}pass", found.end())
            elif head := _head(found[3] or found[4] or ""):
                self._keep(found.start(3 if found[3] else 4))
                self._replace(f"{head} pass", found.end())
        self._keep(len(self._text))
        rest = "".join(self._kept)[1:]
        return Folded("\n".join(without_bodies(without_texts(rest).split("\n"))), self._runs, self._shifts)

    def _continued(self, place: int) -> bool:
        """Whether a line continues the one before."""
        return self._text[place - 1 : place] == "\\"

    def _keep(self, end: int) -> None:
        """Keep the text up to somewhere."""
        self._replace(self._text[self._at : end], end)

    def _replace(self, new: str, end: int) -> None:
        """Put something in place of the text up to somewhere."""
        lines = new.count("\n")
        left_out = self._text.count("\n", self._at, end) - lines
        self._kept.append(new)
        self._lines += lines
        self._at = end
        if left_out:
            self._left_out += left_out
            self._shifts.append((self._lines, self._left_out))


def _head(text: str) -> str:
    """Return the head of a function whose body follows; empty where that is not sure, or its body is in the line."""
    bare = without_texts(text).rstrip()
    *before, last = accumulate(map(balance, bare.split("\n")))
    return bare if bare.endswith(":") and not last and min(before, default=1) > 0 else ""
