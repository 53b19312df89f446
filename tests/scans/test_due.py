"""When a scan is due, and why."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backendrepo.api.conformance import ScanStatus
from backendrepo.errors import InvalidSpec
from backendrepo.scans.due import MOST_FAILURES, Due, due, next_tick, retry

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
SCANNED = ScanStatus(inputs="same", started=NOW - timedelta(hours=1))


def told(status: ScanStatus = SCANNED, **more: object) -> Due | None:
    return due(status, **{"inputs": "same", "requested": None, "tick": None, "now": NOW, **more})


@pytest.mark.parametrize(
    ("why", "status", "more"),
    [
        ("the first scan", ScanStatus(), {}),
        ("another commit, or other rules", SCANNED, {"inputs": "another"}),
        ("a request", SCANNED, {"requested": "now please"}),
        ("another try", SCANNED.model_copy(update={"failures": 1, "retry": NOW}), {}),
        ("the schedule", SCANNED, {"tick": NOW}),
    ],
)
def test_a_scan_is_due_for_each_reason(why, status, more):
    assert told(status, **more).why == why


@pytest.mark.parametrize(
    ("status", "more"),
    [
        (SCANNED, {}),
        (SCANNED, {"tick": NOW + timedelta(seconds=1)}),
        (SCANNED.model_copy(update={"failures": 1, "retry": NOW + timedelta(seconds=1)}), {}),
        (SCANNED.model_copy(update={"failures": MOST_FAILURES}), {}),
    ],
)
def test_nothing_is_due_before_its_time(status, more):
    assert told(status, **more) is None


def test_two_scans_of_the_same_commit_have_different_occasions():
    failed = SCANNED.model_copy(update={"failures": 1, "retry": NOW})
    again = failed.model_copy(update={"failures": 2, "started": NOW})
    occasions = [
        told(ScanStatus()).occasion,
        told(requested="a").occasion,
        told(requested="b").occasion,
        told(tick=NOW).occasion,
        told(tick=NOW - timedelta(days=1)).occasion,
        told(failed).occasion,
        told(again).occasion,
    ]
    assert len(set(occasions)) == len(occasions)


def test_only_another_try_goes_on_counting_failures():
    failed = SCANNED.model_copy(update={"failures": 1, "retry": NOW})
    assert told(failed).again
    assert not told(failed, inputs="another").again


def test_a_schedule_tells_its_next_moment():
    assert next_tick("0 3 * * 1", NOW) == datetime(2026, 11, 30, 3, 0, tzinfo=UTC)


@pytest.mark.parametrize("schedule", ["61 3 * * *", "0 3 31 2 *", "a b c d e", "0 3 * *", ""])
def test_a_schedule_that_is_none_is_refused_with_what_to_write(schedule):
    with pytest.raises(InvalidSpec, match=r"for example 0 3 \* \* \*"):
        next_tick(schedule, NOW)


def test_tries_come_later_and_later_and_end():
    pauses = [retry(failures, NOW) for failures in range(1, MOST_FAILURES)]
    assert pauses == [NOW + timedelta(seconds=seconds) for seconds in (30, 90, 270)]
    assert retry(MOST_FAILURES, NOW) is None


@given(
    minute=st.integers(0, 59),
    hour=st.integers(0, 23),
    after=st.datetimes(datetime(2026, 1, 1), datetime(2036, 1, 1), timezones=st.just(UTC)),
)
def test_a_nightly_schedule_comes_within_a_day(minute, hour, after):
    tick = next_tick(f"{minute} {hour} * * *", after)
    assert after < tick <= after + timedelta(days=1)
    assert (tick.hour, tick.minute) == (hour, minute)
