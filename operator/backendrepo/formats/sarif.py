"""SARIF 2.1.0, for GitHub code scanning: what is left to do as results, waivers as suppressions.

Source: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0".
"""

import json
from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

from backendrepo.controls import Control, catalogue
from backendrepo.findings import Evidence, Finding, Outcome, Report, Severity

LEVELS = {Severity.CRITICAL: "error", Severity.HIGH: "error", Severity.MEDIUM: "warning", Severity.LOW: "note"}
SCORES = {Severity.CRITICAL: "10.0", Severity.HIGH: "7.5", Severity.MEDIUM: "5.0", Severity.LOW: "2.5"}
SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def render(reports: Sequence[Report]) -> str:
    """Return the reports as one log, with a run for each repository."""
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(report) for report in reports]}
    return json.dumps(log, indent=2, ensure_ascii=False) + "\n"


def _run(report: Report) -> dict[str, Any]:
    return {
        "tool": {
            "driver": {
                "name": "backendrepo",
                "semanticVersion": version("backendrepo"),
                "rules": [_rule(control) for control in catalogue()],
            }
        },
        "automationDetails": {"id": f"backendrepo/{report.repository}/"},
        "results": [_result(finding) for finding in report.findings if not finding.good],
    }


def _rule(control: Control) -> dict[str, Any]:
    return {
        "id": control.id,
        "shortDescription": {"text": control.title},
        "help": {"text": control.page, "markdown": control.page},
        "defaultConfiguration": {"level": LEVELS[control.severity]},
        "properties": {"security-severity": SCORES[control.severity]},
    }


def _result(finding: Finding) -> dict[str, Any]:
    judged = finding.judgement
    fix = f"\n\nHow to fix:\n{judged.fix}" if judged.fix else ""
    return {
        "ruleId": finding.control,
        "level": "note" if judged.outcome is Outcome.UNKNOWN else LEVELS[finding.severity],
        "kind": "fail" if judged.outcome in (Outcome.FAIL, Outcome.PARTIAL) else "review",
        "message": {"text": f"{judged.summary}{fix}"},
        "locations": [_location(evidence) for evidence in judged.evidence[:10]] or [_location(Evidence("Makefile"))],
        **({"suppressions": [_suppression(finding)]} if finding.waived else {}),
    }


def _location(evidence: Evidence) -> dict[str, Any]:
    region = {"region": {"startLine": evidence.line}} if evidence.line else {}
    return {"physicalLocation": {"artifactLocation": {"uri": evidence.path}, **region}}


def _suppression(finding: Finding) -> dict[str, Any]:
    waiver = finding.waiver
    text = f"{waiver.reason} ({waiver.owner}, until {waiver.expires})" if waiver else ""
    return {"kind": "external", "status": "accepted", "justification": text}
