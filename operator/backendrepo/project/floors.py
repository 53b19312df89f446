"""A coverage floor that a configuration sets, and what it lets through."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from backendrepo.findings import Evidence
from backendrepo.lazy import regex
from backendrepo.project.section import number

MOST_DIGITS = 10
"""Decimal places of a total that are told apart."""

_VARIABLE = regex(r"\$\$|\$(\w+)|\$\{(\w+)(?:\?|-([^}]*))?\}")


@dataclass(frozen=True)
class Floor:
    """Percent of the code that has to be covered, as a configuration says it."""

    written: str
    place: Evidence
    how: str
    """What says so, as words: `addopts of pytest`, `the configuration of coverage.py`."""
    folder: str = ""
    """The folder that a run has to be started in for it to hold."""
    precision: int = 0
    """Decimal places that a total is rounded to before it is compared."""
    tool: str = "coverage"
    """Whose it is: `coverage` (read by coverage.py and pytest-cov), or `pytest-cov` (its option in `addopts`)."""

    @property
    def value(self) -> float | None:
        """The number, None where it is none, or only a run could tell."""
        return number(self.written)

    @property
    def unresolved(self) -> bool:
        """Whether it is taken from an environment that only a run has."""
        return "$" in self.written

    @property
    def least(self) -> float | None:
        """The total that it lets through: every total above passes (coverage.py rounds before it compares)."""
        return None if self.value is None else least(self.value, self.precision)

    def given(self, variables: Mapping[str, str]) -> float | None:
        """Return the number in an environment, with the default where a variable has one and is not set."""
        made = substituted(self.written, variables)
        return None if made is None else number(made)


def least(floor: float, precision: int) -> float:
    """Return the total above which a floor lets everything through.

    coverage.py compares `round(total, precision)`, with at least the decimal places of the floor; 100 has to be 100
    (`coverage.results.should_fail_under`).
    """
    if floor <= 0 or floor >= 100:
        return floor
    decimals = len(f"{floor:.10f}".rstrip("0").partition(".")[2])
    return round(floor - 0.5 * 10.0 ** -max(precision, decimals), 12)


def substituted(text: str, variables: Mapping[str, str]) -> str | None:
    """Return a value with its variables filled in as coverage.py does, None where one is not known."""
    known = True

    def value(found: re.Match[str]) -> str:
        nonlocal known
        if found[0] == "$$":
            return "$"
        name, default = found[1] or found[2], found[3]
        known = known and (name in variables or default is not None)
        return variables.get(name, default or "")

    made = _VARIABLE.sub(value, text)
    return made if known else None
