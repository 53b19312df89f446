"""JSON: the standard's `backend-standards-conformance.json`, with what readers of the original know, and more."""

import json
from collections.abc import Sequence
from typing import Any

from backendrepo.findings import Finding, Outcome, Report

SCHEMA_VERSION = "1.0"
TARGETS = ("lint", "typecheck", "openapi-gate", "test", "ci", "security-audit", "migration-smoke", "migration-apply")


def render(reports: Sequence[Report]) -> str:
    """Return the reports as one JSON document."""
    return json.dumps(document(reports), indent=2, ensure_ascii=False) + "\n"


def document(reports: Sequence[Report]) -> dict[str, Any]:
    """Return the reports, one at least, as plain data."""
    return {
        "schema_version": SCHEMA_VERSION,
        "generated_at": max(report.generated_at for report in reports).isoformat(),
        "standard": reports[0].standard,
        "backend_repos": [report.repository for report in reports],
        "required_make_targets": list(TARGETS),
        "results": [_result(report) for report in reports],
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
    judged, waiver = finding.judgement, finding.waiver
    return {
        "id": finding.control,
        "outcome": judged.outcome.value,
        "severity": finding.severity.value,
        "waived": finding.waived,
        "summary": judged.summary,
        "evidence": [{"path": e.path, "line": e.line, "text": e.text} for e in judged.evidence],
        "fix": judged.fix,
        **(
            {
                "waiver": {
                    "reason": waiver.reason,
                    "owner": waiver.owner,
                    "expires": waiver.expires.isoformat(),
                    "state": waiver.told(report.generated_at.date()),
                }
            }
            if waiver
            else {}
        ),
    }
