"""`spec.governance` as the API server takes and refuses it, of a repository and of a standard alike."""

from typing import Any

import pytest
from tests.api.api_server import ApiServer, assert_refused, assert_taken

from backendrepo.api.governance import BY_PATH, SETTINGS, Governance
from backendrepo.governance.policy import BooleanPolicy

pytestmark = pytest.mark.integration


def a_value(example: str) -> str:
    return f"write a value, for example {example}, or policy: Unmanaged without a value"


SWITCH = a_value("value: true")
SWITCHES = [field.alias for field in Governance.model_fields.values() if field.annotation == BooleanPolicy | None]


def checks(*value: Any) -> dict[str, Any]:
    return {"requiredChecks": {"checks": {"value": list(value)}}}


def count(value: Any) -> dict[str, Any]:
    return {"requiredPullRequestReviews": {"requiredApprovingReviewCount": {"value": value}}}


REFUSED = [
    ({"enforceAdmins": {}}, SWITCH),
    ({"enforceAdmins": {"policy": "Exactly"}}, SWITCH),
    ({"enforceAdmins": {"policy": "Unmanaged", "value": True}}, SWITCH),
    ({"enforceAdmins": {"policy": "Never", "value": True}}, 'supported values: "AtLeast", "Exactly", "Unmanaged"'),
    ({"enforceAdmins": {"value": "on"}}, "spec.governance.enforceAdmins.value in body must be of type boolean"),
    ({"enforceAdmins": True}, "spec.governance.enforceAdmins in body must be of type object"),
    ({"enforceAdmin": {"value": True}}, 'unknown field "spec.governance.enforceAdmin"'),
    ({"enforceAdmins": {"values": True}}, 'unknown field "spec.governance.enforceAdmins.values"'),
    ({"requiredPullRequestReviews": {"required": {}}}, SWITCH),
    ({"requiredPullRequestReviews": {"value": True}}, 'governance.requiredPullRequestReviews.value"'),
    ({"requiredPullRequestReviews": {"requiredApprovingReviewCount": {}}}, a_value("value: 1")),
    (count(7), "should be less than or equal to 6"),
    (count(-1), "should be greater than or equal to 0"),
    (count("2"), "requiredApprovingReviewCount.value in body must be of type integer"),
    (count(1.5), "requiredApprovingReviewCount.value in body must be of type integer"),
    ({"mergeMethods": {}}, a_value("value: [Squash]")),
    ({"mergeMethods": {"value": []}}, "should have at least 1 items"),
    ({"mergeMethods": {"value": ["squash"]}}, 'supported values: "Merge", "Rebase", "Squash"'),
    ({"mergeMethods": {"value": ["Squash", "Squash"]}}, 'Duplicate value: "Squash"'),
    ({"mergeMethods": {"value": "Squash"}}, "spec.governance.mergeMethods.value in body must be of type array"),
    ({"requiredChecks": {"checks": {}}}, a_value("value: [{name: lint}]")),
    ({"requiredChecks": {"strict": {"policy": "Exactly"}}}, SWITCH),
    (checks({"name": ""}), "value[0].name in body should be at least 1 chars long"),
    (checks({}), "spec.governance.requiredChecks.checks.value[0].name: Required value"),
    (checks({"name": "lint"}, {"name": "lint", "appId": 7}), 'Duplicate value: {"name":"lint"}'),
    (checks("lint"), "spec.governance.requiredChecks.checks.value[0] in body must be of type object"),
    (checks({"name": "lint", "appId": "7"}), "value[0].appId in body must be of type integer"),
    (checks({"name": "lint", "appId": -2}), "should be greater than or equal to -1"),
    (checks({"name": "lint", "appId": 0}), "write the id of a GitHub App, or -1 for any"),
    (checks({"name": " "}), "write the check's name as a pull request shows it, without spaces around it"),
    (checks({"name": "lint\n"}), "write the check's name as a pull request shows it, without spaces around it"),
    (checks({"name": "x" * 256}), "value[0].name: Too long: may not be more than 255"),
    (checks(*({"name": f"check {number}"} for number in range(101))), "must have at most 100 items"),
    ({"requiredChecks": {"mode": "derived"}}, 'supported values: "Derived", "Listed"'),
    (
        {"requiredChecks": {"mode": "Derived", "checks": {"policy": "Unmanaged"}}},
        "write mode: Listed, or leave policy: Unmanaged out",
    ),
]  # fmt: skip
TAKEN = [
    {},
    {"requiredPullRequestReviews": {}, "requiredChecks": {}},
    {switch: {"value": True} for switch in SWITCHES},
    {switch: {"value": False, "policy": "Exactly"} for switch in SWITCHES},
    {switch: {"policy": "Unmanaged"} for switch in SWITCHES},
    {"requiredPullRequestReviews": {"required": {"value": True}, "bypassPullRequestAllowances": {"value": False}}},
    count(0),
    count(6),
    checks({"name": "lint"}, {"name": "e2e / run (3.12, ubuntu-latest)", "appId": 7}, {"name": "any", "appId": -1}),
    checks(*({"name": f"check {number}"} for number in range(100))),
    {"requiredChecks": {"checks": {"value": [], "policy": "Exactly"}, "strict": {"value": True}}},
    {"requiredChecks": {"mode": "Derived"}},
    {"requiredChecks": {"mode": "Derived", **checks({"name": "lint"})["requiredChecks"]}},
    {"requiredChecks": {"mode": "Derived", "checks": {"value": [], "policy": "Exactly"}}},
    {"requiredChecks": {"mode": "Listed", "checks": {"policy": "Unmanaged"}}},
    {"mergeMethods": {"value": ["Squash", "Rebase", "Merge"]}},
]
KINDS = pytest.mark.parametrize("kind", ["BackendRepo", "BackendStandard"])


def spec(kind: str, governance: Any) -> dict[str, Any]:
    return {"governance": governance, **({"repository": "acme/a"} if kind == "BackendRepo" else {})}


@KINDS
@pytest.mark.parametrize(("governance", "says"), REFUSED)
def test_what_is_wrong_is_refused_with_what_to_write(kind: str, governance: Any, says: str, api: ApiServer):
    assert_refused(api, kind, spec(kind, governance), says)


@KINDS
@pytest.mark.parametrize("governance", TAKEN)
def test_what_is_right_is_taken_and_means_the_same_to_the_code(kind: str, governance: Any, api: ApiServer):
    assert_taken(api, kind, spec(kind, governance))


def test_each_setting_has_a_path_of_its_own_and_a_sentence():
    assert len(BY_PATH) == len(SETTINGS) > len(SWITCHES) > 0
    for name, field in Governance.model_fields.items():
        assert field.description, name
        assert any(path.partition(".")[0] == field.alias for path in BY_PATH), name


def test_each_written_policy_is_found_by_its_path():
    governance = Governance.model_validate({**count(2), **checks({"name": "lint"}), "enforceAdmins": {"value": True}})
    assert set(governance.policies()) == {
        "requiredPullRequestReviews.requiredApprovingReviewCount",
        "requiredChecks.checks",
        "enforceAdmins",
    }
    assert Governance().policies() == {}
