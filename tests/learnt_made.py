"""What is known of a repository's content, made for tests of the status: reports, advisories, scans."""

from datetime import UTC, datetime

import hypothesis.strategies as st

from backendrepo.advisories import Advisories, Advisory, Covered, Uncovered
from backendrepo.api.conformance import ScanState, ScanStatus, WaiverState, WaiverStatus
from backendrepo.api.reasons import ScanReason
from backendrepo.findings import Evidence, Finding, Judgement, Outcome, Report, Severity, Waiver
from backendrepo.manifests.dependency import Dependency, Problem
from backendrepo.status import Learnt

SCANNED = datetime(2026, 11, 24, 3, tzinfo=UTC)
COMMIT = "5f3a" * 10
SCAN = ScanStatus(commit=COMMIT, inputs="ab12", id="scan-payments-api-0123456789ab", started=SCANNED, last_scan=SCANNED)


def finding(
    control: str,
    outcome: Outcome = Outcome.FAIL,
    severity: Severity = Severity.HIGH,
    *,
    places: tuple[Evidence, ...] = (),
    fix: str = "",
    until: Waiver | None = None,
) -> Finding:
    """Return what one control says; `until` is a waiver that is in force."""
    return Finding(
        control, severity, Judgement(outcome, f"What {control} says.", places, fix), until, until is not None
    )


def report(*findings: Finding, **changes: object) -> Report:
    """Return a report of these findings."""
    fields = {"repository": "acme/a", "standard": "backend-foundation", "generated_at": SCANNED, "commit": COMMIT}
    return Report(findings=findings, **{**fields, **changes})  # type: ignore[arg-type]


def dependency(name: str, version: str | None = "1.0", path: str = "requirements.txt") -> Dependency:
    return Dependency(name, version, "PyPI", Evidence(path, 1))


def advisory(number: int, severity: Severity = Severity.CRITICAL, **changes: object) -> Advisory:
    return Advisory(f"GHSA-{number}", severity=severity, **changes)  # type: ignore[arg-type]


def advisories(*found: tuple[Dependency, tuple[Advisory, ...]], **changes: object) -> Advisories:
    """Return what an advisory source said of these dependencies."""
    covered = tuple(Covered(each, known) for each, known in found)
    return Advisories(covered=covered, source="OSV", fetched_at=SCANNED, **changes)  # type: ignore[arg-type]


def learnt(report: Report | None = None, scan: ScanStatus = SCAN, **changes: object) -> Learnt:
    """Return what is known of acme/a, the repository of the BackendRepo team/payments-api."""
    ref = "payments-api-conformance" if report else ""
    fields = {"report_ref": ref, **changes}
    return Learnt("team", "payments-api", scan, report, **fields)  # type: ignore[arg-type]


# Of every kind, for property tests

moments = st.integers(0, 3).map(lambda hours: SCANNED.replace(hour=3 + hours))
awkward = st.sampled_from(["", "x", "línea\n\x1b[31m", "ß" * 3000, "`|<b>@\u202e"])
severities, outcomes = st.sampled_from(Severity), st.sampled_from(Outcome)
controls = st.sampled_from(
    ["gates/coverage", "gates/openapi", "commands/ci", "dependencies/no-critical", "testing/pyramid"]
)
places = st.lists(st.builds(Evidence, awkward, st.integers(0, 9)), max_size=2).map(tuple)
judgements = st.builds(Judgement, outcomes, awkward, places, awkward)
waivers = st.builds(Waiver, controls, awkward, awkward, st.just(SCANNED.date()))


@st.composite
def findings(draw: st.DrawFn, control: str) -> Finding:
    waiver = draw(st.none() | waivers)
    return Finding(control, draw(severities), draw(judgements), waiver, waiver is not None and draw(st.booleans()))


reports = st.lists(controls, unique=True).flatmap(
    lambda ids: st.builds(
        Report,
        repository=st.just("acme/a"),
        standard=st.just("backend-foundation"),
        generated_at=moments,
        findings=st.tuples(*map(findings, ids)),
        commit=st.sampled_from(["", COMMIT]),
        left_out=st.dictionaries(controls, st.sampled_from(["needs settings", "needs advisories"]), max_size=2),
    )
)
dependencies = st.builds(dependency, awkward, st.none() | awkward, awkward)
known = st.lists(
    st.builds(
        Advisory,
        st.sampled_from(["GHSA-1", "GHSA-2", "CVE-3"]),
        severity=severities,
        rated=st.booleans(),
        fixed=st.lists(awkward, max_size=4).map(tuple),
    ),
    max_size=3,
).map(tuple)
advisory_data = st.builds(
    Advisories,
    covered=st.lists(st.builds(Covered, dependencies, known), max_size=3).map(tuple),
    uncovered=st.lists(st.builds(Uncovered, dependencies, awkward), max_size=2).map(tuple),
    problems=st.lists(st.builds(Problem, awkward, st.builds(Evidence, awkward)), max_size=2).map(tuple),
    manifests=st.sampled_from([(), ("requirements.txt",)]),
    source=awkward,
    fetched_at=st.none() | moments,
    failure=awkward,
)
scans = st.builds(
    ScanStatus,
    state=st.sampled_from(ScanState),
    id=st.none() | st.just("scan-a"),
    last_scan=st.none() | moments,
    failures=st.integers(0, 4),
    retry=st.none() | moments,
)
scan_failures = st.tuples(st.sampled_from(ScanReason), awkward.filter(bool))
learnts = st.builds(
    Learnt,
    st.just("team"),
    st.just("payments-api"),
    scans,
    st.none() | reports,
    st.none() | advisory_data,
    trouble=awkward,
    failure=st.none() | scan_failures,
    waivers=st.lists(
        st.builds(WaiverStatus, control=controls, expires=st.just("2026-11-24"), state=st.sampled_from(WaiverState)),
        max_size=3,
    ).map(tuple),
    report_ref=st.sampled_from(["", "payments-api-conformance"]),
    scan_requested_at=st.none() | st.sampled_from("ab"),
)
