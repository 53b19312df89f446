"""How the repository's settings stand: `Ready`, `GovernanceInSync` and `status.governance`."""

from collections.abc import Iterable
from datetime import datetime

from backendrepo.api.backendrepo import BackendRepoStatus, Drift, GovernanceState, GovernanceStatus, Repair
from backendrepo.api.conditions import Truth, Type
from backendrepo.api.reasons import Reason
from backendrepo.errors import BackendRepoError, Waiting
from backendrepo.plan import Change, Plan, text
from backendrepo.status.conditions import Verdict, kept, ready, shortened
from backendrepo.status.outcomes import Failed, Governed, Suspended, Told
from backendrepo.status.required import unreachable

LONGEST_VALUE = 1024
"""Characters of a setting's value in the status, of which 256 have to fit into an object of 1.5 MiB."""


def verdicts(previous: BackendRepoStatus, outcome: Told) -> tuple[Verdict, ...]:
    """Return what an outcome says of the whole and of the settings."""
    match outcome:
        case Governed(plan=plan, required=required) if plan.changes:
            message = f"Mode Observe: not written. Drift: {plan}.{unreachable(required)}"
            return (
                *ready(None, Reason.DRIFT_OBSERVED, message),
                Verdict(Type.GOVERNANCE_IN_SYNC, Truth.FALSE, Reason.DRIFT_OBSERVED, message),
            )
        case Governed(plan=plan, required=required):
            message = f"Every managed setting of the branch {plan.branch} is on the standard.{unreachable(required)}"
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
    earlier = kept(previous, Type.GOVERNANCE_IN_SYNC)
    if isinstance(error, Waiting) and earlier:
        return earlier
    message = "The settings could not be compared: the condition Ready says why."
    return Verdict(Type.GOVERNANCE_IN_SYNC, Truth.UNKNOWN, Reason.NOT_OBSERVED, message)


def governance(previous: GovernanceStatus | None, outcome: Told, now: datetime) -> GovernanceStatus | None:
    """Return how the settings stand, None before the first look."""
    if isinstance(outcome, Suspended) or outcome.plan is None:
        return _unobserved(previous, outcome)
    plan = outcome.plan
    repaired = outcome.repaired if isinstance(outcome, Governed) else ()
    return GovernanceStatus(
        state=_state(outcome, plan),
        branch=plan.branch,
        drift=_drifts(plan.changes),
        required_checks=outcome.required,
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
