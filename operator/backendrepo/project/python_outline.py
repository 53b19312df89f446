"""The outline of a Python source: the same lines without the bodies of functions, texts and comments.

Parsing costs by the size of a source, and what tests there are is told by their outlines alone.
"""

import re
from collections.abc import Iterator

from backendrepo.lazy import regex

_TEXT = regex(
    r"""(\"""(?:[^"\\]|\\.|"(?!""))*+(?:\"""|\Z)|'''(?:[^'\\]|\\.|'(?!''))*+(?:'''|\Z)"""
    r"""|"(?:[^"\\\n]|\\.)*+"?|'(?:[^'\\\n]|\\.)*+'?|\#[^\n]*)""",
    re.DOTALL,
)
_FUNCTION = regex(r"([ \t]*)(?:async[ \t]+)?def[ \t]")
_WORD = regex(r"([\"'])[\w.-]*\1")
"""A text that may be the name of a mark."""
_GENERIC = regex(r"^([ \t]*(?:(?:async[ \t]+)?def|class)[ \t]+\w+)\[[^\]\n]*\]", re.MULTILINE)
_ALIAS = regex(r"^([ \t]*)type[ \t]+(\w+)(?:\[[^\]\n]*\])?[ \t]*=", re.MULTILINE)
_DEEP = " " * 80
"""Stands before the end of a text of several lines, so that it never looks as if it ended a function."""


def outline(text: str) -> str:
    """Return a source without bodies. Where it is no Python any more, the source itself has to be parsed."""
    return "\n".join(without_bodies(without_texts(text).split("\n")))


def older(text: str) -> str:
    """Return an outline without the syntax of types that is newer than Python 3.11 (PEP 695)."""
    return _ALIAS.sub(r"\1\2 =", _GENERIC.sub(r"\1", text))


def without_texts(text: str) -> str:
    """Return a source without its texts and comments; a word stays, since it may be the name of a mark."""
    parts = _TEXT.split(text)
    parts[1::2] = map(_emptied, parts[1::2])
    return "".join(parts)


def without_long_texts(text: str) -> str:
    """Return a source without its texts of several lines: what begins a line there is code, or a comment."""
    parts = _TEXT.split(text)
    parts[1::2] = (_emptied(part) if "\n" in part else part for part in parts[1::2])
    return "".join(parts)


def _emptied(part: str) -> str:
    if part[0] == "#":
        return ""
    if _WORD.fullmatch(part):
        return part
    lines = "\n" * part.count("\n")
    return f'"""{lines}{_DEEP}"""' if lines else '""'


def without_bodies(lines: list[str]) -> Iterator[str]:
    """Yield the lines of a source that has no texts; those of the bodies of functions are empty."""
    body: int | None = None
    open_brackets = indent = 0
    for line in lines:
        if body is not None:
            bare = line.lstrip()
            if not bare or len(line) - len(bare) > body:
                yield ""
                continue
            body = None
        if not open_brackets:
            begins = _FUNCTION.match(line)
            if not begins:
                yield line
                continue
            indent = len(begins[1])
        open_brackets = max(0, open_brackets + balance(line))
        if open_brackets or not line.rstrip().endswith(":"):
            yield line
        else:
            yield f"{line.rstrip()} pass"
            body = indent


def balance(line: str) -> int:
    """Return how many brackets a line opens, less those that it closes."""
    return sum(map(line.count, "([{")) - sum(map(line.count, ")]}"))
