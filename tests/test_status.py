"""Status: for any sequence of outcomes kstatus' and Flux's invariants hold, and equal outcomes give equal status."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import hypothesis.strategies as st
import pytest
from hypothesis import given
from tests import strategies as some
from tests.test_errors import samples

from backendrepo.api.backendrepo import Adoption, BackendRepoStatus, GovernanceState
from backendrepo.api.conditions import Truth, Type
from backendrepo.errors import BackendRepoError, GitHubUnavailable, RepositoryArchived, UnsafePlan
from backendrepo.governance.live import Live
from backendrepo.plan import Change, Plan, plan
from backendrepo.status import LONGEST_MESSAGE, Failed, Governed, Suspended, Told, events, summarise

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
LIVE = Live(merge=None)
CLEAN = Plan("main", LIVE, LIVE)
DRIFT = Plan("main", LIVE, LIVE, (Change("enforceAdmins", False, True),))

plans = st.builds(lambda live, policies: plan(live, policies, "main"), some.lives, some.policy_maps())
errors = st.sampled_from([*samples(), UnsafePlan("x" * 5000)])
outcomes = st.one_of(
    st.builds(Governed, st.just(1), plans),
    st.builds(lambda todo: Governed(1, CLEAN, repaired=todo.changes), plans),
    st.builds(Failed, errors, st.none() | plans),
    st.just(Suspended()),
)
steps = st.lists(st.tuples(outcomes, st.integers(0, 2), st.none() | st.sampled_from("ab")), min_size=1, max_size=6)


def after(*told: Told, start: BackendRepoStatus | None = None, generation: int = 1) -> BackendRepoStatus:
    """Return the status after outcomes, one a minute."""
    status = start or BackendRepoStatus()
    for minute, outcome in enumerate(told):
        now = NOW + timedelta(minutes=minute)
        status = summarise(status, outcome, generation=generation, requested_at=None, now=now)
    return status


def truth(status: BackendRepoStatus, kind: Type) -> Truth | None:
    condition = status.condition(kind)
    return condition and condition.status


INVARIANTS: dict[str, Callable[[BackendRepoStatus], bool]] = {
    "Ready is always present": lambda s: truth(s, Type.READY) is not None,
    "Reconciling only while True": lambda s: truth(s, Type.RECONCILING) in (None, Truth.TRUE),
    "Stalled only while True": lambda s: truth(s, Type.STALLED) in (None, Truth.TRUE),
    "never Reconciling and Stalled": lambda s: not (truth(s, Type.RECONCILING) and truth(s, Type.STALLED)),
    "Ready is not True beside Reconciling": lambda s: (
        not (truth(s, Type.RECONCILING) and truth(s, Type.READY) is Truth.TRUE)
    ),
    "Ready is not True beside Stalled": lambda s: not (truth(s, Type.STALLED) and truth(s, Type.READY) is Truth.TRUE),
    "Ready Unknown comes with Reconciling": lambda s: (
        truth(s, Type.READY) is not Truth.UNKNOWN or truth(s, Type.RECONCILING) is Truth.TRUE
    ),
    "each condition speaks of the generation of the whole": lambda s: all(
        condition.observed_generation == s.observed_generation for condition in s.conditions
    ),
    "each type once": lambda s: len({condition.type for condition in s.conditions}) == len(s.conditions),
    "messages are bounded and not empty": lambda s: all(0 < len(c.message) <= LONGEST_MESSAGE for c in s.conditions),
    "reasons are one CamelCase word": lambda s: all(c.reason.isalnum() and c.reason[0].isupper() for c in s.conditions),
}


@given(steps)
def test_the_invariants_hold_after_any_sequence(sequence):
    statuses, generation = [BackendRepoStatus()], 1
    for minute, (outcome, edits, requested) in enumerate(sequence):
        generation += edits
        now = NOW + timedelta(minutes=minute)
        statuses.append(summarise(statuses[-1], outcome, generation=generation, requested_at=requested, now=now))
    for before, current in pairwise(statuses):
        assert [name for name, holds in INVARIANTS.items() if not holds(current)] == []
        assert current.observed_generation >= before.observed_generation
        assert current.last_handled_reconcile_at is not None or before.last_handled_reconcile_at is None
        for condition in current.conditions:
            earlier = before.condition(condition.type)
            moved = earlier is None or earlier.status is not condition.status
            assert (earlier is not None and condition.last_transition_time == earlier.last_transition_time) != moved


@given(steps, outcomes)
def test_an_equal_outcome_gives_an_equal_status_so_that_nothing_is_written(sequence, last):
    if isinstance(last, Governed) and last.repaired:
        last = Governed(1, CLEAN)  # a repair is news each time
    status = after(*(outcome for outcome, _, _ in sequence), last)
    again = summarise(status, last, generation=1, requested_at=None, now=NOW + timedelta(days=1))
    assert again == status
    assert events(status, again, last) == ()


@given(outcomes)
def test_the_status_survives_being_written_and_read(outcome):
    status = after(outcome)
    assert BackendRepoStatus.model_validate(status.manifest()) == status


@given(outcomes)
def test_what_was_found_at_adoption_is_never_lost(outcome):
    adopted = BackendRepoStatus(adopted=(Adoption(branch="main", time=NOW, changed=("enforceAdmins",)),))
    assert after(outcome, start=adopted).adopted == adopted.adopted


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (Governed(1, CLEAN), GovernanceState.IN_SYNC),
        (Governed(1, DRIFT), GovernanceState.OBSERVING),
        (Failed(UnsafePlan("x"), DRIFT), GovernanceState.DRIFTED),
        (Failed(RepositoryArchived("acme/a")), GovernanceState.UNKNOWN),
        (Failed(GitHubUnavailable("502")), GovernanceState.IN_SYNC),  # what was seen before the outage stands
        (Suspended(), GovernanceState.UNKNOWN),
    ],
)
def test_one_word_says_how_governance_stands(outcome: Told, state: GovernanceState):
    assert after(Governed(1, CLEAN), outcome).governance.state is state


def test_a_failure_before_the_first_look_says_nothing_of_governance():
    status = after(Failed(RepositoryArchived("acme/a")))
    assert status.governance is None
    assert truth(status, Type.GOVERNANCE_IN_SYNC) is Truth.UNKNOWN


def test_an_outage_leaves_the_verdict_about_the_settings_and_takes_ready_back():
    status = after(Governed(1, DRIFT), Failed(GitHubUnavailable("502")))
    assert truth(status, Type.GOVERNANCE_IN_SYNC) is Truth.FALSE
    assert truth(status, Type.READY) is Truth.UNKNOWN


def test_the_latest_repair_stays_in_the_status():
    status = after(Governed(1, CLEAN, repaired=DRIFT.changes), Governed(1, CLEAN), Failed(RepositoryArchived("a/b")))
    assert status.governance.last_repair.time == NOW
    assert status.governance.last_repair.changes[0].wanted == "true"


def told(*sequence: Told) -> list[tuple[str, str]]:
    """Return type and reason of the Events that the last outcome posts."""
    before = after(*sequence[:-1])
    return [(event.type, event.reason) for event in events(before, after(sequence[-1], start=before), sequence[-1])]


FAILED = Failed(RepositoryArchived("acme/a"))


@pytest.mark.parametrize(
    ("sequence", "posted"),
    [
        ([Governed(1, CLEAN)], [("Normal", "InSync")]),
        ([Governed(1, CLEAN), Governed(1, CLEAN)], []),
        ([Governed(1, CLEAN), Governed(1, CLEAN, repaired=DRIFT.changes)], [("Normal", "Repaired")]),
        ([Governed(1, CLEAN), FAILED], [("Warning", "RepositoryArchived")]),
        ([FAILED, FAILED], []),
        ([FAILED, Governed(1, CLEAN)], [("Normal", "InSync")]),
        ([Governed(1, CLEAN), Governed(1, DRIFT)], [("Warning", "DriftObserved")]),
        (
            [Governed(1, DRIFT), Governed(1, Plan("main", LIVE, LIVE, (Change("x", 1, 2),)))],
            [("Warning", "DriftObserved")],
        ),
        ([Governed(1, CLEAN), Suspended()], [("Normal", "Suspended")]),
    ],
)
def test_events_tell_of_transitions_only(sequence: list[Told], posted: list[tuple[str, str]]):
    assert told(*sequence) == posted


def test_a_repair_names_each_change():
    outcome = Governed(1, CLEAN, repaired=(*DRIFT.changes, Change("allowDeletions", True, False)))
    (event,) = events(BackendRepoStatus(), after(outcome), outcome)
    assert event.message == "Brought onto the standard: enforceAdmins: false → true, allowDeletions: true → false."


def test_every_error_has_its_own_reason():
    reasons = [error.reason for error in samples()]
    assert len(set(reasons)) == len(reasons)
    assert isinstance(samples()[0], BackendRepoError)
