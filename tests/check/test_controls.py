"""`backendrepo controls`, and `backendrepo check --explain`."""

import json
from collections.abc import Callable

import pytest
from tests.check.conftest import Answer

from backendrepo.controls import Control, catalogue

pytestmark = pytest.mark.e2e

Ask = Callable[..., Answer]


def test_the_catalogue_is_listed_a_control_a_line(ask: Ask):
    answer = ask("controls")
    assert answer.code == 0
    listed = [line.split(maxsplit=2) for line in answer.out.splitlines()]
    assert listed == [[control.id, control.severity, control.title] for control in catalogue()]


def test_the_catalogue_is_plain_data_for_programs(ask: Ask):
    listed = json.loads(ask("controls", "--format", "json").out)
    assert [each["id"] for each in listed] == [control.id for control in catalogue()]
    assert {"id", "severity", "title", "needs"} == set(listed[0])


@pytest.mark.parametrize("control", catalogue(), ids=lambda control: control.id)
def test_the_page_of_each_control_is_printed(ask: Ask, control: Control):
    answer = ask("check", "--explain", control.id)
    assert answer.code == 0
    assert answer.out == f"{control.id} ({control.severity})\n\n{control.page}\n"


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("migrations/forwardfix", "Did you mean migrations/forward-fix?"),
        ("\x1b[2J", "“\\x1b[2J”"),
        ("", "There is no control “”."),
        ("x" * 10_000, "`backendrepo controls` lists all."),
    ],
)
def test_a_control_that_is_none_is_told_with_the_nearest_name(ask: Ask, name: str, hint: str):
    answer = ask("check", "--explain", name)
    assert (answer.code, answer.out) == (2, "")
    assert hint in answer.err
    assert len(answer.err) < 300
