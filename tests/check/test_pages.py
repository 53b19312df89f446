"""The generated pages of the controls."""

from pathlib import Path

import pytest

from backendrepo.controls import FAMILIES, Control, catalogue
from backendrepo.generate import generated
from backendrepo.pages import controls

pytestmark = pytest.mark.e2e

FOLDER = Path("docs/controls")


@pytest.mark.parametrize("control", catalogue(), ids=lambda control: control.id)
def test_each_control_has_a_page_with_all_that_its_docstring_says(control: Control):
    text = controls()[FOLDER / f"{control.id}.md"]
    assert f"# {control.title}\n" in text
    assert f"Control `{control.id}`, severity {control.severity}." in text
    assert control.page.partition("\n\n")[2] in text
    assert f"- control: {control.id}\n" in text


def test_the_index_leads_to_every_page_family_by_family():
    index = controls()[FOLDER / "README.md"]
    for control in catalogue():
        assert f"| [{control.id}]({control.id}.md) | {control.severity} | {control.title} |" in index
    families = [line.removeprefix("## ") for line in index.splitlines() if line.startswith("## ")]
    assert families == [family for family in FAMILIES if family in families]


def test_no_page_is_left_of_a_control_that_is_gone():
    root = Path(__file__).parents[2]
    assert {path.relative_to(root) for path in (root / FOLDER).rglob("*.md")} <= set(controls())


def test_generate_knows_the_pages():
    assert set(controls()) <= set(generated())


def test_a_control_that_needs_more_than_files_says_so():
    for control in catalogue():
        text = controls()[FOLDER / f"{control.id}.md"]
        assert ("It needs " in text.splitlines()[4]) == bool(control.needs)
