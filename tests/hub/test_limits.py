"""What an answer says about limits: never a crash, never longer than an hour, whatever the header holds."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.github.limits import SECONDARY

from backendrepo.hub.answer import Answer
from backendrepo.hub.limits import HOUR, MINUTE, number, pause, remaining

pytestmark = pytest.mark.integration

NOW = 1_700_000_000.0


def at(seconds: float) -> str:
    return format_datetime(datetime.fromtimestamp(NOW + seconds, UTC), usegmt=True)


def limited(status: int = 403, message: str = "", **headers: str) -> Answer:
    return Answer(
        "GET /x", status, {name.replace("_", "-"): value for name, value in headers.items()}, {"message": message}
    )


@pytest.mark.parametrize(
    ("answer", "seconds"),
    [
        (limited(retry_after="17"), 17),
        (limited(429, retry_after="17"), 17),
        (limited(retry_after="0"), 1),
        (limited(retry_after="2.5"), 2.5),
        (limited(retry_after=at(90)), 90),
        (limited(retry_after=at(90).replace("GMT", "-0000")), 90),
        (limited(retry_after=at(-90)), MINUTE),
        (limited(retry_after=at(10 * HOUR)), HOUR),
        (limited(retry_after="999999"), HOUR),
        (limited(retry_after="9" * 400), MINUTE),
        (limited(retry_after="-5"), MINUTE),
        (limited(retry_after="soon"), MINUTE),
        (limited(retry_after=""), MINUTE),
        (limited(retry_after="nan"), MINUTE),
        (limited(retry_after="Mon, 99 Foo 99999 99:99:99 GMT"), MINUTE),
        (limited(x_ratelimit_remaining="0", x_ratelimit_reset=str(NOW + 600)), 600),
        (limited(x_ratelimit_remaining="0", x_ratelimit_reset=str(NOW - 600)), MINUTE),
        (limited(x_ratelimit_remaining="0", x_ratelimit_reset=str(NOW + 1e9)), HOUR),
        (limited(x_ratelimit_remaining="0", x_ratelimit_reset="later"), MINUTE),
        (limited(x_ratelimit_remaining="0"), MINUTE),
        (limited(429), MINUTE),
        (limited(403, SECONDARY), MINUTE),
        (limited(403, "API rate limit exceeded for user ID 1."), MINUTE),
        (
            limited(403, "You have triggered an abuse detection mechanism. Please retry your request again later."),
            MINUTE,
        ),
        (limited(403, "Resource not accessible by integration", x_ratelimit_remaining="4999"), 0),
        (limited(403, "Resource not accessible by integration", x_ratelimit_remaining="none"), 0),
        (limited(503, retry_after="17"), 0),
        (limited(200, x_ratelimit_remaining="0"), 0),
    ],
)
def test_a_refusal_asks_for_a_pause(answer: Answer, seconds: float):
    assert pause(answer, NOW) == pytest.approx(seconds)


@pytest.fixture
def in_new_york(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def test_a_date_without_a_zone_is_in_utc_wherever_the_operator_runs(in_new_york):
    assert pause(limited(retry_after=at(90).replace("GMT", "-0000")), NOW) == 90


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"x_ratelimit_remaining": "41", "x_ratelimit_reset": str(NOW + 60)}, (41, NOW + 60)),
        ({"x_ratelimit_remaining": "41.0", "x_ratelimit_reset": str(NOW + 60)}, (41, NOW + 60)),
        ({"x_ratelimit_remaining": "41", "x_ratelimit_reset": str(NOW + 9e9)}, (41, NOW + HOUR)),
        (
            {"x_ratelimit_remaining": "41", "x_ratelimit_reset": str(NOW + 60), "x_ratelimit_resource": "core"},
            (41, NOW + 60),
        ),
        ({"x_ratelimit_remaining": "41", "x_ratelimit_reset": str(NOW + 60), "x_ratelimit_resource": "search"}, None),
        ({"x_ratelimit_remaining": "-1", "x_ratelimit_reset": str(NOW + 60)}, None),
        ({"x_ratelimit_remaining": "many", "x_ratelimit_reset": str(NOW + 60)}, None),
        ({"x_ratelimit_remaining": "41", "x_ratelimit_reset": "1e999"}, None),
        ({"x_ratelimit_remaining": "41"}, None),
        ({}, None),
    ],
)
def test_what_is_left_of_the_hour_is_known_or_not(headers: dict[str, str], expected: tuple[float, float] | None):
    assert remaining(limited(200, **headers), NOW) == expected


def test_a_refused_credential_is_told_nothing_about_its_own_hour():
    assert remaining(limited(401, x_ratelimit_remaining="59", x_ratelimit_reset=str(NOW + 60)), NOW) is None


HEADER = st.one_of(st.text(), st.integers().map(str), st.floats().map(str), st.datetimes().map(format_datetime))


@given(st.sampled_from([200, 403, 429]), HEADER, HEADER, HEADER)
def test_no_header_stops_or_blocks_the_operator(status: int, after: str, left: str, reset: str):
    answer = limited(status, retry_after=after, x_ratelimit_remaining=left, x_ratelimit_reset=reset)
    assert 0 <= pause(answer, NOW) <= HOUR
    hour = remaining(answer, NOW)
    assert hour is None or (hour[0] >= 0 and hour[1] <= NOW + HOUR)


@given(HEADER)
def test_a_header_is_a_number_only_where_pygithub_can_read_it(text: str):
    found = number(text)
    assert found is None or int(float(text)) == int(found)
