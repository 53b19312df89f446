"""How the settings stand: one word, the drift, and what an outage or a lasting failure leaves of it."""

import pytest
from hypothesis import given
from tests.strategies import NOW, failures, plan_of, told

from backendrepo.api.backendrepo import BackendRepoStatus, GovernanceState
from backendrepo.api.checks_status import RequiredChecksStatus, UnreachableCheck
from backendrepo.api.conditions import Truth, Type
from backendrepo.errors import GitHubUnavailable, RepositoryArchived, UnsafePlan, Waiting
from backendrepo.plan import Change
from backendrepo.status import LONGEST_MESSAGE, LONGEST_VALUE, Failed, Governed, Suspended, Told, shortened

CLEAN = plan_of()
DRIFT = plan_of([Change("enforceAdmins", False, True)])
IN_SYNC, DRIFTED = Governed(1, CLEAN), Governed(1, DRIFT)
REPAIRED = Governed(1, CLEAN, repaired=DRIFT.changes)
ARCHIVED, OUTAGE = Failed(RepositoryArchived("acme/a")), Failed(GitHubUnavailable("502"))


def truth(status: BackendRepoStatus, kind: Type) -> Truth | None:
    condition = status.condition(kind)
    return condition and condition.status


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (IN_SYNC, GovernanceState.IN_SYNC),
        (REPAIRED, GovernanceState.IN_SYNC),
        (DRIFTED, GovernanceState.OBSERVING),
        (Failed(UnsafePlan("x"), DRIFT), GovernanceState.DRIFTED),
        (Failed(RepositoryArchived("acme/a"), CLEAN), GovernanceState.IN_SYNC),
        (ARCHIVED, GovernanceState.UNKNOWN),
        (OUTAGE, GovernanceState.IN_SYNC),  # what was seen before the outage stands
        (Suspended(), GovernanceState.UNKNOWN),
    ],
)
def test_one_word_says_how_governance_stands(outcome: Told, state: GovernanceState):
    assert told(IN_SYNC, outcome).governance.state is state


@pytest.mark.parametrize("outcome", [ARCHIVED, OUTAGE, Suspended()])
def test_before_the_first_look_nothing_is_said_of_governance(outcome: Told):
    status = told(outcome)
    assert status.governance is None
    assert truth(status, Type.GOVERNANCE_IN_SYNC) is Truth.UNKNOWN


@given(failures)
def test_a_failure_says_in_ready_what_stopped_it_and_who_has_to_act(failure: Failed):
    status = told(IN_SYNC, failure)
    waiting = isinstance(failure.error, Waiting)
    extra = status.condition(Type.RECONCILING if waiting else Type.STALLED)
    found = status.condition(Type.READY)
    assert found.status is (Truth.UNKNOWN if waiting else Truth.FALSE)
    assert (found.reason, found.message) == (extra.reason, extra.message)
    assert found.reason == failure.error.reason
    assert found.message == shortened(str(failure.error), LONGEST_MESSAGE)


def test_a_drift_is_listed_setting_by_setting_as_people_write_values():
    plan = plan_of([Change("requiredChecks.checks", (), ()), Change("allowDeletions", True, False)], "release/1.0")
    (checks, deletions) = told(Governed(1, plan)).governance.drift
    assert (checks.setting, checks.live, checks.wanted) == ("requiredChecks.checks", "none", "none")
    assert (deletions.setting, deletions.live, deletions.wanted) == ("allowDeletions", "true", "false")
    assert told(Governed(1, plan)).governance.branch == "release/1.0"


def test_a_very_long_value_is_shortened_so_that_the_status_can_be_stored():
    (drift,) = told(Governed(1, plan_of([Change("requiredChecks.checks", "x" * 9000, "y" * 9000)]))).governance.drift
    assert (len(drift.live), len(drift.wanted)) == (LONGEST_VALUE, LONGEST_VALUE)


def test_a_drift_that_could_not_be_repaired_is_told_beside_the_reason():
    status = told(Failed(UnsafePlan("Too loose."), DRIFT))
    in_sync = status.condition(Type.GOVERNANCE_IN_SYNC)
    assert (in_sync.status, in_sync.reason) == (Truth.FALSE, "UnsafePlan")
    assert in_sync.message == "Drift: enforceAdmins: false → true."


def test_mode_observe_says_that_nothing_was_written():
    status = told(DRIFTED)
    assert truth(status, Type.GOVERNANCE_IN_SYNC) is Truth.FALSE
    for kind in (Type.READY, Type.GOVERNANCE_IN_SYNC):
        assert status.condition(kind).message == "Mode Observe: not written. Drift: enforceAdmins: false → true."


def test_what_is_in_sync_names_the_branch():
    assert "branch main is on the standard" in told(IN_SYNC).condition(Type.READY).message


def test_a_suspended_repository_says_so_and_claims_nothing():
    status = told(IN_SYNC, Suspended())
    assert truth(status, Type.READY) is Truth.FALSE
    assert truth(status, Type.GOVERNANCE_IN_SYNC) is Truth.UNKNOWN
    assert status.condition(Type.READY).message == "spec.suspend is set: the repository is neither read nor written."


def test_an_outage_leaves_the_verdict_about_the_settings_and_takes_ready_back():
    status = told(DRIFTED, OUTAGE)
    assert truth(status, Type.GOVERNANCE_IN_SYNC) is Truth.FALSE
    assert truth(status, Type.READY) is Truth.UNKNOWN
    assert status.governance == told(DRIFTED).governance


def test_what_stops_for_good_forgets_the_verdict_about_the_settings():
    status = told(DRIFTED, ARCHIVED)
    in_sync = status.condition(Type.GOVERNANCE_IN_SYNC)
    assert (in_sync.status, in_sync.reason) == (Truth.UNKNOWN, "NotObserved")
    assert status.governance.drift == ()


# Of the required checks

LINT = UnreachableCheck(name="lint", why="no workflow reports it", suggestion="check / lint", enforced=True)
PUBLISH = UnreachableCheck(name="publish", why="tags\x1b start it", enforced=False)


def required(*found: UnreachableCheck) -> RequiredChecksStatus:
    return RequiredChecksStatus(mode="Derived", enforced=("test",), unreachable=found)


def test_checks_that_not_every_pull_request_gets_are_named_those_that_block_merges_first():
    known = required(PUBLISH, LINT)
    status = told(Governed(1, CLEAN, required=known))
    assert status.governance.required_checks == known
    for kind in (Type.READY, Type.GOVERNANCE_IN_SYNC):
        assert truth(status, kind) is Truth.TRUE
        assert status.condition(kind).message == (
            "Every managed setting of the branch main is on the standard."
            " The check “lint” is required all the same, and a pull request without it cannot be merged:"
            " no workflow reports it. Is “check / lint” meant?"
            r" The check “publish” is not required: tags\x1b start it."
        )


def test_observed_drift_does_not_hide_them():
    assert (
        "The check “lint” is required"
        in told(Governed(1, DRIFT, required=required(LINT))).condition(Type.READY).message
    )


def test_of_many_such_checks_a_message_names_a_few():
    many = (LINT.model_copy(update={"name": f"lint {number}"}) for number in range(9))
    assert told(Governed(1, CLEAN, required=required(*many))).condition(Type.READY).message.count("The check") == 3


def test_what_is_known_of_the_required_checks_stands_through_an_outage_and_goes_where_they_are_not_managed():
    known = Governed(1, CLEAN, required=required(LINT))
    assert told(known, OUTAGE).governance.required_checks == required(LINT)
    assert told(Failed(UnsafePlan("x"), DRIFT, required(LINT))).governance.required_checks == required(LINT)
    assert told(known, IN_SYNC).governance.required_checks is None


def test_the_latest_repair_stays_in_the_status():
    status = told(REPAIRED, IN_SYNC, ARCHIVED, Suspended(), OUTAGE, DRIFTED)
    assert status.governance.last_repair.time == NOW
    (change,) = status.governance.last_repair.changes
    assert (change.setting, change.live, change.wanted) == ("enforceAdmins", "false", "true")
