import json
from pathlib import Path

import jsonschema_rs
import pytest
from hypothesis import given
from tests.formats.reports import fleets

from backendrepo.findings import Report
from backendrepo.formats import Missing, renderer

SCHEMA = Path(__file__).parents[2] / "docs" / "schemas" / "backend-standards-conformance.schema.json"
published = jsonschema_rs.Draft202012Validator(json.loads(SCHEMA.read_text()), validate_formats=True)
render = renderer("json")


def test_readers_of_the_original_report_find_what_they_know(report: Report, gold: Report, missing: Missing):
    told = json.loads(render([report, gold, missing]))
    assert told["backend_repos"] == ["acme/payments", "acme/gold", "acme/gone"]
    assert told["generated_at"] == "2026-11-24T12:00:00+00:00"
    assert told["required_make_targets"][:2] == ["lint", "typecheck"]
    assert [(result["repo"], result["status"]) for result in told["results"]] == [
        ("acme/payments", "gap"),
        ("acme/gold", "ok"),
        ("acme/gone", "missing-repo"),
    ]
    assert told["results"][0]["missing"] == ["parity/python-version", "gates/coverage"]


def test_each_control_has_outcome_evidence_fix_and_waiver(report: Report):
    (result,) = json.loads(render([report]))["results"]
    by_id = {control["id"]: control for control in result["controls"]}
    assert by_id["gates/coverage"]["evidence"][0] == {"path": "Makefile", "line": 1, "text": "line 1"}
    assert by_id["gates/coverage"]["fix"].endswith("--cov-fail-under=99")
    assert "waiver" not in by_id["gates/coverage"]
    assert (by_id["gates/e2e-tests"]["outcome"], by_id["gates/e2e-tests"]["waived"]) == ("partial", True)
    assert by_id["parity/python-version"]["waiver"]["state"] == "expired on 2026-01-01"
    assert result["held_back_by"] == ["gates/coverage"]
    assert result["counts"]["fail"] == 2
    assert result["left_out"]["governance/no-bypass"] == "needs settings"


def test_a_repository_that_is_missing_says_why_and_has_no_level(missing: Missing):
    (result,) = json.loads(render([missing]))["results"]
    assert (result["reason"], result["level"], result["controls"]) == ("There is no folder gone.", "None", [])


@given(fleets)
def test_every_report_is_as_the_published_schema_says(fleet):
    published.validate(json.loads(render(fleet)))


@pytest.mark.parametrize(
    ("field", "value"), [("level", "Platinum"), ("status", "missing-repo"), ("score", 97), ("held_back_by", ["lint"])]
)
def test_the_published_schema_refuses_what_is_no_report(report: Report, field: str, value: object):
    told = json.loads(render([report]))
    told["results"][0][field] = value
    assert not published.is_valid(told)


def test_text_means_the_same_to_a_reader_and_nothing_to_a_terminal(report: Report):
    text = render([report])
    assert "\\u001b]0;owned\\u0007\\u009b31m\\u202e?" in text
    (openapi,) = [each for each in json.loads(text)["results"][0]["controls"] if each["id"] == "gates/openapi"]
    assert "\x1b]0;owned\x07\x9b31m\u202e?" in openapi["summary"]
