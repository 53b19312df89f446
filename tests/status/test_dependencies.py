"""`DependenciesSecure`: what is vulnerable and what to raise; what nobody looked up is never called secure."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from tests.learnt_made import COMMIT, SCANNED, advisories, advisory, dependency, learnt, learnts, report
from tests.strategies import NOW, plan_of

from backendrepo.advisories import Advisories, Uncovered
from backendrepo.api.backendrepo import BackendRepoStatus
from backendrepo.api.conditions import Condition, Truth, Type
from backendrepo.api.conformance import VulnerabilityStatus
from backendrepo.artifacts import artifacts
from backendrepo.findings import Evidence, Severity
from backendrepo.manifests.dependency import Problem
from backendrepo.status import LONGEST_MESSAGE, Governed, Learnt, summarise

IN_SYNC = Governed(1, plan_of())
C, H, M, L = Severity
JINJA, FLASK = dependency("jinja2", "3.1.5"), dependency("flask", "2.0")
CLEAN = advisories((JINJA, ()), manifests=("requirements.txt",))
GRAVE = advisories((JINJA, (advisory(1, C, fixed=("3.1.6",)),)))
AWAY = Advisories(failure="the host is not known")
UNCOVERED = Uncovered(dependency("own", None), "it is not pinned to one version")


def after(*turns: Learnt | None) -> BackendRepoStatus:
    status = BackendRepoStatus()
    for minute, each in enumerate(turns):
        now = NOW + timedelta(minutes=minute)
        status = summarise(status, IN_SYNC, generation=1, requested_at=None, now=now, learnt=each)
    return status


def known(*each: Advisories | None, **changes: Any) -> BackendRepoStatus:
    """Return the status after scans that learnt this of the dependencies."""
    return after(*(learnt(report(), advisories=one, **changes) for one in each))


def secure(status: BackendRepoStatus) -> Condition:
    found = status.condition(Type.DEPENDENCIES_SECURE)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("data", "truth", "reason", "says"),
    [
        (CLEAN, Truth.TRUE, "NoGraveAdvisories", "No critical or high advisory is open, says OSV; dependencies: 1."),
        (Advisories(manifests=("go.sum",)), Truth.TRUE, "NoGraveAdvisories", "The manifests name no dependency."),
        (
            advisories((JINJA, (advisory(1, M),))),
            Truth.TRUE,
            "NoGraveAdvisories",
            "No critical or high advisory is open, says OSV; dependencies: 1.",
        ),
        (
            None,
            Truth.UNKNOWN,
            "AdvisoriesNotRead",
            "Nobody was asked about known vulnerabilities. To have it done, set spec.scan.osvUrl of the"
            " BackendStandard, for example to https://api.osv.dev: names and versions of dependencies are sent there.",
        ),
        (
            AWAY,
            Truth.UNKNOWN,
            "AdvisoriesNotRead",
            "The advisory source gave no answer: the host is not known. The next scan asks again.",
        ),
        (Advisories(), Truth.UNKNOWN, "NotCovered", "There is no manifest that names dependencies."),
    ],
)
def test_each_way_to_stand_has_its_reason(data: Advisories | None, truth: Truth, reason: str, says: str):
    found = secure(known(data, report_ref=""))
    assert (found.status, found.reason, found.message) == (truth, reason, says)


def test_what_is_vulnerable_is_named_with_what_fixes_it_and_where_the_rest_is():
    data = advisories(
        (FLASK, (advisory(3, H, rated=False), advisory(4, L))),
        (JINJA, (advisory(1, C, fixed=("3.1.6", "4.0")), advisory(2, H, fixed=("3.1.6",)), advisory(5, H))),
    )
    assert secure(known(data)).message == (
        "4 grave advisories are open: jinja2 3.1.5 (GHSA-1, critical, fixed in 3.1.6 or 4.0),"
        " flask 2.0 (GHSA-3, unknown severity, no release without it), jinja2 3.1.5 (GHSA-2, high, fixed in 3.1.6)"
        " and 1 more. Raise the dependencies, and lock them."
        " Each with its place: kubectl get configmap -n team payments-api-conformance"
        r" -o jsonpath='{.data.dependency-vulnerability-rollup\.md}'"
    )


def test_the_command_in_the_message_prints_an_artifact_that_the_configmap_has():
    name = secure(known(GRAVE)).message.rpartition(".data.")[2].removesuffix("}'").replace("\\.", ".")
    assert name in artifacts([report()])


def test_one_advisory_is_told_in_the_singular():
    assert secure(known(GRAVE)).message.startswith("1 grave advisory is open: jinja2 3.1.5 (GHSA-1, critical, fixed in")


def test_a_version_in_several_manifests_counts_once():
    again = dependency("jinja2", "3.1.5", "requirements-dev.txt")
    data = advisories((JINJA, (advisory(1, C),)), (again, (advisory(1, C),)))
    assert secure(known(data)).message.startswith("1 grave advisory is open")
    assert known(data).vulnerabilities.grave == 1


def test_what_could_not_be_looked_up_is_named():
    problem = Problem("it is no YAML", Evidence("poetry.lock", 3))
    data = advisories((JINJA, ()), uncovered=(UNCOVERED,), problems=(problem,))
    found = secure(known(data))
    assert (found.status, found.reason) == (Truth.UNKNOWN, "NotCovered")
    assert found.message == (
        "2 entries of the manifests could not be judged: own (it is not pinned to one version),"
        " poetry.lock:3 (it is no YAML). What to do about each, below dependencies/auditable: kubectl get configmap"
        r" -n team payments-api-conformance -o jsonpath='{.data.backend-standards-conformance\.md}'"
    )


def test_what_is_vulnerable_is_told_before_what_could_not_be_looked_up():
    data = advisories((JINJA, (advisory(1, H),)), uncovered=(UNCOVERED,), failure="it stopped answering")
    assert secure(known(data)).reason == "GraveAdvisories"


def test_the_status_counts_by_severity():
    found = (advisory(1, C), advisory(2, H), advisory(3, H, rated=False), advisory(4, M), advisory(5, L))
    assert known(advisories((JINJA, found))).vulnerabilities == VulnerabilityStatus(
        grave=3,
        critical=1,
        high=1,
        unknown=1,
        medium=1,
        low=1,
        open_critical=("GHSA-1 (jinja2 3.1.5)",),
        advisories_at=SCANNED,
    )


@pytest.mark.parametrize(
    ("data", "grave"),
    [
        (CLEAN, 0),
        (advisories((JINJA, (advisory(1, M),)), uncovered=(UNCOVERED,)), None),
        (advisories((JINJA, (advisory(1, H),)), uncovered=(UNCOVERED,)), 1),
    ],
)
def test_a_zero_that_nobody_can_vouch_for_is_not_shown(data: Advisories, grave: int | None):
    assert known(data).vulnerabilities.grave == grave


@pytest.mark.parametrize("data", [None, Advisories(), AWAY, advisories((JINJA, ()), uncovered=(UNCOVERED,))])
def test_where_nothing_is_known_nothing_is_counted(data: Advisories | None):
    assert known(data).vulnerabilities is None


def test_what_was_known_stands_while_the_source_is_away_and_goes_where_nobody_is_to_be_asked():
    assert known(GRAVE, AWAY).vulnerabilities == known(GRAVE).vulnerabilities
    assert secure(known(GRAVE, AWAY)).status is Truth.UNKNOWN
    assert known(GRAVE, None).vulnerabilities is None


def test_the_list_of_critical_ones_is_bounded():
    data = advisories((JINJA, tuple(advisory(number) for number in range(50))))
    assert len(known(data).vulnerabilities.open_critical) == 32
    assert known(data).vulnerabilities.critical == 50


def test_after_a_failed_scan_the_verdict_stands_and_says_of_when_it_is():
    judged = learnt(report(), advisories=GRAVE)
    failed = learnt(report(), advisories=GRAVE, failure=("ScanLost", "Its pod is gone."))
    when = f"As of the scan of 2026-11-24 03:00 UTC, of the commit {COMMIT[:12]}: "
    assert secure(after(judged, failed)).message == when + secure(after(judged)).message


@pytest.mark.parametrize("then", [None, learnt(None)], ids=["an outage", "the report is gone"])
def test_without_a_report_the_verdict_stands(then: Learnt | None):
    judged = learnt(report(), advisories=GRAVE)
    assert secure(after(judged, then)) == secure(after(judged))
    assert after(judged, then).vulnerabilities == after(judged).vulnerabilities


def test_before_the_first_scan_nothing_is_claimed():
    for status in (after(None), after(learnt(None))):
        assert (secure(status).status, secure(status).reason) == (Truth.UNKNOWN, "NotScanned")
        assert status.vulnerabilities is None


def test_a_name_from_a_repository_is_harmless_and_bounded():
    data = advisories((dependency("a\x1b[31m" + "b" * 5000), (advisory(1, C),)))
    assert r"a\x1b[31mbbb" in secure(known(data)).message
    assert len(known(data).vulnerabilities.open_critical[0]) == 200


@given(learnts)
def test_every_message_has_a_length_that_the_api_server_takes(each: Learnt):
    assert 0 < len(secure(after(each)).message) <= LONGEST_MESSAGE
