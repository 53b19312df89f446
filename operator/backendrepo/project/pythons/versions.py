"""Minor versions of Python, and the ranges that specifiers allow.

Sources: the packaging specification "Version specifiers"; Poetry's "Dependency specification" (`^`, `~`).
"""

import re
from collections.abc import Callable, Iterable

from backendrepo.lazy import regex

Minor = tuple[int, int]

KNOWN: tuple[Minor, ...] = ((2, 7), *((3, minor) for minor in range(61)))
"""Minor versions that a range may allow."""

LONGEST = 500
"""Characters of a specifier that is read."""

_CLAUSE = regex(
    r"(===|==|~=|!=|<=|>=|<|>|\^|~|=)?\s*v?(\d{1,4}(?:\.(?:\d{1,4}|\*|x))*)(?:\.?(?:a|b|rc|dev|post)\d{0,4})?"
)
_MINOR = regex(r"(?<![\d.])([23])\.(\d{1,2})(?![\d])")


def minors(text: str) -> tuple[Minor, ...]:
    """Return the minor versions that a text names, each once: `3.11.4` and `3.11` name the same."""
    found = ((int(each[1]), int(each[2])) for each in _MINOR.finditer(text))
    return tuple(dict.fromkeys(found))


def compact(text: str) -> Minor | None:
    """Return the version of a name such as `py311`, `cp311` or `311`."""
    found = re.fullmatch(r"(?:py|cp|python)?([23])(\d{1,2})", text)
    return (int(found[1]), int(found[2])) if found else None


def allowed(specifier: str) -> frozenset[Minor] | None:
    """Return the minor versions of which a specifier allows a release, None for what is none.

    Alternatives are parted by `||` or `|`, clauses of one by commas or blanks.
    """
    if len(specifier) > LONGEST:
        return None
    found: set[Minor] = set()
    for alternative in re.split(r"\|\|?", specifier):
        clauses = _clauses(alternative)
        if clauses is None:
            return None
        found.update(minor for minor in KNOWN if all(clause(minor) for clause in clauses))
    return frozenset(found)


def _clauses(text: str) -> list[Callable[[Minor], bool]] | None:
    bare = text.strip().strip("()")
    if bare in ("*", ""):
        return [] if bare else None
    clauses: list[Callable[[Minor], bool]] = []
    for part in re.findall(r"[^\s,]+", re.sub(r"(===|==|~=|!=|<=|>=|<|>|\^|~|=)\s+", r"\1", bare)):
        found = _CLAUSE.fullmatch(part)
        if found is None:
            return None
        clauses.append(_clause(found[1] or "==", found[2].replace("x", "*").split(".")))
    return clauses


def _clause(operator: str, parts: list[str]) -> Callable[[Minor], bool]:
    """Return whether a clause allows some release of a minor version."""
    numbers = [int(part) for part in parts if part != "*"]
    minor: Minor = (numbers[0], numbers[1] if len(numbers) > 1 else 0)
    whole = len(numbers) == 1
    patch = len(numbers) > 2
    if operator in ("==", "===", "=", "~") or (operator == "~=" and patch):
        return lambda each: each[0] == minor[0] and (whole or each == minor)
    if operator == "!=":
        return lambda each: patch or "*" not in parts or each != minor
    if operator in ("^", "~="):
        return lambda each: each[0] == minor[0] and each >= minor
    if operator == "<":
        return lambda each: each < minor or (patch and numbers[2] > 0 and each == minor)
    return lambda each: each <= minor if operator == "<=" else each >= minor


def shown(found: Iterable[Minor]) -> str:
    """Return versions as a sentence names them: `3.11`, `3.11 and 3.12`, `3.10 to 3.13`."""
    listed = sorted(found)
    names = [f"{major}.{minor}" for major, minor in listed]
    if len(listed) > 2 and listed[-1][1] - listed[0][1] == len(listed) - 1:
        return f"{names[0]} to {names[-1]}"
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
