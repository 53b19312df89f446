"""A Python source with its plain functions folded: what is left is short, and parses in a fraction of the time.

A function is plain where nothing but its name can matter: undecorated, with nothing in its head but names and simple
types. Those that follow each other become one `pass`, which stands where a function may stand and nowhere else: a
folded source is Python where the outline of the source is.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import accumulate
from keyword import kwlist

from backendrepo.lazy import regex
from backendrepo.project.python_outline import balance, without_bodies, without_long_texts, without_texts

_WORD = "[A-Za-z0-9_]*+"
_KEYWORD = rf"(?:{'|'.join(kwlist)})\b"
_NAME = rf"(?:self\b|(?!{_KEYWORD})[A-Za-z_]{_WORD})"
_OWN = rf"(?:test{_WORD}|(?!__init__\b|{_KEYWORD})[A-Za-z_]{_WORD})"
"""The name of a plain function. A constructor is none: it makes that its class is no class of tests."""
_TYPE = rf"(?:None\b|(?:{_NAME}(?:\.(?=[A-Za-z_])|(?!\.)))++)"
_PARAMETERS = rf"\([ \n]*+(?:{_NAME}(?:: {_TYPE})?+[ \n]*+(?:,[ \n]*+|(?=\))))*+\)"
_ANY_HEAD = rf"(?:def|async def) {_OWN}{_PARAMETERS}(?: -> None)?+:(?:[ \t]*+#[^\n]*+)?+(?=\n|\Z)"
_HEAD = rf"(?>def test{_WORD}\(\):(?=\n)|{_ANY_HEAD})"
"""That of most tests is one of any, tried first because it is matched in half the time."""
_BRACKETS = r"\w++\([^()]*+(?:\([^()]*+\)[^()]*+)*+\)"


def _functions(indent: str, inner: str) -> str:
    """Return what matches functions, by what their lines begin with and what follows a line within one.

    Its groups: plain functions; another one; one whose decorators stand before it.
    """
    plain = rf"(?=def |async def )((?:(?:\n++{indent})?+{_HEAD}{inner})++)"
    other = rf"((?:def|async def) (?:{_BRACKETS})?+[^\n]*+){inner}"
    decorated = rf"@[^\n]*+(?:\n(?!{indent}(?:async|def|class) )[^\n]*+)*+(?:\n{indent}{other})?+"
    return f"{plain}|{other}|{decorated}"


_OUTER = _functions("", r"(?:\n++[ \t#][^\n]*+)*+")
_INNER = _functions(r"\4", r"(?:\n++(?=[ \t#])(?:\4[ \t]|[ \t]*+#)[^\n]*+)*+")
"""Those that are indented. A comment may stand anywhere within one."""
_FUNCTIONS = regex(rf"\n(?:{_OUTER}|( ++)(?:{_INNER}))")
_PLAIN, _OTHERS = (1, 5), (2, 3, 6, 7)
"""Functions by the beginning of their lines, and which groups are which. No character is passed over more than a few
times, whatever they are."""


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
        places = {head: place for head in heads if (place := self.text.find(head)) >= 0}
        return sum(map(self.text.count, places)), self._line(min(places.values())) if places else 0

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
    lines = not any(map(partial(_has, text), ('"""', "'''", "\\\n")))
    return _Folding(text if lines else without_long_texts(text)).done()


def _has(text: str, part: str) -> bool:
    """Whether a part is in a text; one character is found much faster than several, and often there is none."""
    return part[0] in text and part in text


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
            indent, group = found[4] or "", found.lastindex or 0
            if group in _PLAIN and not self._continued(found.start()):
                self._runs[self._lines + 1] = Run(found[0], indent, self._lines + self._left_out + 1)
                self._replace(f"\n{indent}pass", found.end())
            elif group in _OTHERS and (head := _head(found[group])):
                self._keep(found.start(group))
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
