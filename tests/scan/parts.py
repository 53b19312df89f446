"""What a scan may have learnt, for tests."""

from datetime import UTC, date, datetime
from typing import Any

from backendrepo.advisories import Advisories, Advisory, Covered, Uncovered
from backendrepo.checks import Checks
from backendrepo.findings import Evidence, Finding, Judgement, Outcome, Report, Severity, Waiver
from backendrepo.manifests import PYPI, Dependency
from backendrepo.manifests.dependency import Problem
from backendrepo.scanned import Scanned
from backendrepo.workflows import Reportable

NOW = datetime(2026, 11, 24, 13, 30, tzinfo=UTC)
WAIVER = Waiver("gates/e2e-tests", "PAY-812", "payments", date(2027, 3, 31))
TOKEN = "ghp_" + "a1B2" * 9


def judgement(**more: Any) -> Judgement:
    return Judgement(**{"outcome": Outcome.FAIL, "summary": "No job runs it.", "fix": "Run it."} | more)


def finding(control: str = "gates/e2e-tests", **more: Any) -> Finding:
    return Finding(control, Severity.HIGH, judgement(**more), WAIVER, waived=True)


def report(*findings: Finding) -> Report:
    return Report("acme/a", "backend-foundation", NOW, findings, "0" * 40, {"governance/no-bypass": "needs settings"})


def scanned(*findings: Finding, **more: Any) -> Scanned:
    return Scanned(**{"report": report(*findings), "checks": Checks()} | more)


def places(count: int, text: str = "x") -> tuple[Evidence, ...]:
    return tuple(Evidence(f"src/f{number}.py", 1, text) for number in range(count))


def checks(*names: str, **more: Any) -> Checks:
    """Checks of jobs that are gates, each reported by every pull request."""
    found = Reportable({name: Evidence(".github/workflows/ci.yml", line) for line, name in enumerate(names, 1)})
    return Checks(**{"gates": names, "on_pull_requests": found, "in_merge_queue": found} | more)


def dependency(number: int) -> Dependency:
    return Dependency(f"package-{number}", "1.0", PYPI, Evidence("requirements.txt", number))


def advisory(number: int, severity: Severity = Severity.HIGH) -> Advisory:
    return Advisory(f"GHSA-{number:04}", (f"CVE-2026-{number:04}",), severity, summary="Bad things happen.")


def advisories(clean: int = 0, hit: int = 0, uncovered: int = 0, problems: int = 0) -> Advisories:
    """Advisories of many dependencies; the last one that has any has a critical one."""
    found = [Covered(dependency(number), (advisory(number),)) for number in range(hit - 1)]
    found += [Covered(dependency(hit), (advisory(hit, Severity.CRITICAL),))] * bool(hit)
    return Advisories(
        covered=(*found, *(Covered(dependency(hit + 1 + number)) for number in range(clean))),
        uncovered=tuple(Uncovered(dependency(number), "it is not pinned") for number in range(uncovered)),
        problems=tuple(Problem("it is no lock", Evidence("uv.lock", number)) for number in range(problems)),
        manifests=("requirements.txt",),
        source="OSV",
        asked_at=NOW,
        fetched_at=NOW,
    )
