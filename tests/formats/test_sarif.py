import json

from backendrepo.controls import catalogue
from backendrepo.findings import Report
from backendrepo.formats import renderer


def test_what_is_left_to_do_is_a_result_with_its_places(report: Report):
    (run,) = json.loads(renderer("sarif")([report]))["runs"]
    results = {result["ruleId"]: result for result in run["results"]}
    assert list(results) == ["gates/coverage", "gates/e2e-tests", "gates/openapi", "parity/python-version"]
    assert results["gates/coverage"]["level"] == "error"
    assert results["gates/coverage"]["message"]["text"].endswith("How to fix:\nAdd this:\n--cov-fail-under=99")
    places = [place["physicalLocation"] for place in results["gates/coverage"]["locations"]]
    assert places[0] == {"artifactLocation": {"uri": "Makefile"}, "region": {"startLine": 1}}
    assert len(places) == 10
    assert results["gates/openapi"]["kind"] == "review"
    assert results["parity/python-version"]["locations"]  # code scanning takes no result without one


def test_a_waiver_in_force_is_a_suppression_and_an_expired_one_is_none(report: Report):
    (run,) = json.loads(renderer("sarif")([report]))["runs"]
    suppressed = {result["ruleId"]: result["suppressions"] for result in run["results"] if "suppressions" in result}
    assert suppressed == {
        "gates/e2e-tests": [
            {"kind": "external", "status": "accepted", "justification": "Until PAY-812 (payments, until 2026-12-01)"}
        ]
    }


def test_each_control_is_a_rule_with_its_page(report: Report):
    (run,) = json.loads(renderer("sarif")([report]))["runs"]
    rules = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    assert set(rules) == {control.id for control in catalogue()}
    assert rules["migrations/forward-fix"]["shortDescription"]["text"] == "A failed migration is fixed forward"
    assert rules["migrations/forward-fix"]["properties"]["security-severity"] == "5.0"
