"""The little arithmetic that scripts count failures with: `n + 1`, `rc | $?`, `n > 0`, `n++`."""

import operator
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from backendrepo.lazy import regex
from backendrepo.shell.marks import opaque

MOST = 9
"""Counts stop here, so that a variable has few values."""

_OPERAND = r"\s*(?:\$\{?)?(\w+(?:\[\d+\])?|\?)\}?\s*"
_BINARY = regex(_OPERAND + r"(\|\||&&|==|!=|<=|>=|[-+|<>])" + _OPERAND)
_SINGLE = regex(_OPERAND)
_STEP = regex(r"\s*(?:(\w+)\s*(?:\+\+|--)|(?:\+\+|--)(\w+))\s*")
_SET = regex(r"\s*(\w+)\s*([-+|]?)=(?!=)(.*)", re.DOTALL)

_MEANING: dict[str, Callable[[int, int], int]] = {
    "+": lambda a, b: min(a + b, MOST) if a + b > 0 else a + b,
    "-": operator.sub,
    "|": operator.or_,
    "||": lambda a, b: int(bool(a or b)),
    "&&": lambda a, b: int(bool(a and b)),
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}

Lookup = Callable[[str], "list[tuple[str, int]]"]
"""Tells what a name stands for, and in which worlds."""


class Assigned(NamedTuple):
    """A name, and the expression that is put into it."""

    name: str
    expression: str


def assigned(text: str) -> Assigned | None:
    """Return what `n++`, `n += 2` or `n = 3` assigns; None where nothing is."""
    if found := _STEP.fullmatch(text):
        name = found[1] or found[2]
        return Assigned(name, f"{name} + 1")
    if found := _SET.fullmatch(text):
        return Assigned(found[1], f"{found[1]} {found[2]} {found[3]}" if found[2] else found[3])
    return None


def results(text: str, lookup: Lookup) -> Iterator[tuple[str, int]]:
    """Return what an expression may come to; opaque where it is more than this module knows."""
    if found := _BINARY.fullmatch(text):
        for left, here in _operand(found[1], lookup):
            for right, there in _operand(found[3], lookup):
                yield _calculated(left, found[2], right, text), here & there
    elif found := _SINGLE.fullmatch(text):
        yield from _operand(found[1], lookup)
    else:
        yield opaque(f"$(({text}))"), -1


def _operand(text: str, lookup: Lookup) -> list[tuple[str, int]]:
    return [(text, -1)] if text.isdecimal() else lookup(text)


def _calculated(left: str, sign: str, right: str, text: str) -> str:
    if not (left.isdecimal() and right.isdecimal() and len(left) + len(right) < 20):
        return opaque(f"$(({text}))")
    return str(int(_MEANING[sign](int(left), int(right))))
