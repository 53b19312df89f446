"""JSON: the standard's `backend-standards-conformance.json`, with what readers of the original know, and more.

Its form is `docs/schemas/backend-standards-conformance.schema.json`.
"""

import json
from collections.abc import Sequence
from typing import Any

from backendrepo.findings import Evidence, Finding, Level, Outcome, Report
from backendrepo.formats import Judged, Missing
from backendrepo.formats.plain import UNSEEN
from backendrepo.parameters import TARGETS

SCHEMA_VERSION = "1.1"
"""A new field raises the second number, anything that a reader could stumble over the first."""


def render(reports: Sequence[Judged]) -> str:
    """Return the reports as one JSON document."""
    return written(document(reports))


def written(value: object) -> str:
    """Return plain data as JSON that UTF-8 can hold and that is harmless on a terminal, whatever names are in it."""
    text = json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    whole = text.encode(errors="replace").decode()  # a name may have halves of letters in it
    return UNSEEN.sub(lambda match: match[0] if match[0] == "\n" else f"\\u{ord(match[0]):04x}", whole)


def document(reports: Sequence[Judged]) -> dict[str, Any]:
    """Return the reports, one at least, as plain data."""
    return {
        "schema_version": SCHEMA_VERSION,
        "generated_at": max(report.generated_at for report in reports).isoformat(),
        "standard": reports[0].standard,
        "backend_repos": [report.repository for report in reports],
        "required_make_targets": list(TARGETS),
        "results": [_missing(each) if isinstance(each, Missing) else _result(each) for each in reports],
    }


def _missing(missing: Missing) -> dict[str, Any]:
    return {
        "repo": missing.repository,
        "status": missing.status,
        "reason": missing.why,
        "missing": [],
        "commit": "",
        "generated_at": missing.generated_at.isoformat(),
        "level": Level.NONE.value,
        "held_back_by": [],
        "counts": {outcome.value: 0 for outcome in Outcome},
        "controls": [],
        "left_out": {},
    }


def _result(report: Report) -> dict[str, Any]:
    return {
        "repo": report.repository,
        "status": report.status,
        "missing": [f.control for f in report.findings if f.judgement.outcome is Outcome.FAIL],
        "commit": report.commit,
        "generated_at": report.generated_at.isoformat(),
        "level": report.level.value,
        "held_back_by": [finding.control for finding in report.holding_back],
        "counts": {outcome.value: count for outcome, count in report.counts.items()},
        "controls": [_control(finding, report) for finding in report.findings],
        "left_out": dict(report.left_out),
    }


def _control(finding: Finding, report: Report) -> dict[str, Any]:
    judged = finding.judgement
    return {
        "id": finding.control,
        "outcome": judged.outcome.value,
        "severity": finding.severity.value,
        "waived": finding.waived,
        "summary": judged.summary,
        "evidence": [_evidence(place) for place in judged.evidence],
        "fix": judged.fix,
        **_waiver(finding, report),
    }


def _evidence(place: Evidence) -> dict[str, Any]:
    return {"path": place.path, "line": place.line, "text": place.text}


def _waiver(finding: Finding, report: Report) -> dict[str, Any]:
    waiver = finding.waiver
    if waiver is None:
        return {}
    told = waiver.told(report.today)
    expires = waiver.expires.isoformat()
    return {"waiver": {"reason": waiver.reason, "owner": waiver.owner, "expires": expires, "state": told}}
