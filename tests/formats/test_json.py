import json

from backendrepo.findings import Report
from backendrepo.formats import renderer


def test_readers_of_the_original_report_find_what_they_know(report: Report, gold: Report):
    told = json.loads(renderer("json")([report, gold]))
    assert told["backend_repos"] == ["acme/payments", "acme/gold"]
    assert told["generated_at"] == "2026-11-24T12:00:00+00:00"
    assert told["required_make_targets"][:2] == ["lint", "typecheck"]
    assert [(result["repo"], result["status"]) for result in told["results"]] == [
        ("acme/payments", "gap"),
        ("acme/gold", "ok"),
    ]
    assert told["results"][0]["missing"] == ["gates/coverage", "parity/python-version"]


def test_each_control_has_outcome_evidence_fix_and_waiver(report: Report):
    (result,) = json.loads(renderer("json")([report]))["results"]
    by_id = {control["id"]: control for control in result["controls"]}
    assert by_id["gates/coverage"]["evidence"][0] == {"path": "Makefile", "line": 1, "text": "line 1"}
    assert by_id["gates/coverage"]["fix"].endswith("--cov-fail-under=99")
    assert "waiver" not in by_id["gates/coverage"]
    assert (by_id["gates/e2e-tests"]["outcome"], by_id["gates/e2e-tests"]["waived"]) == ("partial", True)
    assert by_id["parity/python-version"]["waiver"]["state"] == "expired on 2026-01-01"
    assert result["held_back_by"] == ["gates/coverage"]
    assert result["counts"]["fail"] == 2
    assert result["left_out"] == {"governance/no-bypass": "needs settings"}
