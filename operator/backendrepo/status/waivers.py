"""Which waivers hold today, and when that changes: at midnight, in UTC."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from backendrepo.api.conformance import WaiverState, WaiverStatus
from backendrepo.api.scan import Waiver
from backendrepo.findings import SOON, Report
from backendrepo.findings import Waiver as Held

_DAY = timedelta(days=1)
_OVER = date(2000, 1, 1)


@dataclass(frozen=True)
class Waivers:
    """The waivers of one repository on one day."""

    held: tuple[Held, ...] = ()
    """What is laid over the findings: all but those that would hold for too long. Expired ones are told there."""
    states: tuple[WaiverStatus, ...] = ()
    """All of them, for the status."""


def waivers_of(written: Sequence[Waiver], today: date, *, longest: int) -> Waivers:
    """Return the waivers of `spec.waivers` as they stand today; none may hold for more than so many days from today."""
    states = tuple(
        WaiverStatus(control=each.control, expires=each.expires, state=_state(_last_day(each), today, longest))
        for each in written
    )
    return Waivers(
        held=tuple(
            Held(each.control, each.reason, each.owner, _last_day(each))
            for each, state in zip(written, states, strict=True)
            if state.state is not WaiverState.TOO_LONG
        ),
        states=states,
    )


def next_change(written: Iterable[Waiver], now: datetime, *, longest: int) -> datetime | None:
    """Return the next midnight at which a waiver changes its state, None where none will any more."""
    today = now.astimezone(UTC).date()
    days = [day for each in written for day in _turning_points(_last_day(each), longest) if day > today]
    return datetime.combine(min(days), time(), UTC) if days else None


def matched(states: Iterable[WaiverStatus], report: Report) -> tuple[WaiverStatus, ...]:
    """Return the states once more, those of controls that are not judged by the standard marked as such."""
    known = judged(report)
    return tuple(
        each if each.control in known else each.model_copy(update={"state": WaiverState.UNMATCHED}) for each in states
    )


def judged(report: Report) -> tuple[str, ...]:
    """Return the controls that the standard judges, those that could not be for want of data included."""
    return (*(finding.control for finding in report.findings), *report.left_out)


def _state(last: date, today: date, longest: int) -> WaiverState:
    if today > last:
        return WaiverState.EXPIRED
    days = (last - today).days
    if days > longest:
        return WaiverState.TOO_LONG
    return WaiverState.EXPIRING if days <= SOON else WaiverState.IN_FORCE


def _turning_points(last: date, longest: int) -> tuple[date, ...]:
    """Return the first days on which a waiver holds, soon expires, and has expired."""
    return last - longest * _DAY, last - SOON * _DAY, last + _DAY


def _last_day(waiver: Waiver) -> date:
    """Return the last day of a waiver; one that the calendar does not have is over, so that nothing stays waived."""
    try:
        return date.fromisoformat(waiver.expires)
    except ValueError:
        return _OVER
