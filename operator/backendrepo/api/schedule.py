"""A schedule: five cron fields, in UTC. The API server looks at its form, its meaning needs a calendar."""

from datetime import UTC, datetime
from typing import Annotated

from cronsim import CronSim, CronSimError
from pydantic import AfterValidator, Field

from backendrepo.api.rules import rules

_TO_WRITE = "write a schedule as five cron fields, for example 0 3 * * *"


def next_tick(schedule: str, after: datetime) -> datetime:
    """Return the first moment of a schedule after another one. Raises `ValueError` where it is none."""
    try:
        return next(CronSim(schedule, after))
    except CronSimError as error:
        raise ValueError(f"{schedule} is no schedule ({error}): {_TO_WRITE}") from None


def _with_moments(schedule: str) -> str:
    next_tick(schedule, datetime(2026, 1, 1, tzinfo=UTC))
    return schedule


Schedule = Annotated[
    str,
    AfterValidator(_with_moments),
    Field(
        max_length=100,
        description="When to scan beside each new commit, in UTC, as five cron fields: minute, hour, day of month, "
        "month, day of week. For example 0 3 * * * (each night at three).",
        json_schema_extra=rules(("self.matches('^[0-9A-Za-z*,/-]+( [0-9A-Za-z*,/-]+){4}$')", _TO_WRITE)),
    ),
]
"""Five cron fields that come to a moment."""
