"""From what a reconcile came to, the status a user sees: conditions after kstatus, and Events on transitions.

Invariants, tested as properties: `Ready` is always present; `Reconciling` and `Stalled` only while True and never
both; `Ready` is not True beside either; `Ready` Unknown comes with `Reconciling`; `lastTransitionTime` moves only
when the status of a condition does; an equal outcome gives an equal status.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from backendrepo.api.backendrepo import (
    BackendRepoStatus,
    Drift,
    GovernanceState,
    GovernanceStatus,
    Repair,
)
from backendrepo.api.conditions import Condition, Status, Truth, Type
from backendrepo.api.reasons import Reason
from backendrepo.errors import BackendRepoError, Waiting
from backendrepo.plan import Change, Plan, text

LONGEST_MESSAGE = 2048
LONGEST_VALUE = 1024
"""Characters of a setting's value in the status, of which 256 have to fit into an object of 1.5 MiB."""


@dataclass(frozen=True)
class Governed:
    """The repository was observed, and repaired where that was wanted."""

    repository: int
    plan: Plan
    """What still differs: empty in mode Enforce."""
    repaired: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Failed:
    """Something stopped the reconcile."""

    error: BackendRepoError
    plan: Plan | None = None
    """What differs, where it got as far as that."""


@dataclass(frozen=True)
class Suspended:
    """The user asked to leave the repository alone."""


@dataclass(frozen=True)
class Released:
    """The object is being deleted, and nothing holds it any more."""


Told = Governed | Failed | Suspended
"""The outcomes that a status can tell of."""

Outcome = Governed | Failed | Suspended | Released


@dataclass(frozen=True)
class Verdict:
    """One condition as an outcome has it: everything but the times."""

    type: Type
    status: Truth
    reason: str
    message: str


def summarise(
    previous: BackendRepoStatus, outcome: Told, *, generation: int, requested_at: str | None, now: datetime
) -> BackendRepoStatus:
    """Return the status after an outcome; equal to `previous` where nothing changed for a reader."""
    return previous.model_copy(
        update={
            "observed_generation": generation,
            "last_handled_reconcile_at": requested_at or previous.last_handled_reconcile_at,
            "repository_id": outcome.repository if isinstance(outcome, Governed) else previous.repository_id,
            "governance": _governance(previous.governance, outcome, now),
            "conditions": conditions(previous, _verdicts(previous, outcome), generation, now),
        }
    )


def conditions(previous: Status, verdicts: Iterable[Verdict], generation: int, now: datetime) -> tuple[Condition, ...]:
    """Return the conditions that the verdicts make, each with its time of transition."""
    return tuple(_condition(previous, verdict, generation, now) for verdict in verdicts)


def _condition(previous: Status, verdict: Verdict, generation: int, now: datetime) -> Condition:
    earlier = previous.condition(verdict.type)
    same = earlier is not None and earlier.status is verdict.status
    return Condition(
        type=verdict.type,
        status=verdict.status,
        reason=verdict.reason,
        message=shortened(verdict.message, LONGEST_MESSAGE),
        last_transition_time=earlier.last_transition_time if earlier and same else now,
        observed_generation=generation,
    )


def shortened(message: str, longest: int) -> str:
    """Return the message, cut in the middle where it is too long: its end says what to do."""
    end = longest // 2
    return message if len(message) <= longest else f"{message[: longest - end - 1]}…{message[-end:]}"


def ready(error: BackendRepoError | None, reason: str, message: str) -> tuple[Verdict, ...]:
    """Return `Ready`, and what kstatus wants beside it while it is not True."""
    if error is None:
        return (Verdict(Type.READY, Truth.TRUE, reason, message),)
    waiting = isinstance(error, Waiting)
    return (
        Verdict(Type.READY, Truth.UNKNOWN if waiting else Truth.FALSE, error.reason, str(error)),
        Verdict(Type.RECONCILING if waiting else Type.STALLED, Truth.TRUE, error.reason, str(error)),
    )


def _verdicts(previous: BackendRepoStatus, outcome: Told) -> tuple[Verdict, ...]:
    match outcome:
        case Governed(plan=plan) if plan.changes:
            message = f"Mode Observe: not written. Drift: {plan}."
            return (
                *ready(None, Reason.DRIFT_OBSERVED, message),
                Verdict(Type.GOVERNANCE_IN_SYNC, Truth.FALSE, Reason.DRIFT_OBSERVED, message),
            )
        case Governed(plan=plan):
            message = f"Every managed setting of the branch {plan.branch} is on the standard."
            return (
                *ready(None, Reason.IN_SYNC, message),
                Verdict(Type.GOVERNANCE_IN_SYNC, Truth.TRUE, Reason.IN_SYNC, message),
            )
        case Suspended():
            message = "spec.suspend is set: the repository is neither read nor written."
            return (
                Verdict(Type.READY, Truth.FALSE, Reason.SUSPENDED, message),
                Verdict(Type.GOVERNANCE_IN_SYNC, Truth.UNKNOWN, Reason.SUSPENDED, message),
            )
        case _:
            return (*ready(outcome.error, "", ""), _sync_after_failure(previous, outcome.error, outcome.plan))


def _sync_after_failure(previous: BackendRepoStatus, error: BackendRepoError, plan: Plan | None) -> Verdict:
    """Tell of a known drift; let stand what was observed before an outage; else know nothing."""
    if plan and plan.changes:
        return Verdict(Type.GOVERNANCE_IN_SYNC, Truth.FALSE, error.reason, f"Drift: {plan}.")
    earlier = previous.condition(Type.GOVERNANCE_IN_SYNC)
    if isinstance(error, Waiting) and earlier:
        return Verdict(earlier.type, earlier.status, earlier.reason, earlier.message)
    message = "The settings could not be compared: the condition Ready says why."
    return Verdict(Type.GOVERNANCE_IN_SYNC, Truth.UNKNOWN, Reason.NOT_OBSERVED, message)


def _governance(previous: GovernanceStatus | None, outcome: Told, now: datetime) -> GovernanceStatus | None:
    plan = None if isinstance(outcome, Suspended) else outcome.plan
    if plan is None:
        return _unobserved(previous, outcome)
    repaired = outcome.repaired if isinstance(outcome, Governed) else ()
    return GovernanceStatus(
        state=_state(outcome, plan),
        branch=plan.branch,
        drift=_drifts(plan.changes),
        last_repair=Repair(time=now, changes=_drifts(repaired)) if repaired else previous and previous.last_repair,
    )


def _unobserved(previous: GovernanceStatus | None, outcome: Told) -> GovernanceStatus | None:
    outage = isinstance(outcome, Failed) and isinstance(outcome.error, Waiting)
    if previous is None or outage:
        return previous
    return previous.model_copy(update={"state": GovernanceState.UNKNOWN, "drift": ()})


def _state(outcome: Told, plan: Plan) -> GovernanceState:
    if not plan.changes:
        return GovernanceState.IN_SYNC
    return GovernanceState.OBSERVING if isinstance(outcome, Governed) else GovernanceState.DRIFTED


def _drifts(changes: Iterable[Change]) -> tuple[Drift, ...]:
    return tuple(
        Drift(
            setting=change.setting,
            live=shortened(text(change.live), LONGEST_VALUE),
            wanted=shortened(text(change.wanted), LONGEST_VALUE),
        )
        for change in changes
    )


@dataclass(frozen=True)
class Event:
    """An Event to post about an object."""

    type: str
    reason: str
    message: str


def events(previous: BackendRepoStatus, current: BackendRepoStatus, outcome: Told) -> tuple[Event, ...]:
    """Return the Events of a transition: a repair, new drift, and each change of the reason that `Ready` gives."""
    if isinstance(outcome, Governed) and outcome.repaired:
        changes = ", ".join(map(str, outcome.repaired))
        return (Event("Normal", "Repaired", f"Brought onto the standard: {changes}."),)
    posted = transition(previous, current)
    ready = current.condition(Type.READY)
    if not posted and ready and _new_drift(previous, current):
        return (_event(ready),)
    return posted


def transition(previous: Status, current: Status) -> tuple[Event, ...]:
    """Return the Event of `Ready` having another reason than before."""
    before, after = previous.condition(Type.READY), current.condition(Type.READY)
    if after is None or (before and before.reason == after.reason):
        return ()
    return (_event(after),)


def _event(ready: Condition) -> Event:
    calm = ready.reason in (Reason.IN_SYNC, Reason.SUSPENDED, Reason.VALID)
    return Event("Normal" if calm else "Warning", ready.reason, ready.message)


def _new_drift(previous: BackendRepoStatus, current: BackendRepoStatus) -> bool:
    before = previous.governance.drift if previous.governance else ()
    after = current.governance.drift if current.governance else ()
    return bool(after) and before != after
