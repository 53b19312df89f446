"""Which grave vulnerabilities a scan lets pass, by the severities that it is told to fail at.

The standard accepts no known vulnerability that is high or critical.
"""

from collections.abc import Iterable
from contextlib import suppress

LEAST = {"high": 7.0, "critical": 9.0}
"""The grave severities, each with the least CVSS score of it (CVSS v3.1, "Qualitative Severity Rating Scale")."""


def spared(counting: Iterable[str]) -> tuple[str, ...]:
    """Return the grave severities that are not among those that count; nothing where none are named: all count."""
    named = _words(counting)
    return tuple(each for each in LEAST if each not in named) if named else ()


def beneath(least: Iterable[str]) -> tuple[str, ...]:
    """Return the grave severities that are below the least one that fails: its name, or a score."""
    *_, last = ["", *_words(least)]
    with suppress(ValueError):
        return tuple(each for each, score in LEAST.items() if float(last) > score)
    return ("high",) if last == "critical" else ()


def _words(values: Iterable[str]) -> list[str]:
    return [word for value in values for word in value.lower().replace(",", " ").split()]
