"""SARIF 2.1.0, for GitHub code scanning: what is left to do as results, waivers as suppressions.

Sources: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0"; docs.github.com, "SARIF support for
code scanning".
"""

from collections.abc import Sequence
from importlib.metadata import version
from typing import Any
from urllib.parse import quote

from backendrepo.controls import Control, catalogue
from backendrepo.findings import Evidence, Finding, Outcome, Severity
from backendrepo.formats import Judged, Missing, places
from backendrepo.formats.json import written
from backendrepo.formats.plain import lines, plain

LEVELS = {Severity.CRITICAL: "error", Severity.HIGH: "error", Severity.MEDIUM: "warning", Severity.LOW: "note"}
SCORES = {Severity.CRITICAL: "10.0", Severity.HIGH: "7.5", Severity.MEDIUM: "5.0", Severity.LOW: "2.5"}
SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
MOST_EVIDENCE = 10


def render(reports: Sequence[Judged]) -> str:
    """Return the reports as one log, with a run for each repository."""
    return written({"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(report) for report in reports]})


def _run(report: Judged) -> dict[str, Any]:
    missing = isinstance(report, Missing)
    findings = [] if isinstance(report, Missing) else [finding for finding in report.findings if not finding.good]
    return {
        "tool": {
            "driver": {
                "name": "backendrepo",
                "semanticVersion": version("backendrepo"),
                "rules": [_rule(control) for control in catalogue()],
            }
        },
        "automationDetails": {"id": f"backendrepo/{plain(report.repository)}/"},
        "invocations": [
            {
                "executionSuccessful": not missing,
                "endTimeUtc": f"{report.generated_at:%Y-%m-%dT%H:%M:%SZ}",
                "toolExecutionNotifications": _notifications(report),
            }
        ],
        "results": [_result(finding) for finding in findings],
    }


def _notifications(report: Judged) -> list[dict[str, Any]]:
    """Return what kept the whole, or single controls, from being judged."""
    if isinstance(report, Missing):
        return [{"level": "error", "message": {"text": plain(report.why)}}]
    return [
        {
            "level": "note",
            "message": {"text": f"{control} was not judged: {plain(lack)}."},
            "associatedRule": {"id": control},
        }
        for control, lack in report.left_out.items()
    ]


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
    undecided = judged.outcome is Outcome.UNKNOWN
    fix = "\n".join(lines(judged.fix))
    return {
        "ruleId": finding.control,
        # SARIF 3.27.9 and 3.27.10: what could not be decided is open, and has no level.
        "kind": "open" if undecided else "fail",
        "level": "none" if undecided else LEVELS[finding.severity],
        "message": {"text": f"{plain(judged.summary)}{f'{chr(10) * 2}How to fix:{chr(10)}{fix}' if fix else ''}"},
        "locations": [_location(place) for place in places(finding, MOST_EVIDENCE)[0]] or [_location(NOWHERE)],
        "partialFingerprints": {"control/v1": finding.control},
        **({"suppressions": [_suppression(finding)]} if finding.waived else {}),
    }


NOWHERE = Evidence("Makefile")
"""Code scanning takes no result without a place; what is absent has none."""


def _location(evidence: Evidence) -> dict[str, Any]:
    region = {"region": {"startLine": evidence.line}} if evidence.line > 0 else {}
    uri = quote(evidence.path, errors="replace")
    return {"physicalLocation": {"artifactLocation": {"uri": uri}, **region}}


def _suppression(finding: Finding) -> dict[str, Any]:
    waiver = finding.waiver
    text = f"{waiver.reason} ({waiver.owner}, until {waiver.expires})" if waiver else ""
    return {"kind": "external", "status": "accepted", "justification": plain(text)}
