"""What a user writes about one setting."""

import pytest
from pydantic import ValidationError

from backendrepo.api.governance import BY_PATH, Governance
from backendrepo.governance.merge_methods import MergeMethodsPolicy
from backendrepo.governance.policy import BooleanPolicy, CountPolicy, Mode
from backendrepo.governance.required_checks import ChecksPolicy


@pytest.mark.parametrize(
    ("policy", "managed"),
    [
        (BooleanPolicy(value=True), True),
        (BooleanPolicy(value=False), True),
        (BooleanPolicy(policy=Mode.EXACTLY, value=False), True),
        (BooleanPolicy(policy=Mode.UNMANAGED), False),
    ],
)
def test_hands_are_off_only_where_that_is_written(policy: BooleanPolicy, managed: bool):
    assert policy.managed is managed


def test_a_value_alone_is_a_minimum():
    assert BooleanPolicy.model_validate({"value": True}).policy is Mode.AT_LEAST


@pytest.mark.parametrize("value", [-1, 7, "many"])
def test_a_count_that_github_does_not_take_is_refused(value: object):
    with pytest.raises(ValidationError):
        CountPolicy.model_validate({"value": value})
    assert [CountPolicy(value=count).value for count in (0, 6)] == [0, 6]


@pytest.mark.parametrize("policy", ["atleast", "Minimum", "", None])
def test_a_mode_that_does_not_exist_is_refused(policy: str | None):
    with pytest.raises(ValidationError):
        BooleanPolicy.model_validate({"policy": policy, "value": True})


@pytest.mark.parametrize("model", [BooleanPolicy, CountPolicy, MergeMethodsPolicy, ChecksPolicy])
def test_each_kind_of_policy_has_a_value_exactly_when_it_manages(model: type):
    (rule,) = model.model_json_schema()["x-kubernetes-validations"]
    assert rule["rule"] == "self.policy == 'Unmanaged' ? !has(self.value) : has(self.value)"
    assert rule["message"].startswith("write a value, for example value: ")


def test_policies_are_found_by_their_place_in_yaml():
    governance = Governance.model_validate(
        {
            "requiredPullRequestReviews": {"required": {"value": True}, "requiredApprovingReviewCount": {"value": 2}},
            "requiredChecks": {"checks": {"value": [{"name": "lint"}]}},
            "allowDeletions": {"policy": "Unmanaged"},
        }
    )
    policies = governance.policies()
    assert list(policies) == [
        "requiredPullRequestReviews.required",
        "requiredPullRequestReviews.requiredApprovingReviewCount",
        "requiredChecks.checks",
        "allowDeletions",
    ]
    assert policies["requiredPullRequestReviews.requiredApprovingReviewCount"].value == 2
    assert set(policies) <= set(BY_PATH)
    assert Governance().policies() == {}
