"""`ScanSucceeded`: what is waited for, why there is no result, and what is done about it."""

from datetime import timedelta

import pytest
from tests.learnt_made import COMMIT, SCAN, SCANNED, finding, learnt, report
from tests.strategies import NOW, plan_of, told

from backendrepo.api.backendrepo import BackendRepoStatus
from backendrepo.api.conditions import Condition, Truth, Type
from backendrepo.api.conformance import ScanState, ScanStatus
from backendrepo.errors import GitHubUnavailable, RepositoryArchived
from backendrepo.findings import Outcome
from backendrepo.plan import Change
from backendrepo.status import Failed, Governed, Learnt, Suspended, Told, summarise

IN_SYNC = Governed(1, plan_of())
OVERDUE = ("ScanOverdue", "The scan ran into its deadline of 10m. Raise spec.scan.timeout.")
REPORT = report(finding("gates/coverage", Outcome.PASS))

WAITS = ScanStatus(state=ScanState.WAITING)
RUNS = ScanStatus(state=ScanState.RUNNING, id="scan-payments-api-01")
RETRIED = SCAN.model_copy(update={"failures": 1, "retry": SCANNED + timedelta(hours=1)})
GIVEN_UP = SCAN.model_copy(update={"failures": 4})
NEXT = SCAN.model_copy(update={"last_scan": SCANNED + timedelta(hours=3)})


def after(*turns: Learnt | None, outcome: Told = IN_SYNC) -> BackendRepoStatus:
    """Return the status after turns that all came to one outcome."""
    status = BackendRepoStatus()
    for minute, each in enumerate(turns):
        now = NOW + timedelta(minutes=minute)
        status = summarise(status, outcome, generation=1, requested_at=None, now=now, learnt=each)
    return status


def scan_of(status: BackendRepoStatus) -> Condition:
    found = status.condition(Type.SCAN_SUCCEEDED)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("scan", "trouble", "says"),
    [
        (ScanStatus(), "", "The repository was not scanned yet, and no scan is due."),
        (WAITS, "", "The first scan is due and waits for its turn among those of the fleet."),
        (RUNS, "", "The first scan (scan-payments-api-01) is under way."),
        (ScanStatus(state=ScanState.RUNNING), "", "The first scan is under way."),
        (
            RUNS,
            "ImagePullBackOff: no such image.",
            "The first scan (scan-payments-api-01) was started and does not run yet: ImagePullBackOff: no such image.",
        ),
    ],
)
def test_before_the_first_result_it_says_what_is_waited_for(scan: ScanStatus, trouble: str, says: str):
    found = scan_of(after(learnt(scan=scan, trouble=trouble)))
    assert (found.status, found.reason, found.message) == (Truth.UNKNOWN, "NotScanned", says)


@pytest.mark.parametrize("outcome", [Failed(RepositoryArchived("acme/a")), Suspended()], ids=["archived", "suspended"])
def test_where_a_turn_does_not_come_as_far_as_a_scan_it_points_to_ready(outcome: Told):
    for status in (after(None, outcome=outcome), after(learnt(scan=WAITS), None, outcome=outcome)):
        found = scan_of(status)
        assert (found.status, found.reason) == (Truth.UNKNOWN, "NotScanned")
        assert found.message == "The repository was not scanned yet: the condition Ready says what keeps it from being."


def test_a_result_names_the_commit():
    found = scan_of(after(learnt(REPORT)))
    assert (found.status, found.reason) == (Truth.TRUE, "Scanned")
    assert found.message == f"The commit {COMMIT[:12]} was scanned."


def test_a_later_scan_that_waits_or_runs_does_not_change_the_conditions():
    running = SCAN.model_copy(update={"state": ScanState.RUNNING})
    assert after(learnt(REPORT), learnt(REPORT, running)).conditions == after(learnt(REPORT)).conditions


def test_a_later_scan_that_does_not_start_is_told_of():
    found = scan_of(after(learnt(REPORT), learnt(REPORT, trouble="Insufficient memory.")))
    assert found.status is Truth.TRUE
    assert found.message.endswith("The next scan was started and does not run yet: Insufficient memory.")


def test_a_failed_scan_says_why_and_that_it_is_tried_again():
    status = after(learnt(REPORT), learnt(REPORT, RETRIED, failure=OVERDUE))
    found = scan_of(status)
    assert (found.status, found.reason) == (Truth.FALSE, "ScanOverdue")
    assert found.message == f"{OVERDUE[1]} It is tried again; status.scan says when."
    assert status.condition(Type.READY).status is Truth.TRUE
    assert status.condition(Type.STALLED) is None


def test_the_last_failure_says_how_to_ask_for_another_scan_and_takes_ready_back():
    status = after(learnt(scan=GIVEN_UP, failure=OVERDUE))
    message = scan_of(status).message
    assert message.startswith(OVERDUE[1])
    assert message.endswith(
        'kubectl annotate -n team backendrepo payments-api backendrepo.dev/scanRequestedAt="$(date)" --overwrite'
    )
    for kind, truth in ((Type.READY, Truth.FALSE), (Type.STALLED, Truth.TRUE)):
        found = status.condition(kind)
        assert (found.status, found.reason, found.message) == (truth, "ScanOverdue", message)
    assert status.condition(Type.GOVERNANCE_IN_SYNC).status is Truth.TRUE
    assert status.condition(Type.RECONCILING) is None


def test_observed_drift_does_not_hide_that_scans_were_given_up():
    drifted = Governed(1, plan_of([Change("enforceAdmins", False, True)]))
    status = after(learnt(scan=GIVEN_UP, failure=OVERDUE), outcome=drifted)
    assert status.condition(Type.READY).reason == "ScanOverdue"
    assert status.condition(Type.GOVERNANCE_IN_SYNC).reason == "DriftObserved"


@pytest.mark.parametrize("outcome", [Failed(GitHubUnavailable("502")), Suspended()], ids=["outage", "suspended"])
def test_what_stops_the_whole_turn_is_told_before_scans_that_were_given_up(outcome: Told):
    failing = learnt(scan=GIVEN_UP, failure=OVERDUE)
    assert after(failing, outcome=outcome).condition(Type.READY) == told(outcome).condition(Type.READY)


def test_a_failure_stands_while_the_next_scan_is_on_its_way_and_after_a_restart():
    """The turn after knows of no failure any more: what the status says of it is all there is."""
    failed = after(learnt(REPORT, RETRIED, failure=OVERDUE))
    for later in (RETRIED, RETRIED.model_copy(update={"state": ScanState.RUNNING, "retry": None, "failures": 0})):
        assert scan_of(after(learnt(REPORT, RETRIED, failure=OVERDUE), learnt(REPORT, later))) == scan_of(failed)


def test_what_is_said_of_the_next_try_changes_with_it():
    first, last = learnt(REPORT, RETRIED, failure=OVERDUE), learnt(REPORT, GIVEN_UP, failure=OVERDUE)
    assert after(first, learnt(REPORT, GIVEN_UP)).conditions[0].message == after(last).conditions[0].message
    assert after(last, learnt(REPORT, RETRIED)).conditions[2].message == after(first).conditions[2].message


def test_a_new_result_ends_a_failure():
    status = after(learnt(REPORT, GIVEN_UP, failure=OVERDUE), learnt(REPORT, NEXT))
    assert scan_of(status).status is Truth.TRUE
    assert status.condition(Type.READY).status is Truth.TRUE


@pytest.mark.parametrize("scan", [SCAN, SCAN.model_copy(update={"state": ScanState.RUNNING})], ids=["idle", "running"])
def test_a_report_that_cannot_be_written_stalls_until_it_can_and_no_scan_is_asked_for(scan: ScanStatus):
    taken = learnt(REPORT, scan, failure=("ReportTaken", "The ConfigMap x is not ours. Delete it."))
    status = after(taken)
    for kind in (Type.SCAN_SUCCEEDED, Type.READY, Type.STALLED):
        found = status.condition(kind)
        assert (found.reason, found.message) == ("ReportTaken", "The ConfigMap x is not ours. Delete it.")
    assert not status.condition(Type.CONFORMANT).message.startswith("As of")
    assert scan_of(after(taken, learnt(REPORT, scan))).status is Truth.TRUE


def test_an_outage_leaves_the_verdict_about_scans():
    for first in (learnt(REPORT), learnt(REPORT, RETRIED, failure=OVERDUE)):
        assert scan_of(after(first, None)) == scan_of(after(first))


def test_a_report_that_is_gone_does_not_undo_that_there_was_a_scan():
    assert scan_of(after(learnt(REPORT), learnt(None))) == scan_of(after(learnt(REPORT)))


def test_the_scan_and_the_request_that_it_answers_are_in_the_status():
    status = after(learnt(REPORT, scan_requested_at="now"), learnt(REPORT), None)
    assert status.scan == SCAN
    assert status.last_handled_scan_at == "now"
