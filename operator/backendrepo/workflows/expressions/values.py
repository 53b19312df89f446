"""What an expression can come to: GitHub's kinds of value, and values that only a run could tell, with what is known.

Arrays are tuples and numbers are floats. Coercion and comparison are those of the documentation ("Evaluate expressions
in workflows and actions", Operators); a question about an unknown value has three answers, None for "may be".
"""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from backendrepo.lazy import regex


class Like(Enum):
    """A text that is not known, but whose kind is."""

    HOME = "the repository itself, whose name is not known"
    OWNER = "its owner, whose name is not known"
    FORK = "a fork of the repository"
    PERSON = "somebody who is no bot"


@dataclass(frozen=True)
class Unknown:
    """A value that only a run could tell, by the expression that asks for it, and what is known of it even so."""

    text: str
    prefix: str = ""
    suffix: str = ""
    truth: bool | None = None
    among: tuple["Value", ...] = ()
    """All that it can be, where that is known."""
    like: Like | None = None


class Record:
    """An object, whose keys are compared without case. `open` where it has more keys than are known, by its name."""

    __slots__ = ("_values", "open")

    def __init__(self, values: Mapping[str, "Value"] | Iterable[tuple[str, "Value"]] = (), open: str = "") -> None:  # noqa: A002
        self._values = {key.lower(): (key, value) for key, value in dict(values).items()}
        self.open = open

    def get(self, key: str) -> "Value":
        """Return the value of a key: null where there is none, unknown where there may be one."""
        found = self._values.get(key.lower())
        if found:
            return found[1]
        return Unknown(f"{self.open}.{key}") if self.open else None

    def items(self) -> tuple[tuple[str, "Value"], ...]:
        """Return what is known, in its order."""
        return tuple(self._values.values())

    def updated(self, values: Mapping[str, "Value"]) -> "Record":
        """Return it with other values."""
        return Record({**dict(self.items()), **values}, self.open)


class Many(tuple["Value", ...]):
    """What `.*` gives: what is asked of it is asked of each."""

    __slots__ = ()


Value: TypeAlias = "bool | float | str | tuple[Value, ...] | Record | Unknown | None"
Answer: TypeAlias = "bool | None"


def truth(value: Value) -> Answer:
    """Return whether a value counts as true."""
    if isinstance(value, Unknown):
        if value.among:
            return agreed(truth(each) for each in value.among)
        return True if value.prefix or value.suffix or value.like else value.truth
    if isinstance(value, float):
        return value != 0 and not math.isnan(value)
    return value not in (None, False, "")


def agreed(answers: Iterable[Answer]) -> Answer:
    """Return the answer that all give, None where they differ."""
    found = set(answers)
    return found.pop() if len(found) == 1 else None


def text(value: Value) -> str | None:
    """Return a value as a text has it, None where it is unknown."""
    if isinstance(value, Unknown):
        return None
    if isinstance(value, float):
        return "NaN" if math.isnan(value) else _infinity(value) or f"{value or 0.0:.15G}"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Record):
        return "Object"
    return "Array" if isinstance(value, tuple) else value or ""


def upper(text: str) -> str:
    """Return a text as comparisons see it: in upper case, one letter for each, the dotless i left alone."""
    return text.upper() if text.isascii() else "".join(map(_upper, text))


def _upper(letter: str) -> str:
    upper = letter.upper()
    return upper if len(upper) == 1 and letter != "\N{LATIN SMALL LETTER DOTLESS I}" else letter


def _infinity(value: float) -> str:
    return ("-" if value < 0 else "") + "Infinity" if math.isinf(value) else ""


_NUMBER = regex(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?|[-+]?Infinity")
_RADIX = regex(r"0x[0-9a-fA-F]{1,8}|0o[0-7]{1,11}")


def number(value: Value) -> float:
    """Return a known value as a number; NaN where it is none."""
    if isinstance(value, str):
        stripped = value.strip()
        if _RADIX.fullmatch(stripped):
            return float(int(stripped, 0))
        return float(stripped or 0) if not stripped or _NUMBER.fullmatch(stripped) else math.nan
    if value is None or isinstance(value, float):
        return float(value or 0)
    return float(value) if isinstance(value, bool) else math.nan


def equal(left: Value, right: Value) -> Answer:
    """Return whether two values are equal, as `==` has it: without case, and coerced to numbers across kinds."""
    if isinstance(left, Unknown):
        return _both_unknown(left, right) if isinstance(right, Unknown) else _may_equal(left, right)
    if isinstance(right, Unknown):
        return _may_equal(right, left)
    if isinstance(left, tuple | Record) or isinstance(right, tuple | Record):
        return left is right
    if isinstance(left, str) and isinstance(right, str):
        return upper(left) == upper(right)
    return number(left) == number(right)


def _both_unknown(left: Unknown, right: Unknown) -> Answer:
    if left == right:
        return True
    return False if {left.like, right.like} == {Like.HOME, Like.FORK} else None


def _may_equal(unknown: Unknown, known: Value) -> Answer:
    if unknown.among:
        return agreed(equal(each, known) for each in unknown.among)
    if isinstance(known, str):
        return _may_read(unknown, known)
    return False if known is None and truth(unknown) else None


def _may_read(unknown: Unknown, known: str) -> Answer:
    """Whether an unknown text is a known one. A name that is compared with the repository's is taken for its own."""
    low = known.lower()
    if not (low.startswith(unknown.prefix.lower()) and low.endswith(unknown.suffix.lower())):
        return False
    if unknown.like in (Like.HOME, Like.OWNER):
        return bool(known)
    bot = unknown.like is Like.PERSON and low.endswith("[bot]")
    return False if bot or unknown.like is Like.FORK or (not known and truth(unknown)) else None


def ordered(left: Value, right: Value, holds: Callable[[float, float], bool]) -> Answer:
    """Return whether two values stand in an order, as `<` and its kin have it."""
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        return None
    if isinstance(left, str) and isinstance(right, str):
        low, high = upper(left), upper(right)
        return holds((low > high) - (low < high), 0)
    return holds(number(left), number(right))
