"""BackendRepos, reports and results to keep, small and as large as they come."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from backendrepo.advisories import Advisories, Advisory, Covered
from backendrepo.api.backendrepo import BackendRepo
from backendrepo.checks import Checks
from backendrepo.findings import Evidence, Finding, Report, Severity, Waiver, failed, partial, passed
from backendrepo.manifests.dependency import PYPI, Dependency
from backendrepo.scanned import Scanned

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
REPORT = Report(
    repository="acme/payments",
    standard="backend-foundation",
    generated_at=NOW,
    commit="0123456789abcdef" * 2 + "01234567",
    findings=(
        Finding("commands/lint", Severity.MEDIUM, passed("Lint runs.", Evidence("Makefile", 3, "lint:"))),
        Finding("gates/coverage", Severity.CRITICAL, failed("No threshold.", fix="Add one.")),
        Finding(
            "gates/e2e-tests",
            Severity.HIGH,
            failed("There are none.", fix="Write one."),
            Waiver("gates/e2e-tests", "Until PAY-812", "payments-team", date(2027, 1, 31)),
            waived=True,
        ),
        Finding("testing/pyramid", Severity.LOW, partial("Few unit tests.", fix="Write more.")),
    ),
    left_out={"governance/no-bypass": "needs settings"},
)
LEAKY = Dependency("leaky", "1.0", PYPI, Evidence("requirements.txt", 3))
ADVISORIES = Advisories(
    (Covered(LEAKY, (Advisory("GHSA-1", ("CVE-1",), Severity.CRITICAL, fixed=("1.1",)),)),),
    manifests=("requirements.txt",),
    fetched_at=NOW,
)
SCANNED = Scanned(REPORT, Checks(gates=("lint",)), ADVISORIES)


def repo(name: str = "payments", namespace: str = "team", uid: str = "u-1", **metadata: Any) -> BackendRepo:
    """A BackendRepo of acme/payments."""
    about = {"name": name, "namespace": namespace, "uid": uid, **metadata}
    return BackendRepo.model_validate({"metadata": about, "spec": {"repository": "acme/payments"}})


def renamed(repository: str) -> Scanned:
    """What a scan of another repository learnt."""
    return replace(SCANNED, report=replace(REPORT, repository=repository))


def raw(number: int = 1, namespace: str = "team", **status: Any) -> dict[str, Any]:
    """A BackendRepo as the store has it, scanned an hour before NOW."""
    scanned = {
        "scan": {"lastScan": "2026-11-24T11:00:00Z", "commit": "0123456789abcdef"},
        "conformance": {
            "level": "Silver",
            "status": "partial",
            "passed": "31/38",
            "counts": {"pass": 31, "partial": 1, "fail": 5, "unknown": 1, "notApplicable": 2, "waived": 3},
            "failing": ["gates/coverage", "commands/lint", "parity/python-version", "testing/pyramid"],
            "partial": ["testing/pyramid"],
            "unknown": ["parity/python-version"],
            "heldBackBy": ["gates/coverage"],
            "reportRef": {"name": f"repo-{number}-conformance"},
        },
        "vulnerabilities": {"grave": 1, "critical": 1, "medium": 2, "advisoriesAt": "2026-11-24T10:00:00Z"},
    }
    return {
        "metadata": {
            "name": f"repo-{number}",
            "namespace": namespace,
            "uid": f"uid-{number}",
            "resourceVersion": "1",
            "creationTimestamp": "2026-11-01T00:00:00Z",
        },
        "spec": {"repository": f"acme/repo-{number}", "standardRef": {"name": "backend-foundation"}},
        "status": scanned | status,
    }
