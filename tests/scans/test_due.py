"""When a scan is due, and why."""

from datetime import UTC, datetime, timedelta

import pytest

from backendrepo.api.conformance import ScanStatus
from backendrepo.scans.due import MOST_FAILURES, Due, due, retry

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


def test_tries_come_later_and_later_and_end():
    pauses = [retry(failures, NOW) for failures in range(1, MOST_FAILURES)]
    assert pauses == [NOW + timedelta(seconds=seconds) for seconds in (30, 90, 270)]
    assert retry(MOST_FAILURES, NOW) is None
