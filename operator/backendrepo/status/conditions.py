"""Verdicts as conditions after kstatus. Source: Kubernetes, "API conventions"; cli-utils, "kstatus"."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from backendrepo.api.conditions import Condition, Status, Truth, Type
from backendrepo.errors import BackendRepoError, Waiting

LONGEST_MESSAGE = 2048

_ORDER = {kind: rank for rank, kind in enumerate(Type)}


@dataclass(frozen=True)
class Verdict:
    """One condition as an outcome has it: everything but the times."""

    type: Type
    status: Truth
    reason: str
    message: str


def conditions(previous: Status, verdicts: Iterable[Verdict], generation: int, now: datetime) -> tuple[Condition, ...]:
    """Return the conditions that the verdicts make, each with its time of transition, in the order of printing."""
    ordered = sorted(verdicts, key=lambda verdict: _ORDER[verdict.type])
    return tuple(_condition(previous, verdict, generation, now) for verdict in ordered)


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
    if isinstance(error, Waiting):
        return (
            Verdict(Type.READY, Truth.UNKNOWN, error.reason, str(error)),
            Verdict(Type.RECONCILING, Truth.TRUE, error.reason, str(error)),
        )
    return stalled(error.reason, str(error))


def stalled(reason: str, message: str) -> tuple[Verdict, ...]:
    """Return that a person has to act."""
    return (Verdict(Type.READY, Truth.FALSE, reason, message), Verdict(Type.STALLED, Truth.TRUE, reason, message))


def kept(previous: Status, kind: Type) -> Verdict | None:
    """Return an earlier condition as a verdict that still stands, None where there is none."""
    earlier = previous.condition(kind)
    return Verdict(kind, earlier.status, earlier.reason, earlier.message) if earlier else None
