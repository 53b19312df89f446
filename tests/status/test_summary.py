"""The whole status: for any sequence of turns the invariants of kstatus and Flux hold; equal turns change nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import hypothesis.strategies as st
import pytest
from hypothesis import given
from tests.learnt_made import learnt as learnt_of
from tests.learnt_made import learnts
from tests.strategies import NOW, adoptions, every_error, outcomes, plan_of, statuses, told

from backendrepo.api.backendrepo import BackendRepoStatus
from backendrepo.api.conditions import Truth, Type
from backendrepo.api.conformance import ScanState, ScanStatus
from backendrepo.api.reasons import Reason, ScanReason
from backendrepo.errors import GitHubUnavailable, RepositoryArchived, Waiting
from backendrepo.plan import Change
from backendrepo.status import (
    LONGEST_MESSAGE,
    Failed,
    Governed,
    Learnt,
    Suspended,
    Told,
    events,
    summarise,
)

CLEAN = plan_of()
DRIFT = plan_of([Change("enforceAdmins", False, True)])
IN_SYNC, DRIFTED = Governed(1, CLEAN), Governed(1, DRIFT)
REPAIRED = Governed(1, CLEAN, repaired=DRIFT.changes)
ARCHIVED, OUTAGE = Failed(RepositoryArchived("acme/a")), Failed(GitHubUnavailable("502"))

turns = st.tuples(outcomes, st.none() | learnts, st.integers(0, 2), st.none() | st.sampled_from("ab"))
steps = st.lists(turns, min_size=1, max_size=6)
FINDINGS = (Type.SCAN_SUCCEEDED, Type.CONFORMANT, Type.DEPENDENCIES_SECURE)


@dataclass(frozen=True)
class Step:
    """One turn: the status before and after it, and what it came to."""

    before: BackendRepoStatus
    after: BackendRepoStatus
    outcome: Told
    learnt: Learnt | None
    generation: int
    requested_at: str | None
    minute: int


def walk(sequence, start: BackendRepoStatus) -> list[Step]:
    """Return each step of a sequence of outcomes, edits of the spec and requests, one a minute."""
    status, generation, walked = start, 1, []
    for minute, (outcome, learnt, edits, requested_at) in enumerate(sequence, 10):
        generation += edits
        now = NOW + timedelta(minutes=minute)
        after = summarise(status, outcome, generation=generation, requested_at=requested_at, now=now, learnt=learnt)
        walked.append(Step(status, after, outcome, learnt, generation, requested_at, minute))
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
    "the order is that of printing": lambda s: (
        [condition.type for condition in s.after.conditions]
        == [kind for kind in Type if s.after.condition(kind) is not None]
    ),
    "each finding is always there": lambda s: all(s.after.condition(kind) for kind in FINDINGS),
    "what the content comes to does not bear on Ready, unless scans have been given up": lambda s: (
        s.after.condition(Type.READY).reason == governed(s.outcome).condition(Type.READY).reason or given_up(s)
    ),
    "a scan that was given up on a governed repository takes Ready back": lambda s: (
        not given_up(s) or truth(s.after, Type.STALLED) is Truth.TRUE
    ),
    "Conformant is True only where nothing is left to do": lambda s: (
        not (s.learnt and s.learnt.report)
        or (truth(s.after, Type.CONFORMANT) is Truth.TRUE) == (not s.learnt.report.open)
    ),
    "dependencies that could not be looked up are never secure": lambda s: (
        not (s.learnt and s.learnt.report)
        or truth(s.after, Type.DEPENDENCIES_SECURE) is not Truth.TRUE
        or not (s.learnt.advisories.failure or s.learnt.advisories.uncovered or s.learnt.advisories.problems)
    ),
    "every reason is documented": lambda s: all(condition.reason in DOCUMENTED for condition in s.after.conditions),
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
    "what is not learnt stands": lambda s: (
        s.learnt is not None
        or (s.after.scan, s.after.conformance, s.after.vulnerabilities)
        == (s.before.scan, s.before.conformance, s.before.vulnerabilities)
    ),
    "without a report a verdict on the content stands": lambda s: (
        bool(s.learnt and s.learnt.report)
        or all(
            truth(s.after, kind) is (truth(s.before, kind) or Truth.UNKNOWN)
            for kind in (Type.CONFORMANT, Type.DEPENDENCIES_SECURE)
        )
    ),
    "a request for a scan is acknowledged where it was handled, and no answer to one is forgotten": lambda s: (
        s.after.last_handled_scan_at == ((s.learnt and s.learnt.scan_requested_at) or s.before.last_handled_scan_at)
    ),
    "the latest repair is kept": lambda s: (
        (isinstance(s.outcome, Governed) and bool(s.outcome.repaired)) or repair(s.after) == repair(s.before)
    ),
}


DOCUMENTED = {*Reason, *ScanReason, *(error.reason for error in every_error())}


def governed(outcome: Told) -> BackendRepoStatus:
    """Return the status where nothing is known of the content."""
    return told(outcome)


def given_up(step: Step) -> bool:
    """Whether all is well with the settings, and scans came to no result that no other scan is going to bring."""
    if not isinstance(step.outcome, Governed) or step.learnt is None:
        return False
    scan = step.after.condition(Type.SCAN_SUCCEEDED)
    hopeless = not step.learnt.pending or scan.reason in (ScanReason.REPORT_TAKEN, ScanReason.REPORT_REFUSED)
    return scan.status is Truth.FALSE and hopeless


def repair(status: BackendRepoStatus):
    return status.governance and status.governance.last_repair


@given(steps, statuses)
def test_the_invariants_hold_at_each_step_of_any_sequence(sequence, start):
    for step in walk(sequence, start):
        assert [name for name, holds in INVARIANTS.items() if not holds(step)] == []


@given(statuses, outcomes, st.none() | learnts)
def test_an_equal_turn_gives_an_equal_status_so_that_nothing_is_written(start, last, learnt):
    if isinstance(last, Governed) and last.repaired:
        last = IN_SYNC  # a repair is news each time
    turn = {"generation": 1, "requested_at": None, "learnt": learnt}
    status = summarise(start, last, now=NOW, **turn)
    again = summarise(status, last, now=NOW + timedelta(days=1), **turn)
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


def test_tools_that_know_only_kstatus_see_that_a_repository_without_a_scan_yet_is_governed():
    waiting = learnt_of(scan=ScanStatus(state=ScanState.WAITING))
    status = summarise(BackendRepoStatus(), IN_SYNC, generation=1, requested_at=None, now=NOW, learnt=waiting)
    assert kstatus(status) == "Current"


@given(statuses, outcomes, learnts)
def test_the_status_survives_being_written_and_read(start, outcome, learnt):
    status = summarise(start, outcome, generation=1, requested_at=None, now=NOW, learnt=learnt)
    assert BackendRepoStatus.model_validate(status.manifest()) == status


@given(adoptions)
def test_what_was_found_at_adoption_survives_being_written_and_read(adoption):
    status = BackendRepoStatus(adopted=(adoption,))
    assert BackendRepoStatus.model_validate(status.manifest()).adopted == (adoption,)
