"""Automatic variables: `$@`, `$<`, `$^`, `$*` and their like.

Source: GNU make's manual, "Automatic Variables".
"""

from collections.abc import Callable, Iterable
from posixpath import basename, dirname

from backendrepo.makefile.rules import Prerequisite, Rule

_PARTS: tuple[tuple[str, Callable[[str], str]], ...] = (("D", lambda name: dirname(name) or "."), ("F", basename))


def needed(prerequisites: Iterable[Prerequisite]) -> dict[str, str]:
    """Return what stands for the prerequisites of a target."""
    every = [each for each in prerequisites if each.marked]
    needed = [each.marked for each in every if not each.order_only]
    normal = frozenset(needed)
    return {
        "^": " ".join(dict.fromkeys(needed)),
        "+": " ".join(needed),
        "?": " ".join(dict.fromkeys(needed)),
        "|": " ".join(dict.fromkeys(each.marked for each in every if each.order_only and each.marked not in normal)),
    }


def automatic(name: str, rule: Rule, needed: dict[str, str], stem: str) -> dict[str, str]:
    """Return what the automatic variables stand for in the recipe of a rule; `stem` is that of the target."""
    own = next((each.marked for each in rule.prerequisites if each.marked and not each.order_only), "")
    values = needed | {"@": name, "<": own or "".join(needed["+"].split()[:1]), "*": rule.stem or stem, "%": ""}
    return values | {
        f"{sign}{part}": " ".join(filter(None, map(change, values[sign].split())))
        for sign in "@<^*"
        for part, change in _PARTS
    }
