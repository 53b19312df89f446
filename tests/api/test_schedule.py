"""A schedule comes to moments, or says what to write."""

from datetime import UTC, datetime, timedelta

import hypothesis.strategies as st
import pytest
from hypothesis import given
from pydantic import ValidationError

from backendrepo.api.scan import Scan, StandardScan
from backendrepo.api.schedule import next_tick

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def test_it_tells_its_next_moment():
    assert next_tick("0 3 * * 1", NOW) == datetime(2026, 11, 30, 3, 0, tzinfo=UTC)


@pytest.mark.parametrize("schedule", ["61 3 * * *", "0 3 31 2 *", "a b c d e", "0 3 * *", "", "5-3 * * * *"])
@pytest.mark.parametrize("kind", [Scan, StandardScan])
def test_one_that_never_comes_is_refused_with_what_to_write(kind, schedule):
    with pytest.raises(ValidationError, match=r"is no schedule .*: write .* for example 0 3 \* \* \*"):
        kind(schedule=schedule)


@given(
    minute=st.integers(0, 59),
    hour=st.integers(0, 23),
    after=st.datetimes(datetime(2026, 1, 1), datetime(2036, 1, 1), timezones=st.just(UTC)),
)
def test_a_nightly_schedule_comes_within_a_day(minute, hour, after):
    tick = next_tick(f"{minute} {hour} * * *", after)
    assert after < tick <= after + timedelta(days=1)
    assert (tick.hour, tick.minute) == (hour, minute)
