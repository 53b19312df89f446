"""`[ … ]`, `test`, `[[ … ]]` and `(( … ))`: in which worlds they hold, as far as the script itself tells.

What asks the machine (files, the environment) may hold and may not. Source: POSIX, `test`; Bash's manual,
"Conditional Constructs".
"""

from collections.abc import Callable, Sequence
from fnmatch import fnmatchcase
from typing import NamedTuple

from backendrepo.lazy import regex
from backendrepo.shell import arithmetic
from backendrepo.shell.expansion import Expansion, Reading
from backendrepo.shell.marks import certain, unresolved
from backendrepo.shell.syntax import Text, Word

_NUMERIC: dict[str, Callable[[int, int], bool]] = {
    "-eq": int.__eq__,
    "-ne": int.__ne__,
    "-gt": int.__gt__,
    "-ge": int.__ge__,
    "-lt": int.__lt__,
    "-le": int.__le__,
}

MOST_WORDS = 50
"""Words of a condition that are looked at."""


LONGEST_PATTERN = 200
"""Characters of a pattern that is tried."""

_EXTENDED = regex(r"\(|\[\^")
"""What patterns of Bash have beyond those of POSIX."""


class Held(NamedTuple):
    """Worlds in which a condition may hold, and in which it may not."""

    true: int
    false: int

    def negated(self) -> "Held":
        """Return the opposite."""
        return Held(self.false, self.true)


def test(words: Sequence[Word], expansion: Expansion, alive: int) -> Held:
    """Return in which worlds the words between the brackets hold."""
    if len(words) > MOST_WORDS:
        return Held(alive, alive)
    plain = [_plain(word) for word in words]
    if at := _outside(plain, ("||", "-o")):
        return _either(words, at, expansion, alive)
    if at := _outside(plain, ("&&", "-a")):
        return _both(test(words[:at], expansion, alive), test(words[at + 1 :], expansion, alive))
    if plain[:1] == ["!"]:
        return test(words[1:], expansion, alive).negated()
    if plain[:1] == ["("] and plain[-1:] == [")"]:
        return test(words[1:-1], expansion, alive)
    return _primary(words, plain, expansion, alive)


def calculation(text: str, expansion: Expansion, alive: int) -> Held:
    """Return in which worlds an arithmetic expression is not zero."""
    true = false = 0
    for result, worlds in arithmetic.results(text, expansion.number):
        true |= worlds if result != "0" else 0
        false |= worlds if result == "0" or unresolved(result) else 0
    return Held(true & alive, false & alive)


def matches(subject: Sequence[Reading], pattern: str) -> Held:
    """Return in which worlds a subject matches a pattern of `case` or `==`."""
    true = false = 0
    for text, worlds in subject:
        known = not unresolved(text + pattern) and len(pattern) <= LONGEST_PATTERN and not _EXTENDED.search(pattern)
        equal = pattern == "*" or (known and fnmatchcase(text, pattern))
        true |= worlds if equal or not known else 0
        false |= worlds if not equal else 0
    return Held(true, false)


def _outside(plain: Sequence[str], signs: tuple[str, ...]) -> int:
    """Return where the first of the signs stands, not in parentheses and not at the beginning; 0 for nowhere."""
    depth = 0
    for at, word in enumerate(plain):
        depth += (word == "(") - (word == ")")
        if at and not depth and word in signs:
            return at
    return 0


def _plain(word: Word) -> str:
    return word[0].value if len(word) == 1 and isinstance(word[0], Text) and not word[0].quoted else ""


def _either(words: Sequence[Word], at: int, expansion: Expansion, alive: int) -> Held:
    left, right = test(words[:at], expansion, alive), test(words[at + 1 :], expansion, alive)
    return _both(left.negated(), right.negated()).negated()


def _both(left: Held, right: Held) -> Held:
    return Held(left.true & right.true, left.false | right.false)


def _primary(words: Sequence[Word], plain: list[str], expansion: Expansion, alive: int) -> Held:
    match plain:
        case []:
            return Held(0, alive)
        case [_] | ["-n", _]:
            return _empty(expansion.readings(words[-1])).negated()
        case ["-z", _]:
            return _empty(expansion.readings(words[1]))
        case [_, "=" | "==" | "!=" as sign, _]:
            held = _equal(expansion.readings(words[0]), expansion.readings(words[2]))
            return held.negated() if sign == "!=" else held
        case [_, sign, _] if sign in _NUMERIC:
            return _compared(expansion.readings(words[0]), sign, expansion.readings(words[2]))
    return Held(alive, alive)


def _empty(readings: Sequence[Reading]) -> Held:
    true = false = 0
    for text, worlds in readings:
        true |= worlds if not certain(text) else 0
        false |= worlds if text else 0
    return Held(true, false)


def _equal(left: Sequence[Reading], right: Sequence[Reading]) -> Held:
    true = false = 0
    for pattern, worlds in right:
        held = matches([(text, each & worlds) for text, each in left if each & worlds], pattern)
        true, false = true | held.true, false | held.false
    return Held(true, false)


def _compared(left: Sequence[Reading], sign: str, right: Sequence[Reading]) -> Held:
    true = false = 0
    for one, here in left:
        for other, there in right:
            known = all(each.isdecimal() and len(each) < 10 for each in (one, other))
            holds = known and _NUMERIC[sign](int(one), int(other))
            true |= here & there if holds or not known else 0
            false |= here & there if not holds else 0
    return Held(true, false)
