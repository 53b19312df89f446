"""Telling an assignment from everything else, by Make's own rule: the name, then one of seven operators.

Source: GNU make's manual, "Setting Variables"; its `parse_variable_definition`.
"""

from typing import NamedTuple

from backendrepo.lazy import regex
from backendrepo.makefile.lines import reference_end

_STOP = regex(r"[\s:=+?!$]")
_COLONS = regex(r":{1,3}=")
_OPERATOR = regex(r":{1,3}=|[+?!]?=")
_BLANK = regex(r"\s*")
MODIFIERS = frozenset({"export", "override", "private"})


class Written(NamedTuple):
    """An assignment as it is written."""

    name: str
    operator: str
    text: str
    modifiers: frozenset[str] = frozenset()


def written(text: str) -> Written | None:
    """Return the assignment that a line is, with what stands before its name; None where it is none."""
    rest, modifiers = text.lstrip(), set[str]()
    while not (found := split(rest)):
        word, *more = rest.split(maxsplit=1) or [""]
        if word not in MODIFIERS or not more:
            return None
        modifiers.add(word)
        rest = more[0]
    return found._replace(modifiers=frozenset(modifiers))


def split(text: str) -> Written | None:
    """Return the name, the operator and the text of an assignment without modifiers."""
    at = 0
    while found := _STOP.search(text, at):
        start = found.start()
        match found[0]:
            case "$":
                at = reference_end(text, start)
                continue
            case "+" | "?" | "!" if text[start + 1 : start + 2] != "=":
                at = start + 1
                continue
            case ":" if not _COLONS.match(text, start):
                return None
        operator_at = _BLANK.match(text, start).end()  # type: ignore[union-attr]
        operator = _OPERATOR.match(text, operator_at)
        if not operator or not text[:start]:
            return None
        return Written(text[:start], operator[0], text[operator.end() :].lstrip())
    return None
