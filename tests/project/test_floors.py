"""A coverage floor says what it lets through, as coverage.py compares it."""

import pytest
from coverage.results import should_fail_under
from hypothesis import given
from hypothesis import strategies as st

from backendrepo.findings import Evidence
from backendrepo.project.floors import Floor, least, substituted

PLACE = Evidence("pyproject.toml", 1)


@pytest.mark.parametrize(
    ("floor", "precision", "expected"),
    [(99, 0, 98.5), (99, 2, 98.995), (99.5, 0, 99.45), (99.95, 1, 99.945), (100, 0, 100), (0, 0, 0), (-1, 0, -1)],
)
def test_rounding_lets_through_half_a_unit(floor: float, precision: int, expected: float):
    assert least(floor, precision) == expected


@given(st.integers(1, 9_999), st.integers(0, 3), st.sampled_from([1, 10, 100]))
def test_what_is_let_through_is_what_coverage_py_lets_through(hundredths: int, precision: int, step: int):
    floor = hundredths // step * step / 100
    bound = least(floor, precision)
    if floor > 0:
        assert not should_fail_under(bound + 1e-6, floor, precision)
        assert should_fail_under(bound - 1e-6, floor, precision)


def test_a_floor_of_a_hundred_is_a_hundred():
    assert should_fail_under(99.999, 100, 0)
    assert Floor("100", PLACE, "").least == 100


@pytest.mark.parametrize(
    ("written", "variables", "value", "given"),
    [
        ("99", {}, 99.0, 99.0),
        ("99.5", {}, 99.5, 99.5),
        ("$FLOOR", {"FLOOR": "95"}, None, 95.0),
        ("${FLOOR}", {}, None, None),
        ("${FLOOR-90}", {}, None, 90.0),
        ("${FLOOR-90}", {"FLOOR": "80"}, None, 80.0),
        ("${FLOOR?}", {"FLOOR": "x"}, None, None),
        ("ninety", {}, None, None),
        ("99 %", {}, None, None),
    ],
)
def test_a_variable_is_filled_in_where_it_is_known(
    written: str, variables: dict[str, str], value: float | None, given: float | None
):
    floor = Floor(written, PLACE, "")
    assert (floor.value, floor.given(variables), floor.unresolved) == (value, given, "$" in written)
    assert (floor.least is None) is (value is None)


def test_two_dollars_are_one():
    assert substituted("$$5", {}) == "$5"
