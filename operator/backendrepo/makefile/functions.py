"""The text functions of Make, as far as they can be told without running anything.

Where an argument is unresolved the call is, except for functions that look at each word alone. Source: GNU make's
manual, "Functions for Transforming Text".
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from backendrepo.lazy import regex
from backendrepo.makefile import text as texts
from backendrepo.makefile.lines import reference_end
from backendrepo.shell.expansion import answer
from backendrepo.shell.marks import assumed, opaque, unresolved

if TYPE_CHECKING:
    from backendrepo.makefile.variables import Variables

MOST_ROUNDS = 1000
"""Words that `foreach` goes through."""

LONGEST = 256 * 1024
"""Characters that all rounds of a `foreach` may come to."""

_WHICH = regex(r"\s*(?:command -v|which|type -P)\s+([\w.-]+)\s*(?:&?\d?>.*)?")
_COMMA = regex(r"[,$()]")


def arguments(text: str, most: int = 0) -> list[str]:
    """Return the arguments of a call: split at commas outside of parentheses, into at most so many."""
    found, begin, at, depth = list[str](), 0, 0, 0
    while next_ := _COMMA.search(text, at):
        at = next_.end()
        match next_[0]:
            case "$":
                at = max(reference_end(text, next_.start()), at)
            case "(":
                depth += 1
            case ")":
                depth -= 1
            case _ if depth <= 0 and (not most or len(found) < most - 1):
                found.append(text[begin : next_.start()])
                begin = at
    return [*found, text[begin:]]


def call(variables: Variables, name: str, text: str, written: str, depth: int) -> str:
    """Return what a call expands to."""
    if special := _SPECIAL.get(name):
        return special(variables, text, written, depth)
    if name not in texts.FUNCTIONS:
        return opaque(written)
    count, function = texts.FUNCTIONS[name]
    given = [variables.expand(each, depth) for each in arguments(text, count)]
    if len(given) < count or (name not in texts.WORDWISE and any(map(unresolved, given))):
        return opaque(written)
    return function(given) if _bearable(variables, texts.most(name, given)) else variables.exhausted()


def substituted(variables: Variables, before: str, after: str, text: str) -> str:
    """Return what `$(list:before=after)` expands to."""
    if "%" not in before:
        before, after = f"%{before}", f"%{after}"
    bearable = _bearable(variables, texts.most("patsubst", (before, after, text)))
    return texts.replaced(before, after, text) if bearable else variables.exhausted()


def _bearable(variables: Variables, length: int) -> bool:
    """Whether a result may be so long."""
    return variables.budget.spend(length)


def _if(variables: Variables, text: str, written: str, depth: int) -> str:
    given = [*arguments(text, 3), "", ""]
    held = variables.expand(given[0].strip(), depth)
    if not unresolved(held):
        return variables.expand(given[1] if held else given[2], depth)
    likely = variables.expand(given[1], depth) or variables.expand(given[2], depth)
    return assumed(likely) if likely.strip() else ""


def _or(variables: Variables, text: str, written: str, depth: int) -> str:
    for each in arguments(text):
        value = variables.expand(each.strip(), depth)
        if value:
            return value
    return ""


def _and(variables: Variables, text: str, written: str, depth: int) -> str:
    value, certainly = "", True
    for each in arguments(text):
        value = variables.expand(each.strip(), depth)
        if not value:
            break
        certainly &= not unresolved(value)
    return value if certainly else assumed(value)


def _foreach(variables: Variables, text: str, written: str, depth: int) -> str:
    given = arguments(text, 3)
    if len(given) < 3:
        return opaque(written)
    name = variables.expand(given[0], depth).strip()
    words = variables.expand(given[1], depth).split()
    if len(words) > MOST_ROUNDS:
        return variables.exhausted()
    rounds, length = list[str](), 0
    for word in words:
        rounds.append(variables.within({name: word}).expand(given[2], depth))
        length += len(rounds[-1])
        if not variables.budget.spend(len(given[2])) or length > LONGEST:
            return variables.exhausted()
    return " ".join(rounds)


def _call(variables: Variables, text: str, written: str, depth: int) -> str:
    given = [variables.expand(each, depth) for each in arguments(text)]
    name = given[0].strip()
    body = variables.raw(name)
    if unresolved(name) or body is None:
        return opaque(written) if unresolved(name) else ""
    bound = {str(at): each for at, each in enumerate([name, *given[1:]])}
    return variables.within({**dict.fromkeys(map(str, range(10)), ""), **bound}).expand(body, depth, name)


def _eval(variables: Variables, text: str, written: str, depth: int) -> str:
    variables.evaluate(variables.expand(text, depth))
    return ""


def _file(variables: Variables, text: str, written: str, depth: int) -> str:
    """Return nothing for what would write a file, which is not done."""
    return "" if text.lstrip().startswith(">") else opaque(written)


def _nothing(variables: Variables, text: str, written: str, depth: int) -> str:
    return ""


def _value(variables: Variables, text: str, written: str, depth: int) -> str:
    return variables.raw(variables.expand(text, depth).strip()) or ""


def _origin(variables: Variables, text: str, written: str, depth: int) -> str:
    name = variables.expand(text, depth).strip()
    if name in variables.overrides:
        return "command line"
    if variables.get(name):
        return "file"
    if name in variables.environment:
        return "environment"
    return opaque(written) if unresolved(name + variables.value(name)) else "undefined"


def _wildcard(variables: Variables, text: str, written: str, depth: int) -> str:
    patterns = variables.expand(text, depth).split()
    if any(map(unresolved, patterns)):
        return opaque(written)
    return " ".join(path for each in patterns[:MOST_ROUNDS] for path in variables.glob(each))


def _shell(variables: Variables, text: str, written: str, depth: int) -> str:
    """Return what is told of paths (`pwd`, `git rev-parse --show-toplevel`); anything else only a run could tell."""
    script = variables.expand(text, depth)
    if found := _WHICH.fullmatch(script):
        return assumed(found[1])
    told = answer(script, variables.value("CURDIR"))
    return opaque(written) if told is None else told


_SPECIAL: dict[str, Callable[[Variables, str, str, int], str]] = {
    "if": _if,
    "or": _or,
    "and": _and,
    "foreach": _foreach,
    "call": _call,
    "eval": _eval,
    "file": _file,
    "info": _nothing,
    "warning": _nothing,
    "error": _nothing,
    "value": _value,
    "origin": _origin,
    "wildcard": _wildcard,
    "shell": _shell,
}
NAMES = frozenset({*texts.FUNCTIONS, *_SPECIAL, "guile", "flavor", "let", "intcmp"})
"""The functions of Make, those that are not followed included."""
