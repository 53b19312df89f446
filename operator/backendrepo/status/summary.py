"""What a turn came to, as one status.

Invariants, tested as properties: `Ready` is always present; `Reconciling` and `Stalled` only while True and never
both; `Ready` is not True beside either; `Ready` Unknown comes with `Reconciling`; `lastTransitionTime` moves only
when the status of a condition does; an equal outcome gives an equal status.
"""

from datetime import datetime

from backendrepo.api.backendrepo import BackendRepoStatus
from backendrepo.status import content, dependencies, governance, scanning
from backendrepo.status.conditions import Verdict, conditions
from backendrepo.status.outcomes import Governed, Learnt, Told


def summarise(  # noqa: PLR0913 - each is one fact of a turn
    previous: BackendRepoStatus,
    outcome: Told,
    *,
    generation: int,
    requested_at: str | None,
    now: datetime,
    learnt: Learnt | None = None,
) -> BackendRepoStatus:
    """Return the status after an outcome; equal to `previous` where nothing changed for a reader.

    `learnt` is what is known of the content, None where the turn did not get as far as that: what the status says of
    it stands then.
    """
    return previous.model_copy(
        update={
            "observed_generation": generation,
            "last_handled_reconcile_at": requested_at or previous.last_handled_reconcile_at,
            "last_handled_scan_at": (learnt and learnt.scan_requested_at) or previous.last_handled_scan_at,
            "repository_id": outcome.repository if isinstance(outcome, Governed) else previous.repository_id,
            "governance": governance.governance(previous.governance, outcome, now),
            "scan": learnt.scan if learnt else previous.scan,
            "conformance": content.conformance(previous.conformance, learnt),
            "vulnerabilities": dependencies.vulnerabilities(previous.vulnerabilities, learnt),
            "conditions": conditions(previous, _verdicts(previous, outcome, learnt), generation, now),
        }
    )


def _verdicts(previous: BackendRepoStatus, outcome: Told, learnt: Learnt | None) -> tuple[Verdict, ...]:
    scan = scanning.verdict(previous, learnt)
    return (
        *scanning.with_scans(governance.verdicts(previous, outcome), outcome, scan, learnt),
        content.verdict(previous, learnt, scan),
        dependencies.verdict(previous, learnt, scan),
    )
