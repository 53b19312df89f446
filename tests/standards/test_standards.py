"""What a standard and a repository together ask for."""

import pytest

from backendrepo.api.backendstandard import BackendStandard
from backendrepo.api.governance import Governance
from backendrepo.errors import LoosensStandard
from backendrepo.governance.live import Check
from backendrepo.governance.merge_methods import MergeMethod
from backendrepo.governance.policy import Mode
from backendrepo.standards import built_in, policies


def standard(governance: dict, **spec) -> BackendStandard:
    return BackendStandard.model_validate({"metadata": {"name": "bank"}, "spec": {"governance": governance, **spec}})


def own(**governance) -> Governance:
    return Governance.model_validate(governance)


def test_the_built_in_standard_is_what_is_written():
    asked = {path: policy.value for path, policy in policies(built_in(), own()).items()}
    assert asked == {
        "requiredPullRequestReviews.required": True,
        "requiredPullRequestReviews.bypassPullRequestAllowances": False,
        "requiredChecks.strict": True,
        "enforceAdmins": True,
        "allowForcePushes": False,
        "allowDeletions": False,
        "requiredLinearHistory": True,
        "mergeMethods": frozenset({MergeMethod.SQUASH}),
        "allowAutoMerge": True,
    }


def test_a_repository_may_tighten():
    asked = policies(
        standard({"requiredPullRequestReviews": {"requiredApprovingReviewCount": {"value": 1}}}),
        own(
            requiredPullRequestReviews={"requiredApprovingReviewCount": {"value": 2}},
            requiredSignatures={"value": True},
        ),
    )
    assert asked["requiredPullRequestReviews.requiredApprovingReviewCount"].value == 2
    assert asked["requiredSignatures"].value is True


@pytest.mark.parametrize(
    ("ours", "path"),
    [
        ({"enforceAdmins": {"value": False}}, "enforceAdmins"),
        ({"enforceAdmins": {"policy": "Unmanaged"}}, "enforceAdmins"),
        ({"enforceAdmins": {"policy": "Exactly", "value": False}}, "enforceAdmins"),
        ({"mergeMethods": {"value": ["Merge", "Squash"]}}, "mergeMethods"),
    ],
)
def test_what_the_standard_locks_cannot_be_loosened(ours: dict, path: str):
    locking = {"enforceAdmins": {"value": True}, "mergeMethods": {"value": ["Squash"]}}
    with pytest.raises(LoosensStandard, match=rf"spec\.governance\.{path} is looser than the standard bank"):
        policies(standard(locking), own(**ours))


def test_what_the_standard_does_not_lock_or_manage_is_free():
    loose = own(enforceAdmins={"value": False}, requiredSignatures={"value": False})
    asked = policies(standard({"enforceAdmins": {"value": True}}, locked=["allowDeletions"]), loose)
    assert asked["enforceAdmins"].value is False
    unmanaged = standard({"enforceAdmins": {"policy": "Unmanaged"}})
    assert policies(unmanaged, loose)["enforceAdmins"].value is False


def test_required_checks_add_to_the_standards_and_are_bound_to_actions():
    asked = policies(
        standard({"requiredChecks": {"checks": {"value": [{"name": "security", "appId": 7}]}}}),
        own(requiredChecks={"checks": {"value": [{"name": "lint"}]}}),
        actions_app=9,
    )["requiredChecks.checks"]
    assert asked.value == (Check(context="lint", app_id=9), Check(context="security", app_id=7))
    assert asked.policy is Mode.AT_LEAST


def test_exactly_replaces_the_standards_checks_only_where_it_keeps_them():
    locking = standard({"requiredChecks": {"checks": {"value": [{"name": "security"}]}}})
    with pytest.raises(LoosensStandard):
        policies(locking, own(requiredChecks={"checks": {"policy": "Exactly", "value": [{"name": "lint"}]}}))
    both = [{"name": "lint"}, {"name": "security"}]
    asked = policies(locking, own(requiredChecks={"checks": {"policy": "Exactly", "value": both}}))
    assert {check.context for check in asked["requiredChecks.checks"].value} == {"lint", "security"}
