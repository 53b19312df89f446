"""Patterns of paths as tools write them: `*`, `**`, `?` and `[…]`, matched in a time that no pattern makes long."""

import re
from collections.abc import Iterable
from functools import lru_cache

from backendrepo.lazy import regex

LONGEST = 500
"""Characters of a pattern; a longer one matches nothing."""

_TOKEN = regex(r"\*\*/|\*+|\[[!^]?\]?+[^\]]*\]|.", re.DOTALL)


def matches(pattern: str, path: str) -> bool:
    """Return whether a pattern matches a whole path. `*` stays within a part, `**` does not."""
    if len(pattern) > LONGEST:
        return False
    reached = {0}
    for token in _tokens(pattern):
        reached = _beyond(token, path, reached)
    return len(path) in reached


def any_matches(patterns: Iterable[str], path: str) -> str:
    """Return the first pattern that matches a path or a folder around it, empty for none."""
    around = [path[: each.start()] for each in re.finditer("/", path)]
    return next((each for each in patterns if any(matches(each, one) for one in (*around, path))), "")


def anchored(pattern: str) -> str:
    """Return a pattern as most tools read it: one without a slash matches at any depth."""
    bare = pattern.removeprefix("./").rstrip("/")
    return bare if "/" in bare else f"**/{bare}"


@lru_cache(1024)
def _tokens(pattern: str) -> tuple[str, ...]:
    return tuple(_TOKEN.findall(pattern))


def _beyond(token: str, path: str, reached: set[int]) -> set[int]:
    """Return where in the path a token may end that begins at one of these places."""
    first = min(reached, default=len(path) + 1)
    if token == "**/":  # noqa: S105 - no password
        return reached | {at + 1 for at in range(first, len(path)) if path[at] == "/"}
    if token.startswith("**"):
        return set(range(first, len(path) + 1))
    if token == "*":  # noqa: S105 - no password
        return _within_part(path, reached)
    return {at + 1 for at in reached if at < len(path) and _one(token, path[at])}


def _within_part(path: str, reached: set[int]) -> set[int]:
    ends = set(reached)
    for at in range(min(reached, default=len(path)), len(path)):
        if at in ends and path[at] != "/":
            ends.add(at + 1)
    return ends


def _one(token: str, character: str) -> bool:
    if token == "?":  # noqa: S105 - no password
        return character != "/"
    if len(token) == 1:
        return token == character
    body = token[1:-1]
    negative = body[0] in "!^"
    return _listed(body[negative:], character) is not negative


def _listed(body: str, character: str) -> bool:
    at = 0
    while at < len(body):
        span = body[at + 1 : at + 2] == "-" and at + 2 < len(body)
        if body[at] <= character <= body[at + 2 * span]:
            return True
        at += 3 if span else 1
    return False
