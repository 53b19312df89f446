"""Status: for any sequence of outcomes kstatus' and Flux's invariants hold, and equal outcomes give equal status."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import hypothesis.strategies as st
import pytest
from hypothesis import given
from tests.strategies import NOW, adoptions, every_error, failures, outcomes, plan_of, statuses, told

from backendrepo.api.backendrepo import BackendRepoStatus, GovernanceState
from backendrepo.api.conditions import Truth, Type
from backendrepo.errors import GitHubUnavailable, RepositoryArchived, UnsafePlan, Waiting
from backendrepo.plan import Change
from backendrepo.status import (
    LONGEST_MESSAGE,
    LONGEST_VALUE,
    Failed,
    Governed,
    Suspended,
    Told,
    events,
    ready,
    shortened,
    summarise,
)

CLEAN = plan_of()
DRIFT = plan_of([Change("enforceAdmins", False, True)])
IN_SYNC, DRIFTED = Governed(1, CLEAN), Governed(1, DRIFT)
REPAIRED = Governed(1, CLEAN, repaired=DRIFT.changes)
ARCHIVED, OUTAGE = Failed(RepositoryArchived("acme/a")), Failed(GitHubUnavailable("502"))

steps = st.lists(st.tuples(outcomes, st.integers(0, 2), st.none() | st.sampled_from("ab")), min_size=1, max_size=6)


@dataclass(frozen=True)
class Step:
    """One turn: the status before and after it, and what it came to."""

    before: BackendRepoStatus
    after: BackendRepoStatus
    outcome: Told
    generation: int
    requested_at: str | None
    minute: int


def walk(sequence, start: BackendRepoStatus) -> list[Step]:
    """Return each step of a sequence of outcomes, edits of the spec and requests, one a minute."""
    status, generation, walked = start, 1, []
    for minute, (outcome, edits, requested_at) in enumerate(sequence, 10):
        generation += edits
        now = NOW + timedelta(minutes=minute)
        after = summarise(status, outcome, generation=generation, requested_at=requested_at, now=now)
        walked.append(Step(status, after, outcome, generation, requested_at, minute))
        status = after
    return walked


def truth(status: BackendRepoStatus, kind: Type) -> Truth | None:
    condition = status.condition(kind)
    return condition and condition.status


def transitions_are_dated(step: Step) -> bool:
    """Whether each condition has the time at which its status last changed."""
    now = NOW + timedelta(minutes=step.minute)
    for condition in step.after.conditions:
        earlier = step.before.condition(condition.type)
        same = earlier is not None and earlier.status is condition.status
        if condition.last_transition_time != (earlier.last_transition_time if same else now):
            return False
    return True


INVARIANTS: dict[str, Callable[[Step], bool]] = {
    # Flux's FAIL0001 to FAIL0011 and kstatus, as far as they speak of one state
    "Ready is always present": lambda s: truth(s.after, Type.READY) is not None,
    "Reconciling only while True": lambda s: truth(s.after, Type.RECONCILING) in (None, Truth.TRUE),
    "Stalled only while True": lambda s: truth(s.after, Type.STALLED) in (None, Truth.TRUE),
    "never Reconciling and Stalled": lambda s: not (truth(s.after, Type.RECONCILING) and truth(s.after, Type.STALLED)),
    "Ready is not True beside Reconciling or Stalled": lambda s: (
        truth(s.after, Type.READY) is not Truth.TRUE
        or truth(s.after, Type.RECONCILING) is truth(s.after, Type.STALLED) is None
    ),
    "Ready Unknown comes with Reconciling": lambda s: (
        truth(s.after, Type.READY) is not Truth.UNKNOWN or truth(s.after, Type.RECONCILING) is Truth.TRUE
    ),
    "the status speaks of the generation that was looked at, and each condition with it": lambda s: (
        {s.after.observed_generation, *(condition.observed_generation for condition in s.after.conditions)}
        == {s.generation}
    ),
    "each type once": lambda s: len({condition.type for condition in s.after.conditions}) == len(s.after.conditions),
    "messages are bounded and not empty": lambda s: all(
        0 < len(condition.message) <= LONGEST_MESSAGE for condition in s.after.conditions
    ),
    "reasons are one CamelCase word": lambda s: all(
        condition.reason.isalnum() and condition.reason[0].isupper() for condition in s.after.conditions
    ),
    # … and of the way from one to the next
    "observedGeneration never goes back": lambda s: s.after.observed_generation >= s.before.observed_generation,
    "lastTransitionTime moves only with the status of its condition": transitions_are_dated,
    "a request is acknowledged, and no answer to one is forgotten": lambda s: (
        s.after.last_handled_reconcile_at == (s.requested_at or s.before.last_handled_reconcile_at)
    ),
    "what was found at adoption is kept": lambda s: s.after.adopted == s.before.adopted,
    "GitHub's number of the repository is kept": lambda s: (
        s.after.repository_id == (s.outcome.repository if isinstance(s.outcome, Governed) else s.before.repository_id)
    ),
    "the latest repair is kept": lambda s: (
        (isinstance(s.outcome, Governed) and bool(s.outcome.repaired)) or repair(s.after) == repair(s.before)
    ),
}


def repair(status: BackendRepoStatus):
    return status.governance and status.governance.last_repair


@given(steps, statuses)
def test_the_invariants_hold_at_each_step_of_any_sequence(sequence, start):
    for step in walk(sequence, start):
        assert [name for name, holds in INVARIANTS.items() if not holds(step)] == []


@given(statuses, outcomes)
def test_an_equal_outcome_gives_an_equal_status_so_that_nothing_is_written(start, last):
    if isinstance(last, Governed) and last.repaired:
        last = IN_SYNC  # a repair is news each time
    status = told(last, start=start)
    again = summarise(status, last, generation=1, requested_at=None, now=NOW + timedelta(days=1))
    assert again == status
    assert events(status, again, last) == ()


def kstatus(status: BackendRepoStatus, generation: int = 1) -> str:
    """Return what `kubectl wait`, Flux and Argo CD make of a status: the rules of cli-utils, pkg/kstatus, in order."""
    if status.observed_generation != generation or truth(status, Type.RECONCILING) is Truth.TRUE:
        return "InProgress"
    if truth(status, Type.STALLED) is Truth.TRUE:
        return "Failed"
    return "Current" if truth(status, Type.READY) is Truth.TRUE else "InProgress"


@pytest.mark.parametrize(
    ("outcome", "verdict"),
    [
        (IN_SYNC, "Current"),
        (REPAIRED, "Current"),
        (DRIFTED, "Current"),  # mode Observe: everything that was asked for is done
        (Suspended(), "InProgress"),
        *((Failed(error), "InProgress" if isinstance(error, Waiting) else "Failed") for error in every_error()),
    ],
)
def test_tools_that_know_only_kstatus_see_how_it_stands(outcome: Told, verdict: str):
    assert kstatus(BackendRepoStatus()) == "InProgress"
    assert kstatus(told(outcome)) == verdict
    assert kstatus(told(IN_SYNC, outcome), generation=2) == "InProgress"


@given(statuses)
def test_the_status_survives_being_written_and_read(status):
    assert BackendRepoStatus.model_validate(status.manifest()) == status


@given(adoptions)
def test_what_was_found_at_adoption_survives_being_written_and_read(adoption):
    status = BackendRepoStatus(adopted=(adoption,))
    assert BackendRepoStatus.model_validate(status.manifest()).adopted == (adoption,)


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


def test_the_latest_repair_stays_in_the_status():
    status = told(REPAIRED, IN_SYNC, ARCHIVED, Suspended(), OUTAGE, DRIFTED)
    assert status.governance.last_repair.time == NOW
    (change,) = status.governance.last_repair.changes
    assert (change.setting, change.live, change.wanted) == ("enforceAdmins", "false", "true")


def test_the_other_kinds_are_ready_without_an_error():
    (verdict,) = ready(None, "Valid", "Manages 3 settings.")
    assert (verdict.type, verdict.status, verdict.reason, verdict.message) == (
        Type.READY,
        Truth.TRUE,
        "Valid",
        "Manages 3 settings.",
    )


@given(st.text(max_size=60), st.integers(10, 60))
def test_a_long_message_keeps_its_beginning_and_its_end(message: str, longest: int):
    cut = shortened(message, longest)
    assert len(cut) == min(len(message), longest)
    if len(message) > longest:
        end = longest // 2
        assert message.startswith(cut[: longest - end - 1])
        assert message.endswith(cut[-end:])


def test_a_message_that_is_cut_still_says_what_to_do():
    error = UnsafePlan(f"The plan would give protection away: {'a → b, ' * 1000} set spec.allowLoosening: true.")
    message = told(Failed(error)).condition(Type.READY).message
    assert message.startswith("The plan would give protection away")
    assert message.endswith("set spec.allowLoosening: true.")


# Events


def posted(*sequence: Told) -> list[tuple[str, str]]:
    """Return type and reason of the Events that the last outcome posts."""
    before = told(*sequence[:-1])
    after = told(sequence[-1], start=before)
    return [(event.type, event.reason) for event in events(before, after, sequence[-1])]


OTHER_DRIFT = Governed(1, plan_of([Change("x", 1, 2)]))


@pytest.mark.parametrize(
    ("sequence", "expected"),
    [
        ([IN_SYNC], [("Normal", "InSync")]),
        ([IN_SYNC, IN_SYNC], []),
        ([IN_SYNC, REPAIRED], [("Normal", "Repaired")]),
        ([REPAIRED, REPAIRED], [("Normal", "Repaired")]),
        ([REPAIRED, IN_SYNC], []),
        ([ARCHIVED, REPAIRED], [("Normal", "Repaired")]),
        ([IN_SYNC, ARCHIVED], [("Warning", "RepositoryArchived")]),
        ([ARCHIVED, ARCHIVED], []),
        ([ARCHIVED, IN_SYNC], [("Normal", "InSync")]),
        ([IN_SYNC, DRIFTED], [("Warning", "DriftObserved")]),
        ([DRIFTED, DRIFTED], []),
        ([DRIFTED, OTHER_DRIFT], [("Warning", "DriftObserved")]),
        ([Failed(UnsafePlan("x"), DRIFT), Failed(UnsafePlan("x"), OTHER_DRIFT.plan)], [("Warning", "UnsafePlan")]),
        ([DRIFTED, IN_SYNC], [("Normal", "InSync")]),
        ([IN_SYNC, Suspended()], [("Normal", "Suspended")]),
        ([DRIFTED, OUTAGE], [("Warning", "GitHubUnavailable")]),
        ([DRIFTED, OUTAGE, DRIFTED], [("Warning", "DriftObserved")]),
    ],
)
def test_events_tell_of_transitions_only(sequence: list[Told], expected: list[tuple[str, str]]):
    assert posted(*sequence) == expected


@given(statuses, outcomes)
def test_one_turn_posts_one_event_at_most_and_none_where_a_reader_sees_no_change(start, outcome):
    after = told(outcome, start=start)
    repaired = isinstance(outcome, Governed) and outcome.repaired  # twice the same in one second is one for a reader
    found = events(start, after, outcome)
    assert len(found) <= 1
    assert not found or after != start or repaired
    for event in found:
        assert event.type in ("Normal", "Warning")
        assert event.message


def test_an_event_says_what_the_condition_says():
    (event,) = events(BackendRepoStatus(), told(ARCHIVED), ARCHIVED)
    assert event.message == told(ARCHIVED).condition(Type.READY).message


def test_a_repair_names_each_change():
    outcome = Governed(1, CLEAN, repaired=(*DRIFT.changes, Change("allowDeletions", True, False)))
    (event,) = events(BackendRepoStatus(), told(outcome), outcome)
    assert event.message == "Brought onto the standard: enforceAdmins: false → true, allowDeletions: true → false."
