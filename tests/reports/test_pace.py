"""A rollup tells of a change in time, and is written no more often than that takes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, pairwise, repeat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backendrepo.reports.pace import FACTOR, GATHER, LATEST, MARGIN, Pace

LONG_AGO = Pace(began=-100.0)
CHANGES = st.lists(st.floats(0, 60), min_size=1, max_size=60).map(sorted)
ROUNDING = 1e-6


@dataclass
class Write:
    """A write, and the changes that it is the first to tell of."""

    began: float
    ended: float
    changes: list[float] = field(default_factory=list)

    @property
    def waited(self) -> float:
        """How long the first of them waited."""
        return self.ended - self.changes[0]


def simulated(changes: Iterable[float], durations: Iterator[float]) -> list[Write]:
    """Return what is written of changes by one worker; the earliest moment that is due counts, as in the work queue."""
    pace, due, waiting, writes = LONG_AGO, None, [], []
    for change in chain(changes, [1e9]):
        while due is not None and (began := max(due, writes[-1].ended if writes else due)) < change:
            pace = pace.done(writes[-1].ended) if writes else pace
            pace, due = pace.begun(began), None
            writes.append(Write(began, began + next(durations), waiting))
            waiting = []
        known = pace.done(writes[-1].ended) if writes and writes[-1].ended <= change else pace
        due = min(known.due(change), due or 1e12)
        waiting.append(change)
    return writes


@pytest.mark.parametrize(
    ("pace", "changed", "due"),
    [
        (LONG_AGO, 0.0, GATHER),
        (Pace(began=0.0), 1.0, LATEST),
        (Pace(began=0.0), LATEST - 0.1, LATEST - 0.1 + GATHER),
        (Pace(began=0.0), 0.0, LATEST - MARGIN),
        (Pace(began=0.0, expected=0.6), 0.1, LATEST + 0.1 - MARGIN - 0.9),
        (Pace(began=0.0, expected=60.0), 0.0, LATEST / 2),
    ],
    ids=["long after", "after", "at the end", "right after", "while it is written", "where writing takes for ever"],
)
def test_a_change_is_told_of_soon_or_at_the_pace(pace: Pace, changed: float, due: float):
    assert pace.due(changed) == pytest.approx(due)


def test_a_slow_write_is_expected_for_a_while():
    pace = Pace(began=0.0).done(2.0)
    later = [(pace := pace.begun(10.0).done(10.1)).expected for _ in range(40)]
    assert later[0] == pytest.approx(1.8)
    assert sorted(later, reverse=True) == later
    assert later[-1] == pytest.approx(0.1)


@given(CHANGES, st.lists(st.floats(0, MARGIN), min_size=60, max_size=60))
def test_however_changes_come_each_is_told_of_in_time_and_by_one_write(changes: list[float], durations: list[float]):
    writes = simulated(changes, iter(durations))
    assert [change for write in writes for change in write.changes] == changes
    assert max(write.waited for write in writes) <= LATEST + ROUNDING


@given(CHANGES, st.floats(0, LATEST / 2))
def test_where_writing_takes_long_only_what_changed_before_that_was_known_is_told_late(
    changes: list[float], took: float
):
    known, *_ = writes = simulated(changes, repeat(took))
    assert all(write.waited <= LATEST + ROUNDING for write in writes if write.changes[0] >= known.ended)


@given(CHANGES, st.lists(st.floats(0, 10), min_size=60, max_size=60))
def test_a_rollup_is_not_written_again_before_the_pace_unless_something_changed_while_it_was_written(
    changes: list[float], durations: list[float]
):
    slowest = 0.0
    for before, after in pairwise(simulated(changes, iter(durations))):
        slowest = max(slowest, before.ended - before.began)
        reserve = min(MARGIN + FACTOR * slowest, LATEST / 2)
        since = after.changes[0] - before.began
        assert after.began - before.began >= LATEST - max(reserve - since, 0) - ROUNDING
