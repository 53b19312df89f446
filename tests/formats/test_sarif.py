import json

import jsonschema_rs
from hypothesis import given
from tests.formats.reports import fleets

from backendrepo.controls import catalogue
from backendrepo.findings import Report
from backendrepo.formats import Missing, renderer

render = renderer("sarif")

MESSAGE = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string"}}}
ESSENCE = {
    "type": "object",
    "required": ["version", "runs"],
    "properties": {
        "version": {"const": "2.1.0"},
        "runs": {
            "items": {
                "required": ["tool", "results"],
                "properties": {
                    "tool": {"required": ["driver"], "properties": {"driver": {"required": ["name", "rules"]}}},
                    "results": {"items": {"$ref": "#/$defs/result"}},
                    "invocations": {"items": {"required": ["executionSuccessful"]}},
                },
            }
        },
    },
    "$defs": {
        "result": {
            "required": ["message", "ruleId"],
            "properties": {
                "message": MESSAGE,
                "kind": {"enum": ["open", "fail"]},
                "level": {"enum": ["none", "note", "warning", "error"]},
                "locations": {"minItems": 1, "items": {"$ref": "#/$defs/location"}},
                "suppressions": {
                    "items": {
                        "required": ["kind"],
                        "properties": {
                            "kind": {"enum": ["inSource", "external"]},
                            "status": {"enum": ["accepted", "underReview", "rejected"]},
                        },
                    }
                },
            },
            "if": {"properties": {"kind": {"const": "open"}}},
            "then": {"properties": {"level": {"const": "none"}}},
        },
        "location": {
            "properties": {
                "physicalLocation": {
                    "required": ["artifactLocation"],
                    "properties": {
                        "artifactLocation": {"properties": {"uri": {"type": "string", "format": "uri-reference"}}},
                        "region": {"properties": {"startLine": {"type": "integer", "minimum": 1}}},
                    },
                }
            }
        },
    },
}
"""What code scanning needs of SARIF 2.1.0; the rule about `kind` and `level` is 3.27.10, which no schema holds."""
sarif = jsonschema_rs.Draft202012Validator(ESSENCE, validate_formats=True)


@given(fleets)
def test_every_log_is_sarif(fleet):
    sarif.validate(json.loads(render(fleet)))


def test_what_is_left_to_do_is_a_result_with_its_places(report: Report):
    (run,) = json.loads(render([report]))["runs"]
    results = {result["ruleId"]: result for result in run["results"]}
    assert set(results) == {"gates/coverage", "gates/e2e-tests", "gates/openapi", "parity/python-version"}
    assert results["gates/coverage"]["level"] == "error"
    assert results["gates/coverage"]["message"]["text"].endswith("How to fix:\nAdd this:\n\n    --cov-fail-under=99")
    places = [place["physicalLocation"] for place in results["gates/coverage"]["locations"]]
    assert places[0] == {"artifactLocation": {"uri": "Makefile"}, "region": {"startLine": 1}}
    assert len(places) == 10
    assert (results["gates/openapi"]["kind"], results["gates/openapi"]["level"]) == ("open", "none")
    assert (
        results["gates/openapi"]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "a%60b%7Cc%0A%23%20d"
    )
    assert results["parity/python-version"]["locations"]  # code scanning takes no result without one
    assert results["parity/python-version"]["message"]["text"] == "Differs."


def test_a_waiver_in_force_is_a_suppression_and_an_expired_one_is_none(report: Report):
    (run,) = json.loads(render([report]))["runs"]
    suppressed = {result["ruleId"]: result["suppressions"] for result in run["results"] if "suppressions" in result}
    assert suppressed == {
        "gates/e2e-tests": [
            {"kind": "external", "status": "accepted", "justification": "Until PAY-812 (payments, until 2026-12-01)"}
        ]
    }


def test_each_control_is_a_rule_with_its_page(report: Report):
    (run,) = json.loads(render([report]))["runs"]
    rules = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    assert set(rules) == {control.id for control in catalogue()}
    assert rules["migrations/forward-fix"]["shortDescription"]["text"] == "A failed migration is fixed forward"
    assert rules["migrations/forward-fix"]["properties"]["security-severity"] == "5.0"


def test_what_was_not_judged_is_a_notification_and_a_missing_repository_a_failed_run(report: Report, missing: Missing):
    judged, gone = (run["invocations"][0] for run in json.loads(render([report, missing]))["runs"])
    assert judged["executionSuccessful"]
    assert [note["associatedRule"]["id"] for note in judged["toolExecutionNotifications"]] == list(report.left_out)
    assert not gone["executionSuccessful"]
    assert gone["toolExecutionNotifications"][0]["message"]["text"] == "There is no folder gone."
