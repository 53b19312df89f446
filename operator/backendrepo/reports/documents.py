"""Rows as the standard's four artifacts.

Each repository is one line of the JSON and one of the table, so that a rollup grows by what its rows are and a change
of one is a change of a line. What is written of a repository is foreign text.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from backendrepo.artifacts import CONFORMANCE, ROLLUP
from backendrepo.controls import catalogue
from backendrepo.controls.words import few
from backendrepo.findings import Severity
from backendrepo.formats.json import SCHEMA_VERSION
from backendrepo.formats.markdown import escaped
from backendrepo.parameters import TARGETS
from backendrepo.reports.rows import COUNTS, Row
from backendrepo.rollup import SCHEMA_VERSION as ROLLUP_VERSION
from backendrepo.rollup import SEVERITIES, left_out

FEW = 3
"""Controls that a table names of one repository."""

KEPT = 4_096
"""Rows whose lines are kept; some 4 KB each. A larger fleet is written all the same, in more time."""

NAMES = (f"{CONFORMANCE}.json", f"{CONFORMANCE}.md", f"{ROLLUP}.json", f"{ROLLUP}.md")
"""The artifacts, in the order of `pieces`."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """What a row is in each of the four artifacts, in their order: a line."""

    result: str
    told: str
    entry: str
    told_vulnerable: str
    weight: int
    """The bytes that the row adds to the four artifacts together, and to the index."""


@lru_cache(KEPT)
def pieces(row: Row) -> Pieces:
    """Return the lines of a row; a rollup is written anew for each change, and most of its rows are as they were."""
    made = line(result(row)), told(row), line(entry(row)), told_vulnerable(row)
    lines = (*made, line(row.repository), line(row.key[0]))
    return Pieces(*made, weight=sum(len(each.encode()) + len(",\n    ") for each in lines))


def documents(rows: Sequence[Row]) -> dict[str, str]:
    """Return the four artifacts of rows, one at least."""
    known = [pieces(row) for row in rows]
    made = (
        conformance(rows, (each.result for each in known)),
        conformance_page(rows, lines=(each.told for each in known)),
        vulnerabilities(rows, (each.entry for each in known)),
        vulnerabilities_page(rows, lines=(each.told_vulnerable for each in known)),
    )
    return {name: "".join(parts) for name, parts in zip(NAMES, made, strict=True)}


def weight(row: Row) -> int:
    """Return the bytes that a row adds to the four artifacts together, and to the index."""
    return pieces(row).weight


def line(value: object) -> str:
    """Return plain data as JSON on one line of ASCII."""
    return json.dumps(value)


def conformance(rows: Sequence[Row], results: Iterable[str]) -> Iterator[str]:
    """Yield the text of `backend-standards-conformance.json`; `results` has the line of each row."""
    head = {
        "schema_version": SCHEMA_VERSION,
        "generated_at": latest(rows),
        "standard": standards(rows),
        "required_make_targets": list(TARGETS),
    }
    return _document(head, backend_repos=(line(row.repository) for row in rows), results=results)


def vulnerabilities(rows: Sequence[Row], repos: Iterable[str]) -> Iterator[str]:
    """Yield the text of `dependency-vulnerability-rollup.json`; `repos` has the line of each row."""
    return _document(_head(rows), repos=repos)


def conformance_page(
    rows: Sequence[Row], sections: Iterable[str] = (), lines: Iterable[str] | None = None
) -> Iterator[str]:
    """Yield the text of `backend-standards-conformance.md`; `sections` say more of single repositories.

    `lines` are those of the rows in the table, where they are at hand.
    """
    yield f"# Backend standards conformance\n\nStandard {escaped(standards(rows))}, generated {_day(latest(rows))}.\n\n"
    yield "| Repository | Status | Level | Passed | Failing | Waived | Commit | Scanned | Left to do | Report |\n"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n"
    yield from (f"{each}\n" for each in lines or map(told, rows))
    yield from sections


def vulnerabilities_page(
    rows: Sequence[Row], sections: Iterable[str] = (), lines: Iterable[str] | None = None
) -> Iterator[str]:
    """Yield the text of `dependency-vulnerability-rollup.md`; `sections` and `lines` as in `conformance_page`."""
    oldest = _head(rows)["advisories_at"]
    data = f"advisory data of {_day(oldest)}" if oldest else "no advisory data"
    yield "# Dependency vulnerability rollup\n\n"
    yield f"{escaped(standards(rows))}, generated {_day(latest(rows))}, {data}.\n\n"
    yield f"| Repository | Status | {' | '.join(name.capitalize() for name in SEVERITIES)} | Scanned | Remark |\n"
    yield f"| --- | --- |{' --- |' * (len(SEVERITIES) + 2)}\n"
    yield from (f"{each}\n" for each in lines or map(told_vulnerable, rows))
    yield from sections


def result(row: Row) -> dict[str, Any]:
    """Return a row as an entry of `results`."""
    return {
        "repo": row.repository,
        "status": row.status,
        **({"reason": row.why} if row.why else {}),
        "missing": list(row.missing),
        "commit": row.commit,
        "generated_at": row.moment,
        "level": row.level,
        "held_back_by": list(row.held_back_by),
        "counts": dict(zip(COUNTS.values(), row.counts, strict=True)),
        "controls": [_control(*each) for each in row.open],
        "left_out": {},
        **about(row),
    }


def entry(row: Row) -> dict[str, Any]:
    """Return a row as an entry of `repos`."""
    known = row.vulnerable
    word, why = ("missing-repo", row.why) if row.why else (known.word, known.why)
    return {
        "repo": row.repository,
        "status": word,
        **({"reason": why} if why else {}),
        "counts": dict(zip(SEVERITIES, known.counts, strict=True)),
        "manifests": [],
        "advisories": [],
        **left_out(advisories=sum(known.counts)),
        **({} if row.why else {"scanned_at": row.moment}),
        **about(row),
    }


def about(row: Row) -> dict[str, Any]:
    """Return the fields that an entry of either document has in a rollup of the cluster only."""
    return {**({"report": row.report} if row.report else {}), "standard": row.standard, "out_of_date": row.old}


def told(row: Row) -> str:
    """Return a row's line of the conformance table."""
    if row.why:
        cells = ("", "", "", "", "", "never", escaped(row.why), "")
    else:
        left = few([f"`{control}`" for control, _ in row.open], FEW)
        failing, commit = str(row.counts[list(COUNTS).index("fail")]), escaped(row.commit[:12])
        cells = (row.level, row.passed, failing, str(row.waived), commit, _scanned(row), left, row.report)
    return f"| {' | '.join((escaped(row.repository), row.status, *cells))} |"


def told_vulnerable(row: Row) -> str:
    """Return a row's line of the table of vulnerabilities."""
    known = entry(row)
    looked = known["status"] in ("ok", "gap") or any(known["counts"].values())  # a zero that nobody looked for is none
    counts = (str(count) if looked else "" for count in known["counts"].values())
    scanned = "never" if row.why else _scanned(row)
    cells = (escaped(row.repository), known["status"], *counts, scanned, escaped(known.get("reason", "")))
    return f"| {' | '.join(cells)} |"


def latest(rows: Sequence[Row]) -> str:
    """Return the latest moment of rows: a rollup without anything new is the same at any time."""
    return max(row.moment for row in rows)


def standards(rows: Sequence[Row]) -> str:
    """Return the standards of rows, a few of them by name."""
    names = sorted({row.standard for row in rows})
    more = [f"{len(names) - FEW} more"] if len(names) > FEW else []
    return ", ".join([*names[:FEW], *more])


def _head(rows: Sequence[Row]) -> dict[str, Any]:
    known = [row.vulnerable.advisories_at for row in rows if row.vulnerable.advisories_at]
    return {
        "schema_version": ROLLUP_VERSION,
        "generated_at": latest(rows),
        "target": standards(rows),
        "advisories_at": min(known, default=None),
    }


def _document(head: Mapping[str, object], **lists: Iterable[str]) -> Iterator[str]:
    """Yield a JSON object: first its small fields, then its lists, whose items are given as lines."""
    yield "{" + ",".join(f'\n  "{name}": {line(value)}' for name, value in head.items())
    for name, items in lists.items():
        yield f',\n  "{name}": ['
        for number, item in enumerate(items):
            yield f"{',' if number else ''}\n    {item}"
        yield "\n  ]"
    yield "\n}\n"


def _control(control: str, outcome: str) -> dict[str, Any]:
    severity = _severities().get(control, Severity.LOW)
    known = {"id": control, "outcome": outcome, "severity": severity, "waived": False}
    return known | {"summary": "", "evidence": [], "fix": ""}


@cache
def _severities() -> Mapping[str, Severity]:
    return {control.id: control.severity for control in catalogue()}


def _scanned(row: Row) -> str:
    return f"{_day(row.moment)}{' (out of date)' if row.old else ''}"


def _day(moment: str) -> str:
    """Return a moment, as Kubernetes writes it, as people read it."""
    return f"{moment[:10]} {moment[11:16]} UTC"
