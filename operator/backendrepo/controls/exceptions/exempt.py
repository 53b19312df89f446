"""One ignored advisory."""

import re
from dataclasses import dataclass
from datetime import date

from backendrepo.findings import Evidence
from backendrepo.lazy import regex
from backendrepo.snapshot import Files, Unreadable

ID = (
    r"(?:GHSA(?:-[0-9a-z]{4}){3}|PYSEC-\d{4}-\d+|CVE-\d{4}-\d{4,}|SNYK-[A-Z]+-[A-Z0-9]+-\d+|OSV-\d{4}-\d+|GO-\d{4}-\d+)"
)
"""What ids of advisories look like. Safety has numbers of its own."""

MOST = 1_000
"""Ignored advisories that are read of one file."""

_DAY = regex(r"(?<!\d)(\d{4})-(\d\d)-(\d\d)(?!\d)")
_WORD = regex(r"[^\W\d_]{2,}")


@dataclass(frozen=True)
class Exempt:
    """An advisory that a tool is told to ignore."""

    id: str
    place: Evidence
    reason: str = ""
    expires: date | None = None


def day(text: str) -> date | None:
    """Return the first day that a text has, None where it has none."""
    for match in _DAY.finditer(text):
        try:
            return date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            continue
    return None


def reason(text: str) -> str:
    """Return what a comment says beside ids and days, empty where that is not two words."""
    said = _DAY.sub("", re.sub(ID, "", text, flags=re.IGNORECASE)).strip(" \t#;,.:-")
    return said if len(_WORD.findall(said)) >= 2 else ""


def text_of(files: Files, path: str) -> str:
    """Return a file's text, empty where it is none: what no tool can read tells no tool anything."""
    try:
        return files.read(path) or ""
    except Unreadable:
        return ""
