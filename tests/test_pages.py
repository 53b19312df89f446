"""The reference pages leave nothing out."""

import pytest

from backendrepo import errors, pages
from backendrepo.api.conditions import Type
from backendrepo.api.governance import Governance
from backendrepo.api.reasons import Reason


def _leaves(branch: type) -> list[type]:
    return [leaf for child in branch.__subclasses__() for leaf in (_leaves(child) or [child])]


LEAVES = [error for error in _leaves(errors.BackendRepoError) if error is not errors.Paced]


@pytest.mark.parametrize("error", LEAVES, ids=lambda error: error.__name__)
def test_each_reason_is_documented_with_its_message(error: type):
    section = pages.conditions().partition(f"### {error.__name__}\n")[2].partition("###")[0]
    assert error.__doc__ in section
    if error not in (errors.InvalidSpec, errors.UnsafePlan):
        assert f"> {pages.sample(error)}" in section


@pytest.mark.parametrize("member", [*Reason, *Type])
def test_each_reason_of_good_order_and_each_condition_has_its_sentence(member: str):
    (line,) = [line for line in pages.conditions().splitlines() if line.startswith(f"| `{member.value}`")]
    assert line.rstrip(" |").endswith(".")


def test_each_setting_is_described_with_what_the_built_in_standard_says():
    text = pages.settings()
    for field in Governance.model_fields.values():
        section = text.partition(f"## {field.alias}\n")[2].partition("\n## ")[0]
        assert field.description.split()[0] in section
        assert "The built-in standard" in section
