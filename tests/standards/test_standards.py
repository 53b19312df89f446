"""What a standard and a repository together ask for."""

import re

import hypothesis.strategies as st
import pytest
from hypothesis import given
from tests import strategies as some

from backendrepo.api.backendstandard import BackendStandard
from backendrepo.api.governance import BY_PATH, Governance
from backendrepo.errors import LoosensStandard
from backendrepo.governance.live import ANY_APP, Check, Live
from backendrepo.governance.merge_methods import MergeMethod
from backendrepo.governance.policy import Mode, Policy
from backendrepo.plan import plan
from backendrepo.standards import BUILT_IN, built_in, policies

COUNT = "requiredPullRequestReviews.requiredApprovingReviewCount"


def standard(governance: dict, **spec) -> BackendStandard:
    return BackendStandard.model_validate({"metadata": {"name": "bank"}, "spec": {"governance": governance, **spec}})


def own(**governance) -> Governance:
    return Governance.model_validate(governance)


def test_the_built_in_standard_is_what_is_written():
    asked = {path: policy.value for path, policy in policies(built_in(), own()).items()}
    assert asked == {
        "requiredPullRequestReviews.required": True,
        "requiredPullRequestReviews.bypassPullRequestAllowances": False,
        "requiredChecks.checks": (),  # but for the gates of the workflows
        "requiredChecks.strict": True,
        "enforceAdmins": True,
        "allowForcePushes": False,
        "allowDeletions": False,
        "requiredLinearHistory": True,
        "mergeMethods": frozenset({MergeMethod.SQUASH}),
        "allowAutoMerge": True,
    }
    assert policies(built_in(), own())["requiredChecks.checks"].derives
    assert built_in().metadata.name == BUILT_IN
    assert built_in().spec.drift_interval == "10m"


def test_a_repository_may_tighten():
    asked = policies(
        standard({"requiredPullRequestReviews": {"requiredApprovingReviewCount": {"value": 1}}}),
        own(
            requiredPullRequestReviews={"requiredApprovingReviewCount": {"value": 2}},
            requiredSignatures={"value": True},
        ),
    )
    assert asked[COUNT].value == 2
    assert asked["requiredSignatures"].value is True


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ({"value": 2}, {"value": 2}),
        ({"value": 2}, {"value": 3}),
        ({"value": 2}, {"policy": "Exactly", "value": 2}),
        ({"value": 2}, {"policy": "Exactly", "value": 3}),
        ({"policy": "Exactly", "value": 2}, {"value": 3}),
    ],
)
def test_a_policy_that_is_as_strict_takes_the_place_of_the_standards(theirs: dict, ours: dict):
    asked = policies(
        standard({"requiredPullRequestReviews": {"requiredApprovingReviewCount": theirs}}),
        own(requiredPullRequestReviews={"requiredApprovingReviewCount": ours}),
    )
    assert asked[COUNT].value == ours["value"]
    assert asked[COUNT].policy == ours.get("policy", "AtLeast")


@pytest.mark.parametrize(
    ("ours", "path"),
    [
        ({"enforceAdmins": {"value": False}}, "enforceAdmins"),
        ({"enforceAdmins": {"policy": "Unmanaged"}}, "enforceAdmins"),
        ({"enforceAdmins": {"policy": "Exactly", "value": False}}, "enforceAdmins"),
        ({"mergeMethods": {"value": ["Merge", "Squash"]}}, "mergeMethods"),
        ({"mergeMethods": {"value": ["Rebase"]}}, "mergeMethods"),
        ({"allowAutoMerge": {"value": False}}, "allowAutoMerge"),  # neither value is stricter, so it is this one
        ({"requiredChecks": {"checks": {"policy": "Unmanaged"}}}, "requiredChecks.checks"),
        ({"requiredChecks": {"checks": {"policy": "Exactly", "value": [{"name": "lint"}]}}}, "requiredChecks.checks"),
        # A check of that name that anybody could report, or an App of the repository's own choice:
        ({"requiredChecks": {"checks": {"value": [{"name": "security", "appId": 42}]}}}, "requiredChecks.checks"),
        (
            {"requiredChecks": {"checks": {"policy": "Exactly", "value": [{"name": "security", "appId": -1}]}}},
            "requiredChecks.checks",
        ),
    ],
)
def test_what_the_standard_locks_cannot_be_loosened(ours: dict, path: str):
    locking = {
        "enforceAdmins": {"value": True},
        "mergeMethods": {"value": ["Squash"]},
        "allowAutoMerge": {"value": True},
        "requiredChecks": {"checks": {"value": [{"name": "security", "appId": 7}]}},
    }
    with pytest.raises(LoosensStandard, match=rf"spec\.governance\.{path} is looser than the standard bank"):
        policies(standard(locking), own(**ours))


def test_what_the_standard_does_not_lock_or_manage_is_free():
    loose = own(enforceAdmins={"value": False}, requiredSignatures={"value": False})
    asked = policies(standard({"enforceAdmins": {"value": True}}, locked=["allowDeletions"]), loose)
    assert asked["enforceAdmins"].value is False
    unmanaged = standard({"enforceAdmins": {"policy": "Unmanaged"}})
    assert policies(unmanaged, loose)["enforceAdmins"].value is False


@pytest.mark.parametrize(
    ("locked", "refused"),
    [({}, True), ({"locked": ["enforceAdmins", "allowDeletions"]}, True), ({"locked": []}, False)],
)
def test_without_a_list_everything_managed_is_locked_and_an_empty_list_locks_nothing(locked: dict, refused: bool):
    bank, loose = standard({"enforceAdmins": {"value": True}}, **locked), own(enforceAdmins={"value": False})
    if refused:
        with pytest.raises(LoosensStandard, match="the standard bank, which locks it"):
            policies(bank, loose)
    else:
        assert policies(bank, loose)["enforceAdmins"].value is False


def test_required_checks_add_to_the_standards_and_are_bound_to_actions():
    asked = policies(
        standard({"requiredChecks": {"checks": {"value": [{"name": "security", "appId": 7}]}}}),
        own(requiredChecks={"checks": {"value": [{"name": "lint"}]}}),
        actions_app=9,
    )["requiredChecks.checks"]
    assert asked.value == (Check(context="lint", app_id=9), Check(context="security", app_id=7))
    assert asked.policy is Mode.AT_LEAST


@pytest.mark.parametrize(
    ("theirs", "ours", "asked"),
    [
        (ANY_APP, 42, 42),  # bound is stricter
        (42, ANY_APP, 42),  # the standard's binding stays
        (42, 42, 42),
    ],
)
def test_of_one_check_the_stricter_binding_counts(theirs: int, ours: int, asked: int):
    both = [{"requiredChecks": {"checks": {"value": [{"name": "lint", "appId": app}]}}} for app in (theirs, ours)]
    found = policies(standard(both[0]), own(**both[1]))["requiredChecks.checks"]
    assert found.value == (Check(context="lint", app_id=asked),)


def test_where_the_standard_does_not_lock_them_checks_add_up_all_the_same():
    bank = standard({"requiredChecks": {"checks": {"value": [{"name": "security"}]}}}, locked=[])
    asked = policies(bank, own(requiredChecks={"checks": {"value": [{"name": "lint"}]}}))["requiredChecks.checks"]
    assert [check.context for check in asked.value] == ["lint", "security"]
    unmanaged = policies(bank, own(requiredChecks={"checks": {"policy": "Unmanaged"}}))
    assert not unmanaged["requiredChecks.checks"].managed


def test_exactly_replaces_the_standards_checks_only_where_it_keeps_them():
    locking = standard({"requiredChecks": {"checks": {"value": [{"name": "security"}]}}})
    both = [{"name": "lint"}, {"name": "security"}]
    asked = policies(locking, own(requiredChecks={"checks": {"policy": "Exactly", "value": both}}))
    assert {check.context for check in asked["requiredChecks.checks"].value} == {"lint", "security"}
    assert asked["requiredChecks.checks"].policy is Mode.EXACTLY


# Where the names of the required checks come from

DERIVED, LISTED = {"mode": "Derived"}, {"mode": "Listed"}
LINT = {"checks": {"value": [{"name": "lint"}]}}
EXACTLY = {"checks": {"policy": "Exactly", "value": [{"name": "lint"}]}}
UNMANAGED = {"checks": {"policy": "Unmanaged"}}


@pytest.mark.parametrize(
    ("theirs", "ours", "derives", "insists"),
    [
        (DERIVED, {}, True, False),
        (DERIVED, LINT, True, False),
        (DERIVED | LINT, {}, True, False),
        (DERIVED, EXACTLY, True, True),
        (DERIVED, LISTED | LINT, False, True),
        (LISTED | LINT, {}, False, True),
        (LISTED, DERIVED | LINT, True, False),
        (LINT, {}, False, True),  # as it was before there were modes
        ({}, LINT, False, True),
        (LINT, DERIVED, True, True),
        (UNMANAGED, DERIVED, True, False),
        ({}, DERIVED, True, False),
    ],
)
def test_the_repository_says_where_names_come_from_else_the_standard_else_the_list(theirs, ours, derives, insists):
    asked = policies(standard({"requiredChecks": theirs}, locked=[]), own(requiredChecks=ours), actions_app=9)
    checks = asked["requiredChecks.checks"]
    assert checks.derives is derives
    assert checks.insisted == (frozenset({"lint"}) if insists else frozenset())
    assert checks.actions_app == 9


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [({}, {}), ({}, LISTED), ({}, UNMANAGED), (LISTED, {}), (DERIVED, UNMANAGED), (UNMANAGED, LISTED)],
)
def test_where_neither_derives_nor_lists_the_checks_are_not_managed(theirs, ours):
    asked = policies(standard({"requiredChecks": theirs}, locked=[]), own(requiredChecks=ours))
    assert "requiredChecks.checks" not in asked or not asked["requiredChecks.checks"].managed


@pytest.mark.parametrize(
    ("ours", "path"),
    [(LISTED, "requiredChecks.mode"), (LISTED | LINT, "requiredChecks.mode"), (UNMANAGED, "requiredChecks.checks")],
)
@pytest.mark.parametrize("locked", [{}, {"locked": ["requiredChecks.checks"]}])
def test_no_list_takes_the_place_of_what_a_locking_standard_derives(ours, path, locked):
    with pytest.raises(LoosensStandard, match=rf"spec\.governance\.{path} is looser than the standard bank"):
        policies(standard({"requiredChecks": DERIVED}, **locked), own(requiredChecks=ours))


# Whatever a standard and a repository say


def as_standard(asked: dict[str, Policy], locked: list[str] | None = None) -> BackendStandard:
    bank = standard({}, locked=locked)
    spec = bank.spec.model_copy(update={"governance": some.as_written(asked)})
    return bank.model_copy(update={"spec": spec})


@given(some.policy_maps())
def test_a_repository_that_says_nothing_gets_the_standard(theirs: dict[str, Policy]):
    asked = policies(as_standard(theirs), own())
    assert {path: (policy.policy, policy.value) for path, policy in asked.items()} == {
        path: (policy.policy, policy.value) for path, policy in theirs.items()
    }


@given(some.policy_maps(), some.policy_maps(), st.none() | st.lists(st.sampled_from(list(BY_PATH))))
def test_a_refusal_names_a_setting_that_is_locked_and_that_both_are_about(theirs, ours, locked):
    try:
        asked = policies(as_standard(theirs, locked), some.as_written(ours))
    except LoosensStandard as error:
        path = re.search(r"spec\.governance\.(\S+) is looser", str(error))[1]
        assert path in theirs
        assert path in ours
        assert locked is None or path in locked
    else:
        assert set(asked) == {*theirs, *ours}
        for path, policy in asked.items():
            if path in ours:
                assert policy.policy is ours[path].policy


@given(some.lives, some.policy_maps(some.at_least), some.policy_maps())
def test_no_repository_gets_round_a_standard_that_locks_everything(live: Live, theirs, ours):
    bank = as_standard(theirs)
    try:
        asked = policies(bank, some.as_written(ours))
    except LoosensStandard:
        return
    governed = plan(live, asked, "main").after
    assert plan(governed, policies(bank, own()), "main").changes == ()
