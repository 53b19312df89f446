"""Where the whole report is, and of when a verdict is, in the words of a message."""

from backendrepo.api.conditions import Truth
from backendrepo.findings import Report
from backendrepo.status.conditions import Verdict
from backendrepo.status.outcomes import Learnt
from backendrepo.status.scanning import OF_THE_REPORT

CONFORMANCE, ROLLUP = "backend-standards-conformance", "dependency-vulnerability-rollup"
"""The artifacts of the report, as `artifacts.py` names them."""


def pointer(what: str, learnt: Learnt, artifact: str) -> str:
    """Return the command that prints an artifact, and what is in it; empty where no ConfigMap holds the report."""
    if not learnt.report_ref:
        return ""
    where = f"kubectl get configmap -n {learnt.namespace} {learnt.report_ref}"
    return f" {what}: {where} -o jsonpath='{{.data.{artifact}\\.md}}'"


def as_of(report: Report, scan: Verdict) -> str:
    """Return of when a verdict is where the latest scan came to none; empty where it did."""
    if scan.status is Truth.TRUE or scan.reason in OF_THE_REPORT:
        return ""
    return f"As of the scan of {report.generated_at:%Y-%m-%d %H:%M} UTC, of the commit {report.commit[:12]}: "
