from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from backendrepo.model import Duration, Model, Timestamp, seconds


class Example(Model):
    some_name: str = "x"
    a_list: tuple[str, ...] = ()
    a_time: Timestamp | None = None
    a_duration: Duration | None = None


def test_yaml_has_camel_case_and_neither_nulls_nor_empty_lists():
    assert Example().manifest() == {"someName": "x"}
    assert Example(a_list=("a",)).manifest() == {"someName": "x", "aList": ["a"]}
    assert Example.model_validate({"someName": "y", "unknownField": 1}) == Example(some_name="y")


@given(st.datetimes(timezones=st.just(UTC), min_value=datetime(1970, 1, 1), max_value=datetime(9000, 1, 1)))
def test_a_time_is_kept_to_the_second(moment: datetime):
    written = Example(a_time=moment).manifest()
    assert Example.model_validate(written).a_time == moment.replace(microsecond=0)
    assert written["aTime"].endswith("Z")


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValidationError, match="means nothing to another machine"):
        Example(a_time=datetime(2026, 1, 1))


@pytest.mark.parametrize(("text", "length"), [("10m", 600), ("1h30m", 5400), ("45s", 45), ("1h1m1s", 3661)])
def test_durations_are_read_in_seconds(text: str, length: float):
    assert seconds(Example(a_duration=text).a_duration) == length


@pytest.mark.parametrize("text", ["", "10", "m", "1d", "-5m", "1.5h"])
def test_what_is_no_duration_is_refused(text: str):
    with pytest.raises(ValidationError):
        Example(a_duration=text)
