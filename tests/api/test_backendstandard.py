"""`BackendStandard` as the API server takes and refuses it; its `governance` is in test_governance.py."""

from typing import Any

import pytest
from tests.api.api_server import ApiServer, assert_refused, assert_taken

from backendrepo.api.backendstandard import BackendStandardSpec
from backendrepo.api.governance import BY_PATH
from backendrepo.standards import built_in

pytestmark = pytest.mark.integration

KIND = "BackendStandard"
A_TIME = "write a time from 1m to 168h, for example 10m"
REFUSED = [
    (None, "spec: Required value"),
    ({"driftInterval": "10"}, A_TIME),
    ({"driftInterval": "1 hour"}, A_TIME),
    ({"driftInterval": "0s"}, A_TIME),
    ({"driftInterval": "59s"}, A_TIME),
    ({"driftInterval": "-10m"}, A_TIME),
    ({"driftInterval": "1.5h"}, A_TIME),
    ({"driftInterval": "7d"}, A_TIME),
    ({"driftInterval": "168h1s"}, A_TIME),
    ({"driftInterval": "99999h"}, A_TIME),
    ({"driftInterval": "99999999999999h"}, A_TIME),
    ({"driftInterval": "1h" * 9}, "spec.driftInterval: Too long: may not be more than 16"),
    ({"driftInterval": 600}, "spec.driftInterval in body must be of type string"),
    ({"locked": ["everything"]}, 'supported values: "requiredPullRequestReviews.required"'),
    ({"locked": ["requiredChecks"]}, '"requiredChecks.checks", "requiredChecks.strict"'),
    ({"locked": ["enforceAdmins", "enforceAdmins"]}, 'Duplicate value: "enforceAdmins"'),
    ({"locked": "enforceAdmins"}, "spec.locked in body must be of type array"),
    ({"description": "x" * 1025}, "spec.description: Too long: may not be more than 1024"),
    ({"controls": {"disabled": ["coverage"]}}, "write a control as family/name"),
    ({"controls": {"coverageFloor": 101}}, "should be less than or equal to 100"),
    ({"controls": {"longestWaiverDays": 0}}, "should be greater than or equal to 1"),
    ({"controls": {"oldestEvidenceDays": 91}}, "should be less than or equal to 90"),
    ({"controls": {"pyramid": {"unit": {"least": 90, "most": 80}}}}, "write least and most, the smaller first"),
    ({"controls": {"pyramid": {"unit": {"least": 90}}}}, "spec.controls.pyramid.unit.most: Required value"),
    ({"repository": "acme/a"}, 'unknown field "spec.repository"'),
]
TAKEN = [
    {},
    {"driftInterval": "1m"},
    {"driftInterval": "60s"},
    {"driftInterval": "1h30m"},
    {"driftInterval": "168h", "description": "Ours."},
    {"locked": []},
    {"controls": {}},
    {"controls": {"coverageFloor": 92.5, "disabled": ["testing/pyramid"], "longestWaiverDays": 90}},
    {"controls": {"pyramid": {"e2e": {"least": 5, "most": 10}}}},
    {"locked": list(BY_PATH)},
    built_in().spec.manifest(),
]


@pytest.mark.parametrize(("spec", "says"), REFUSED)
def test_what_is_wrong_is_refused_with_what_to_write(spec: Any, says: str, api: ApiServer):
    assert_refused(api, KIND, spec, says)


@pytest.mark.parametrize("spec", TAKEN)
def test_what_is_right_is_taken_and_means_the_same_to_the_code(spec: dict[str, Any], api: ApiServer):
    assert_taken(api, KIND, spec)


@pytest.mark.parametrize(
    ("locked", "enforce_admins", "merge_methods"),
    [(None, True, True), (["enforceAdmins"], True, False), ([], False, False)],
)
def test_a_standard_locks_all_that_it_manages_unless_it_says_what(locked, enforce_admins: bool, merge_methods: bool):
    spec = BackendStandardSpec.model_validate({} if locked is None else {"locked": locked})
    assert spec.locks("enforceAdmins") is enforce_admins
    assert spec.locks("mergeMethods") is merge_methods
