"""When a scan is due, and why: on another commit or other rules, by the schedule, on request, after a failure. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from backendrepo.api.conformance import ScanStatus

MOST_FAILURES = 4
"""Scans in a row that fail before nothing but another trigger brings the next one."""

FIRST_PAUSE = timedelta(seconds=30)
"""Between a failed scan and the next try; three times as long after each further one."""

LONGEST_PAUSE = timedelta(hours=6)
"""Between two tries at a source of advisories that gives no answer: it is not given up, for nobody is told when it is
there again."""


@dataclass(frozen=True)
class Due:
    """A scan that is to be started now."""

    why: str
    """In a few words, for people."""
    occasion: str = ""
    """What makes it another scan than one of the same inputs before."""
    again: bool = False
    """Whether it is another try of one that failed."""
    quiet: bool = False
    """Whether nobody waits for it, so that the status tells of it when it has ended."""


def due(status: ScanStatus, *, inputs: str, requested: str | None, tick: datetime | None, now: datetime) -> Due | None:
    """Return why a scan is due, None where it is not.

    `status` tells of the latest scan, `inputs` is what one would be of now, `requested` a request that was not handled
    yet, `tick` when the schedule had or has the first scan after the latest one.
    """
    if status.inputs is None or status.started is None:
        return Due("the first scan")
    if status.inputs != inputs:
        return Due("another commit, or other rules")
    if requested is not None:
        return Due("a request", f"requested {requested}")
    if status.retry and status.retry <= now:
        return Due("another try", f"try {status.failures} of {status.started:%FT%TZ}", again=True)
    if tick and tick <= now:
        return Due("the schedule", f"scheduled {tick:%FT%TZ}", quiet=True)
    return None


def retry(failures: int, now: datetime) -> datetime | None:
    """Return when a scan is tried again that failed so many times in a row, None where it is not."""
    return now + FIRST_PAUSE * 3 ** (failures - 1) if failures < MOST_FAILURES else None


def asked_again(unanswered: int, now: datetime) -> datetime:
    """Return when a source of advisories is asked again that gave no answer so many times in a row."""
    pause: timedelta = FIRST_PAUSE * 3 ** min(unanswered - 1, 10)
    return now + min(pause, LONGEST_PAUSE)
