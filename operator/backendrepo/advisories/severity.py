"""How much a vulnerability weighs: the highest of what its records say.

A record has vectors of CVSS in one or more versions, and GitHub's have a word. The base score counts: what a vector
says of exploits or of an environment is somebody else's environment. Sources: first.org, CVSS v2.0, v3.1 and v4.0
specifications, "Qualitative Severity Rating Scale"; ossf.github.io/osv-schema, "severity[] field"; docs.github.com,
"About the GitHub Advisory database".
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from typing import Any

from backendrepo.advisories.record import dicts
from backendrepo.findings import Severity

_WORDS = {
    "CRITICAL": Severity.CRITICAL,
    "HIGH": Severity.HIGH,
    "MODERATE": Severity.MEDIUM,
    "MEDIUM": Severity.MEDIUM,
    "LOW": Severity.LOW,
}
_RANKS = {severity: rank for rank, severity in enumerate(Severity)}
_BASE_4 = frozenset("AV AC AT PR UI VC VI VA SC SI SA".split())  # noqa: SIM905
_VECTOR = re.compile(r"(?:CVSS:\d\.\d/)?(?:[A-Za-z]{1,3}:[A-Z]{1,4}/)*[A-Za-z]{1,3}:[A-Z]{1,4}")
LONGEST = 512
"""Characters of a vector that is read; the longest of v4.0 has 200."""


def highest(severities: Iterable[Severity]) -> Severity | None:
    """Return the one that weighs most, None where there is none."""
    return min(severities, key=_RANKS.__getitem__, default=None)


def of_record(record: Mapping[str, Any]) -> Severity | None:
    """Return the severity that a record of OSV's schema says, None where it says none."""
    return highest(_said(record))


def of_score(score: float) -> Severity:
    """Return the word for a base score."""
    if score >= 9:
        return Severity.CRITICAL
    if score >= 7:
        return Severity.HIGH
    return Severity.MEDIUM if score >= 4 else Severity.LOW


def base_score(vector: str) -> float | None:
    """Return the base score of a CVSS vector of any version, None where it is none."""
    if len(vector) > LONGEST or not _VECTOR.fullmatch(vector):
        return None
    cvss = import_module("cvss")  # has no types; and a look-up without advisories needs none

    try:
        if vector.startswith("CVSS:4"):
            return float(cvss.CVSS4(_base(vector)).base_score)
        if vector.startswith("CVSS:3"):
            return float(cvss.CVSS3(vector).base_score)
        return float(cvss.CVSS2(vector).base_score)
    except cvss.CVSSError:
        return None


def _base(vector: str) -> str:
    """Return a vector of v4.0 with its base metrics only: the library's score takes the others in."""
    head, *metrics = vector.split("/")
    return "/".join([head, *(metric for metric in metrics if metric.partition(":")[0] in _BASE_4)])


def _said(record: Mapping[str, Any]) -> Iterator[Severity]:
    for holder in (record, *dicts(record.get("affected"))):
        for specific in (holder.get("database_specific"), holder.get("ecosystem_specific")):
            word = specific.get("severity") if isinstance(specific, dict) else None
            if isinstance(word, str) and (known := _WORDS.get(word.upper())):
                yield known
        for vector in dicts(holder.get("severity")):
            score = base_score(vector["score"]) if isinstance(vector.get("score"), str) else None
            if score is not None:
                yield of_score(score)
