"""When a repository's turn is: at once, by the clock, or after a pause. Pure functions."""

import random
from datetime import datetime

from backendrepo.api.backendrepo import BackendRepo
from backendrepo.api.conditions import Truth, Type
from backendrepo.api.conformance import ScanState
from backendrepo.errors import RateLimited, Stalled
from backendrepo.status import Failed, Outcome, Released, Suspended

LONGEST_BACKOFF = 300.0
"""Seconds between two tries of what passes by itself, at most."""

JITTER = 0.1
"""Share of a pause by which it varies, so that a fleet does not march in step."""


def settled(repo: BackendRepo) -> bool:
    """Whether nothing was asked of the operator that its status does not tell of already."""
    ready = repo.status.condition(Type.READY)
    return (
        repo.status.observed_generation == repo.metadata.generation
        and repo.metadata.requested_at in (None, repo.status.last_handled_reconcile_at)
        and repo.metadata.scan_requested_at in (None, repo.status.last_handled_scan_at)
        and not repo.metadata.deleting
        and ready is not None
        and ready.status is Truth.TRUE
        and (repo.status.scan is None or repo.status.scan.state is ScanState.IDLE)
    )


def pause(outcome: Outcome, *, interval: float, failures: int, now: datetime) -> float | None:
    """Return the seconds to the next turn, None where only a change brings one.

    `interval` is the standard's drift interval in seconds, `failures` the number of failures in a row.
    """
    match outcome:
        case Released() | Suspended():
            return None
        case Failed(error=RateLimited(until=until)):
            return max((until - now).total_seconds(), 1.0) + random.uniform(0, 10)  # noqa: S311 - no secret
        case Failed(error=Stalled(retry=retry)):
            return jittered(min(retry or interval, interval))
        case Failed():
            return jittered(min(2.0 ** min(failures, 10), LONGEST_BACKOFF))  # beyond, the power would overflow
        case _:
            return jittered(interval)


def sooner(pause: float | None, moment: datetime | None, now: datetime) -> float | None:
    """Return the seconds to the earlier of the end of a pause and a moment, None where there is neither."""
    until = max((moment - now).total_seconds(), 1.0) if moment else None
    return min((each for each in (pause, until) if each is not None), default=None)


def jittered(pause: float) -> float:
    """Return a pause varied by a tenth either way."""
    return pause * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311 - no secret


def first_turn(repo: BackendRepo, interval: float) -> float:
    """Return the seconds to the first turn after a start: at once where something is to do, else spread out.

    A fleet that is in sync is looked at over one drift interval, as if the process had never ended.
    """
    return random.uniform(0, interval) if settled(repo) else 0.0  # noqa: S311 - no secret
