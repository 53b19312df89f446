"""The line that begins a rule: targets, colons, prerequisites, a static pattern, or a variable of the targets.

Source: GNU make's manual, "Rule Syntax", "Static Pattern Rules", "Target-specific Variable Values".
"""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from backendrepo.lazy import regex
from backendrepo.makefile.assignments import Written, written
from backendrepo.makefile.lines import find_outside, words
from backendrepo.makefile.text import stem

_COLON = regex(r"&?::?|[$\\]")
_PLAIN_COLON = regex(r"::?|[$\\]")
_BAR = regex(r"[|$\\]")
_SEMICOLON = regex(r"[;$\\]")


class Header(NamedTuple):
    """The first line of a rule, expanded."""

    targets: list[str]
    prerequisites: Sequence[str] = ()
    order_only: Sequence[str] = ()
    double: bool = False
    static: str = ""
    """The pattern of the targets of a static pattern rule."""
    assignment: Written | None = None
    recipe: str | None = None
    """What stands behind a semicolon that a reference has brought."""

    def stems(self, targets: Iterable[str]) -> dict[str, list[str]]:
        """Return the targets by what the static pattern leaves of them."""
        stems = dict[str, list[str]]()
        for target in targets:
            if (found := stem(self.static, target)) is not None:
                stems.setdefault(found, []).append(target)
        return stems


def header(text: str, expand: Callable[[str], str]) -> Header | None:
    """Return a line, without its own recipe, as the beginning of a rule; None where it has no colon."""
    colon = find_outside(text, _COLON)
    if colon is None:
        return None
    targets = words(expand(text[: colon.start()]))
    rest = text[colon.end() :]
    if assignment := written(rest):
        return Header(targets, assignment=assignment)
    rest, recipe, static = expand(rest), None, ""
    if semicolon := find_outside(rest, _SEMICOLON):
        rest, recipe = rest[: semicolon.start()], rest[semicolon.end() :]
    if second := find_outside(rest, _PLAIN_COLON):
        static, rest = rest[: second.start()].strip(), rest[second.end() :]
    needed, order_only = rest, ""
    if bar := find_outside(rest, _BAR):
        needed, order_only = rest[: bar.start()], rest[bar.end() :]
    return Header(targets, words(needed), words(order_only), colon[0].endswith("::"), static, recipe=recipe)
