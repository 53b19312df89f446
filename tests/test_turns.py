"""When a repository's turn is: jittered pauses that grow to a bound, and first turns spread out after a restart."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import NOW, every_error, outcomes, plan_of

from backendrepo.api.backendrepo import BackendRepo
from backendrepo.errors import (
    BackendRepoError,
    CredentialMissing,
    GitHubUnavailable,
    RateLimited,
    RepositoryArchived,
    Stalled,
    Waiting,
)
from backendrepo.plan import Change
from backendrepo.status import Failed, Governed, Outcome, Released, Suspended
from backendrepo.turns import JITTER, LONGEST_BACKOFF, first_turn, jittered, pause, settled

IN_SYNC = Governed(1, plan_of())


def turn(outcome: Outcome, failures: int = 0, interval: float = 600.0) -> float | None:
    return pause(outcome, interval=interval, failures=failures, now=NOW)


def near(pause: float | None, wanted: float) -> bool:
    return pause is not None and wanted * (1 - JITTER) <= pause <= wanted * (1 + JITTER)


def spread(draw: Callable[[], float], low: float, high: float) -> bool:
    """Whether many draws lie between two bounds and come near to both."""
    drawn = [draw() for _ in range(300)]
    near_low, near_high = low + (high - low) / 4, high - (high - low) / 4
    return low <= min(drawn) < near_low and near_high < max(drawn) <= high


@pytest.mark.parametrize("outcome", [IN_SYNC, Governed(1, plan_of([Change("x", 1, 2)]))])
def test_a_look_is_due_after_the_drift_interval(outcome: Outcome):
    assert near(turn(outcome), 600)
    assert near(turn(outcome, failures=7), 600)


@pytest.mark.parametrize("outcome", [Released(), Suspended()])
def test_what_only_a_change_wakes_has_no_turn_of_its_own(outcome: Outcome):
    assert turn(outcome) is None


@given(st.integers(0, 5000))
def test_what_passes_by_itself_is_tried_with_growing_pauses(failures: int):
    assert near(turn(Failed(GitHubUnavailable("x")), failures), min(2.0 ** min(failures, 20), LONGEST_BACKOFF))


def test_the_drift_interval_does_not_hold_back_a_try_at_what_passes_by_itself():
    assert near(turn(Failed(GitHubUnavailable("x")), failures=1, interval=86400), 2)


def test_what_a_person_has_to_mend_is_looked_at_at_the_interval_or_sooner():
    assert near(turn(Failed(RepositoryArchived("a/b"))), 600)
    missing = Failed(CredentialMissing("c", "s", "n", "does not exist"))
    assert near(turn(missing), 60)
    assert near(turn(missing, failures=9), 60)
    assert near(turn(missing, interval=10), 10)


@given(st.integers(-100, 10_000))
def test_a_spent_limit_is_waited_for_and_a_little_longer(remaining: int):
    outcome = Failed(RateLimited(NOW + timedelta(seconds=remaining), "limit"))
    assert max(remaining, 1) <= turn(outcome) <= max(remaining, 1) + 10


def test_a_fleet_does_not_march_in_step():
    assert spread(lambda: jittered(100.0), 90, 110)
    assert spread(lambda: turn(IN_SYNC), 540, 660)
    limited = Failed(RateLimited(NOW + timedelta(seconds=60), "limit"))
    assert spread(lambda: turn(limited), 60, 70)
    assert spread(lambda: first_turn(repo(SETTLED), 600.0), 0, 600)


@given(outcomes, st.integers(0, 100), st.floats(60, 86400))
def test_every_pause_is_a_time_to_come(outcome: Outcome, failures: int, interval: float):
    found = turn(outcome, failures, interval)
    assert (found is None) is isinstance(outcome, Suspended)
    assert found is None or found > 0


@pytest.mark.parametrize("error", every_error(), ids=lambda error: error.reason)
def test_no_failure_is_left_for_longer_than_the_interval(error: BackendRepoError):
    if isinstance(error, Stalled):
        assert turn(Failed(error)) <= 600 * (1 + JITTER)
    elif not isinstance(error, RateLimited):
        assert isinstance(error, Waiting)
        assert turn(Failed(error), failures=99) <= LONGEST_BACKOFF * (1 + JITTER)


READY = {"type": "Ready", "status": "True", "reason": "InSync", "message": ".", "observedGeneration": 2}
THEN = "2026-01-01T00:00:00Z"
SETTLED = {"observedGeneration": 2, "conditions": [{**READY, "lastTransitionTime": THEN}]}


def repo(status: dict, **metadata) -> BackendRepo:
    metadata = {"name": "a", "generation": 2, **metadata}
    return BackendRepo.model_validate({"metadata": metadata, "spec": {"repository": "a/b"}, "status": status})


@pytest.mark.parametrize(
    ("found", "at_rest"),
    [
        (repo(SETTLED), True),
        (repo({}), False),
        (repo({**SETTLED, "conditions": []}), False),
        (repo({**SETTLED, "conditions": [{**READY, "status": "False", "lastTransitionTime": THEN}]}), False),
        (repo({**SETTLED, "conditions": [{**READY, "status": "Unknown", "lastTransitionTime": THEN}]}), False),
        (repo(SETTLED, generation=3), False),
        (repo(SETTLED, generation=1), False),
        (repo(SETTLED, annotations={"backendrepo.dev/requestedAt": "x"}), False),
        (repo({**SETTLED, "lastHandledReconcileAt": "x"}, annotations={"backendrepo.dev/requestedAt": "x"}), True),
        (repo({**SETTLED, "lastHandledReconcileAt": "x"}), True),
        (repo(SETTLED, deletionTimestamp=THEN), False),
    ],
)
def test_a_restart_looks_at_once_only_where_something_is_to_do(found: BackendRepo, at_rest: bool):
    assert settled(found) is at_rest
    assert (first_turn(found, 600.0) == 0.0) is not at_rest
