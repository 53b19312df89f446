"""Values as they stand in YAML: written without noise, read back the same, refused where they mean nothing."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from backendrepo.model import Duration, Model, Timestamp, seconds


class Part(Model):
    a_list: tuple[str, ...] = ()
    a_switch: bool | None = None


class Example(Model):
    some_name: str = "x"
    a_list: tuple[str, ...] = ()
    a_time: Timestamp | None = None
    a_duration: Duration | None = None
    a_part: Part | None = None
    parts: tuple[Part, ...] = ()


parts = st.builds(Part, a_list=st.lists(st.text(), max_size=2).map(tuple), a_switch=st.none() | st.booleans())
zones = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.datetimes(min_value=datetime(1970, 1, 2), max_value=datetime(9000, 1, 1), timezones=zones)
examples = st.builds(
    Example,
    some_name=st.text(),
    a_list=st.lists(st.text(), max_size=2).map(tuple),
    a_time=st.none() | moments,
    a_part=st.none() | parts,
    parts=st.lists(parts, max_size=2).map(tuple),
)


def test_yaml_has_camel_case_and_neither_nulls_nor_empty_lists():
    assert Example().manifest() == {"someName": "x"}
    assert Example(a_list=("a",)).manifest() == {"someName": "x", "aList": ["a"]}
    assert Example(a_part=Part(a_switch=False), parts=(Part(a_list=("a",)), Part())).manifest() == {
        "someName": "x",
        "aPart": {"aSwitch": False},
        "parts": [{"aList": ["a"]}, {}],
    }


@given(examples)
def test_what_is_written_is_read_back_the_same(example: Example):
    assert Example.model_validate(example.manifest()) == example


def test_a_field_that_this_version_does_not_know_is_no_reason_to_fail():
    assert Example.model_validate({"someName": "y", "unknownField": 1}) == Example(some_name="y")


def test_a_value_does_not_change_under_its_readers():
    with pytest.raises(ValidationError, match="frozen"):
        Example().some_name = "y"


# Times


@given(moments)
def test_a_time_is_kept_to_the_second_in_utc(moment: datetime):
    written = Example(a_time=moment).manifest()["aTime"]
    assert written == moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert Example.model_validate({"aTime": written}).a_time == moment.replace(microsecond=0)


def test_a_time_of_another_zone_is_the_same_moment():
    moment = datetime(2026, 11, 24, 1, 30, tzinfo=timezone(timedelta(hours=2)))
    assert Example(a_time=moment).manifest()["aTime"] == "2026-11-23T23:30:00Z"


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValidationError, match="means nothing to another machine"):
        Example(a_time=datetime(2026, 1, 1))


# Durations


@pytest.mark.parametrize(
    ("text", "length"),
    [
        *[("10m", 600), ("1h30m", 5400), ("45s", 45), ("1h1m1s", 3661), ("0s", 0)],
        *[("1h1h", 7200), ("1m1h", 3660)],  # as Kubernetes adds them up
        ("999999999999999h", 3.6e18),  # longer than any calendar
    ],
)
def test_durations_are_read_in_seconds(text: str, length: float):
    assert seconds(Example(a_duration=text).a_duration) == pytest.approx(length)


@given(st.integers(0, 999), st.integers(0, 999), st.integers(0, 999))
def test_a_duration_is_the_sum_of_its_parts(hours: int, minutes: int, rest: int):
    assert seconds(f"{hours}h{minutes}m{rest}s") == hours * 3600 + minutes * 60 + rest


@pytest.mark.parametrize("text", ["", "10", "m", "1d", "-5m", "1.5h", "10m ", "10m\n", "1h 30m", "٣m", "1" * 16 + "s"])
def test_what_is_no_duration_is_refused(text: str):
    with pytest.raises(ValidationError):
        Example(a_duration=text)
