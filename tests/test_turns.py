from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backendrepo.api.backendrepo import BackendRepo
from backendrepo.errors import CredentialMissing, GitHubUnavailable, RateLimited, RepositoryArchived
from backendrepo.governance.live import Live
from backendrepo.plan import Plan
from backendrepo.status import Failed, Governed, Released, Suspended
from backendrepo.turns import JITTER, LONGEST_BACKOFF, first_turn, pause, settled

NOW = datetime(2026, 11, 24, tzinfo=UTC)
IN_SYNC = Governed(1, Plan("main", Live(merge=None), Live(merge=None)))


def turn(outcome, failures: int = 0, interval: float = 600.0) -> float | None:
    return pause(outcome, interval=interval, failures=failures, now=NOW)


def near(pause: float | None, wanted: float) -> bool:
    return pause is not None and wanted * (1 - JITTER) <= pause <= wanted * (1 + JITTER)


def test_a_look_is_due_after_the_drift_interval():
    assert near(turn(IN_SYNC), 600)


@pytest.mark.parametrize("outcome", [Released(), Suspended()])
def test_what_only_a_change_wakes_has_no_turn_of_its_own(outcome):
    assert turn(outcome) is None


@given(st.integers(1, 5000))
def test_what_passes_by_itself_is_tried_with_growing_pauses(failures: int):
    assert near(turn(Failed(GitHubUnavailable("x")), failures), min(2.0 ** min(failures, 20), LONGEST_BACKOFF))


def test_what_a_person_has_to_mend_is_looked_at_at_the_interval_or_sooner():
    assert near(turn(Failed(RepositoryArchived("a/b"))), 600)
    missing = Failed(CredentialMissing("c", "s", "n", "does not exist"))
    assert near(turn(missing), 60)
    assert near(turn(missing, interval=10), 10)


@given(st.integers(-100, 10_000))
def test_a_spent_limit_is_waited_for_and_a_little_longer(remaining: int):
    outcome = Failed(RateLimited(NOW + timedelta(seconds=remaining), "limit"))
    assert max(remaining, 1) <= turn(outcome) <= max(remaining, 1) + 10


READY = {"type": "Ready", "status": "True", "reason": "InSync", "message": ".", "observedGeneration": 2}
SETTLED = {"observedGeneration": 2, "conditions": [{**READY, "lastTransitionTime": "2026-01-01T00:00:00Z"}]}


def repo(status: dict, **metadata) -> BackendRepo:
    metadata = {"name": "a", "generation": 2, **metadata}
    return BackendRepo.model_validate({"metadata": metadata, "spec": {"repository": "a/b"}, "status": status})


@pytest.mark.parametrize(
    ("found", "at_rest"),
    [
        (repo(SETTLED), True),
        (repo({}), False),
        (repo(SETTLED, generation=3), False),
        (repo(SETTLED, annotations={"backendrepo.dev/requestedAt": "x"}), False),
        (repo({**SETTLED, "lastHandledReconcileAt": "x"}, annotations={"backendrepo.dev/requestedAt": "x"}), True),
        (repo({**SETTLED, "lastHandledReconcileAt": "x"}), True),
        (repo(SETTLED, deletionTimestamp="2026-01-01T00:00:00Z"), False),
    ],
)
def test_a_restart_looks_at_once_only_where_something_is_to_do(found: BackendRepo, at_rest: bool):
    assert settled(found) is at_rest
    assert (first_turn(found, 600.0) == 0.0) is not at_rest
