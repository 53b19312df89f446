"""The versions that documents about setting a laptop up name: README, CONTRIBUTING, and those on installing."""

import re
from collections.abc import Iterator

from backendrepo.lazy import regex
from backendrepo.project.pythons.statement import Python, Role, Where
from backendrepo.project.pythons.versions import KNOWN, Minor
from backendrepo.project.sources import Sources, Text

NAMES = regex(
    r"([^/]+/)?(README|CONTRIBUTING|INSTALL(ATION)?|DEVELOP(MENT|ING|ER)?|HACKING|SETUP|GETTING[-_]?STARTED)[^/]*"
    r"|(.*/)?docs?/(.*/)?[^/]*"
    r"(contributing|install|develop|setup|set[-_]up|getting[-_]?started|local|quick[-_]?start)[^/]*",
    re.IGNORECASE,
)
"""Paths of documents about setting a laptop up."""

ENDINGS = (".md", ".rst", ".txt", ".adoc", "")

MOST = 100
"""Documents that are read."""

_VERSION = regex(
    r"(?<![\w=.])(?<!lib/)(?<!lib64/)python(?:\s+version)?"
    r"(?:[ \t]{0,9}[-:=@(*_`\[]{0,4}[ \t]{0,9}|%20)(>=|≥|\^|~=?|==?|v)?[ \t]{0,9}"
    r"(3\.\d{1,2})(?:\.\d{1,3}|\.x|\.\*)?(?P<later>[ \t*`)\]]{0,9}(?:\+|%2B|"
    r"(?:or|and)[ \t](?:newer|later|higher|up|upwards|above|greater|more[ \t]recent)))?",
    re.IGNORECASE,
)
_PAST = regex(
    r"\b(no longer|drop(s|ped)?|remov(e|es|ed)|deprecat\w+|end[- ]of[- ]life|eol|until|before|prior|older|unsupported"
    r"|not support\w*|was|were|used to|(migrat|upgrad)\w+ from|since|bug|e\.g\.|example|20[0-2]\d)\b",
    re.IGNORECASE,
)
"""Words of a line that tells of another time, or of no version in particular."""


def documents(sources: Sources) -> Iterator[Python]:
    """Yield what documents say, each version once for a document."""
    paths = (path for path in sources.paths if NAMES.fullmatch(path) and path.lower().endswith(_endings(path)))
    for path in list(paths)[:MOST]:
        source = sources.text(path)
        yield from _stated(source) if source else ()


def _endings(path: str) -> tuple[str, ...]:
    return ENDINGS if "." not in path.rpartition("/")[2] else ENDINGS[:-1]


def _stated(source: Text) -> Iterator[Python]:
    seen: set[tuple[Minor, bool]] = set()
    for number, line in enumerate(source.lines, 1):
        if "ython" not in line or len(line) > 2_000:
            continue
        for found in _VERSION.finditer(line):
            minor = (3, int(found[2].partition(".")[2]))
            later = found[1] in (">=", "≥", "^") or bool(found["later"])
            if (minor, later) in seen or _PAST.search(line):
                continue
            seen.add((minor, later))
            within = frozenset(each for each in KNOWN if each >= minor) if later else frozenset({minor})
            role = Role.RANGE if later else Role.RUNS
            yield Python(source.path, found[0].strip(" *`]["), source.at(number), role, Where.LAPTOP, within)
