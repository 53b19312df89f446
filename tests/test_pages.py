"""The reference pages leave nothing out."""

import re

import pytest

from backendrepo import errors, pages
from backendrepo.api.conditions import Type
from backendrepo.api.governance import Governance
from backendrepo.api.reasons import Happening, Reason, ScanReason


def _leaves(branch: type) -> list[type]:
    return [leaf for child in branch.__subclasses__() for leaf in (_leaves(child) or [child])]


LEAVES = [error for error in _leaves(errors.BackendRepoError) if error is not errors.Paced]


@pytest.mark.parametrize("error", LEAVES, ids=lambda error: error.__name__)
def test_each_reason_is_documented_with_its_message(error: type):
    section = pages.conditions().partition(f"### {error.__name__}\n")[2].partition("###")[0]
    assert error.__doc__ in section
    if error not in (errors.InvalidSpec, errors.UnsafePlan):
        assert f"> {pages.sample(error)}" in section


SECTIONS = {"": Type, "How it stands": Reason, "A scan came to no result": ScanReason, "Events": Happening}


@pytest.mark.parametrize(
    ("section", "member"), [(section, member) for section, members in SECTIONS.items() for member in members]
)
def test_each_condition_and_each_reason_has_its_sentence(section: str, member: str):
    text = pages.conditions() if not section else pages.conditions().partition(f"\n## {section}\n")[2]
    (line,) = re.findall(rf"^\| `{member.value}` \| (.*) \|$", text.partition("\n## ")[0], re.MULTILINE)
    assert re.fullmatch(r"[A-Z`].*\.", line)


def test_each_setting_is_described_with_what_the_built_in_standard_says():
    text = pages.settings()
    for field in Governance.model_fields.values():
        section = text.partition(f"## {field.alias}\n")[2].partition("\n## ")[0]
        assert field.description.split()[0] in section
        assert "The built-in standard" in section
