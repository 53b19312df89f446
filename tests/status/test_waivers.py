"""Waivers hold through their last day, say when it is near, and never hold for longer than the standard allows."""

from datetime import UTC, date, datetime, timedelta, timezone

import hypothesis.strategies as st
import pytest
from hypothesis import given

from backendrepo.api.conformance import WaiverState, WaiverStatus
from backendrepo.api.scan import Waiver
from backendrepo.findings import Waiver as Held
from backendrepo.status import next_change, waivers_of

TODAY = date(2026, 11, 24)
IN_FORCE, EXPIRING, EXPIRED, TOO_LONG, _ = WaiverState


def waiver(expires: date | str, control: str = "gates/e2e-tests") -> Waiver:
    return Waiver(control=control, reason="PAY-812", owner="payments-team", expires=str(expires))


def state(expires: date | str, today: date = TODAY, longest: int = 180) -> WaiverState:
    (found,) = waivers_of([waiver(expires)], today, longest=longest).states
    return found.state


@pytest.mark.parametrize(
    ("days", "expected"),
    [(-1, EXPIRED), (0, EXPIRING), (14, EXPIRING), (15, IN_FORCE), (180, IN_FORCE), (181, TOO_LONG)],
)
def test_how_a_waiver_stands_by_the_days_that_are_left(days: int, expected: WaiverState):
    assert state(TODAY + timedelta(days=days)) is expected


def test_a_day_that_the_calendar_does_not_have_waives_nothing():
    assert state("2027-02-31") is EXPIRED
    assert next_change([waiver("2027-02-31")], datetime(2026, 11, 24, tzinfo=UTC), longest=180) is None


def test_the_status_lists_each_waiver_and_the_report_gets_all_but_those_that_are_too_long():
    found = waivers_of(
        [waiver("2027-03-31"), waiver("2026-01-01", "a/x"), waiver("2030-01-01", "a/y")], TODAY, longest=180
    )
    assert found.states == (
        WaiverStatus(control="gates/e2e-tests", expires="2027-03-31", state=IN_FORCE),
        WaiverStatus(control="a/x", expires="2026-01-01", state=EXPIRED),
        WaiverStatus(control="a/y", expires="2030-01-01", state=TOO_LONG),
    )
    assert found.held == (
        Held("gates/e2e-tests", "PAY-812", "payments-team", date(2027, 3, 31)),
        Held("a/x", "PAY-812", "payments-team", date(2026, 1, 1)),
    )


days = st.dates(date(2025, 1, 1), date(2029, 12, 31))


@given(days, days, st.integers(1, 365))
def test_the_status_and_the_report_agree_on_what_holds(expires: date, today: date, longest: int):
    found = waivers_of([waiver(expires)], today, longest=longest)
    holds = any(each.holds(today) for each in found.held)
    assert holds == (found.states[0].state in (IN_FORCE, EXPIRING))
    assert not holds or expires <= today + timedelta(days=longest)


@given(st.lists(days, max_size=4), days, st.integers(1, 365), st.integers(0, 23))
def test_nothing_changes_before_the_next_change_and_something_does_then(
    expiries: list[date], today: date, longest: int, hour: int
):
    written = [waiver(expires, f"a/x{number}") for number, expires in enumerate(expiries)]
    now = datetime(today.year, today.month, today.day, hour, tzinfo=UTC)
    then = next_change(written, now, longest=longest)

    def states(day: date) -> tuple[WaiverStatus, ...]:
        return waivers_of(written, day, longest=longest).states

    if then is None:
        assert states(today) == states(date(2040, 1, 1))
        return
    assert now < then
    assert then.time().isoformat() == "00:00:00"
    assert states(then.date() - timedelta(days=1)) == states(today)
    assert states(then.date()) != states(today) or longest <= 14


@pytest.mark.parametrize(
    ("expires", "then"),
    [
        ("2026-11-24", datetime(2026, 11, 25, tzinfo=UTC)),
        ("2026-12-24", datetime(2026, 12, 10, tzinfo=UTC)),
        ("2027-12-31", datetime(2027, 7, 4, tzinfo=UTC)),
        ("2026-11-23", None),
    ],
)
def test_the_next_change_is_at_midnight_in_utc(expires: str, then: datetime | None):
    now = datetime(2026, 11, 24, 12, tzinfo=UTC)
    assert next_change([waiver(expires)], now, longest=180) == then


def test_a_day_is_one_of_utc_wherever_the_operator_runs():
    tokyo = datetime(2026, 11, 25, 8, tzinfo=timezone(timedelta(hours=9)))  # 23:00 of the day before in UTC
    assert next_change([waiver("2026-11-24")], tokyo, longest=180) == datetime(2026, 11, 25, tzinfo=UTC)


def test_without_waivers_nothing_ever_changes():
    assert waivers_of([], TODAY, longest=180).states == ()
    assert next_change([], datetime(2026, 11, 24, tzinfo=UTC), longest=180) is None
