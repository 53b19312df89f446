"""GitHub's filter patterns for branches and paths (documentation "Workflow syntax", Filter pattern cheat sheet).

Walks a name once for each part of a pattern, so that no pattern makes it slow.
"""

from collections.abc import Callable, Iterable, Iterator
from enum import Enum
from functools import partial
from typing import NamedTuple

LONGEST = 1_000
"""Characters of a pattern or of a name; longer ones match nothing."""

EVERYTHING = frozenset({"**", "**/*", "**/**"})
"""Patterns that every name matches."""


class _Times(Enum):
    ONCE = ""
    OPTIONAL = "?"
    REPEATED = "+"
    ANY = "*"


class _Part(NamedTuple):
    matches: Callable[[str], bool]
    times: _Times = _Times.ONCE
    folder: bool = False
    """Whether it is `**/`: nothing, or anything up to a slash."""


def selected(patterns: Iterable[str], name: str) -> bool:
    """Return whether a list of patterns takes a name: the last that matches decides, `!` takes it out again."""
    taken = False
    for pattern in patterns:
        negative = pattern.startswith("!")
        if taken is negative and matches(pattern[negative:], name):
            taken = not negative
    return taken


def matches(pattern: str, name: str) -> bool:
    """Return whether a pattern matches a whole name."""
    if max(len(pattern), len(name)) > LONGEST:
        return False
    reached = {0}
    for part in _parts(pattern):
        reached = set(_beyond(part, name, reached))
    return len(name) in reached


def _beyond(part: _Part, name: str, reached: set[int]) -> Iterator[int]:
    """Where in the name a part may end that begins at one of these places."""
    if part.folder:
        first = min(reached, default=len(name))
        return iter(reached | {at + 1 for at in range(first, len(name)) if name[at] == "/"})
    ends = {at + 1 for at in reached if at < len(name) and part.matches(name[at])}
    if part.times in (_Times.REPEATED, _Times.ANY):
        for at in range(min(ends, default=len(name)), len(name)):
            if at in ends and part.matches(name[at]):
                ends.add(at + 1)
    return iter(ends | reached if part.times in (_Times.OPTIONAL, _Times.ANY) else ends)


def _parts(pattern: str) -> list[_Part]:
    parts: list[_Part] = []
    at = 0
    while at < len(pattern):
        rest = pattern[at:]
        if rest.startswith("**/") and pattern[at - 1 : at] in ("", "/"):
            parts.append(_Part(_anything, _Times.ANY, folder=True))
        elif rest.startswith("**"):
            parts.append(_Part(_anything, _Times.ANY))
        elif rest[0] == "*":
            parts.append(_Part(_no_slash, _Times.ANY))
        elif rest[0] in "?+" and parts and parts[-1].times is _Times.ONCE:
            parts[-1] = _Part(parts[-1].matches, _Times(rest[0]))
        else:
            part, length = _one(rest)
            parts.append(part)
            at += length
            continue
        at += 3 if parts[-1].folder else 2 if rest.startswith("**") else 1
    return parts


def _one(rest: str) -> tuple[_Part, int]:
    """Return what matches one character, and how much of the pattern it takes."""
    end = rest.find("]", 2)
    if rest[0] == "[" and end > 0:
        return _Part(partial(_listed, rest[1:end])), end + 1
    if rest[0] == "\\" and len(rest) > 1:
        return _Part(rest[1].__eq__), 2
    return _Part(rest[0].__eq__), 1


def _listed(within: str, character: str) -> bool:
    at = 0
    while at < len(within):
        if within[at + 1 : at + 2] == "-" and at + 2 < len(within):
            if within[at] <= character <= within[at + 2]:
                return True
            at += 3
        else:
            if within[at] == character:
                return True
            at += 1
    return False


def _anything(character: str) -> bool:
    return True


def _no_slash(character: str) -> bool:
    return character != "/"
