"""The four artifacts of the standard."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given
from tests.formats.reports import HOSTILE, fleets

from backendrepo.artifacts import CONFORMANCE, ROLLUP, artifacts
from backendrepo.findings import Finding, Report, Severity, passed
from backendrepo.formats import Missing, renderer

SCHEMAS = Path(__file__).parents[1] / "docs" / "schemas"
published = {
    name: jsonschema_rs.Draft202012Validator(
        json.loads((SCHEMAS / f"{name}.schema.json").read_text()), validate_formats=True
    )
    for name in (CONFORMANCE, ROLLUP)
}
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
FLEET = (
    Report("acme/payments", "backend-foundation", NOW, (Finding("a/b", Severity.LOW, passed("Good.")),)),
    Missing("acme/gone", "There is no folder gone.", "backend-foundation", NOW),
)


def test_the_artifacts_have_the_names_that_the_standard_gives_them():
    assert set(artifacts(FLEET)) == {
        "backend-standards-conformance.json",
        "backend-standards-conformance.md",
        "dependency-vulnerability-rollup.json",
        "dependency-vulnerability-rollup.md",
    }


def test_the_reports_are_those_that_the_formats_print():
    texts = artifacts(FLEET)
    assert texts[f"{CONFORMANCE}.json"] == renderer("json")(FLEET)
    assert texts[f"{CONFORMANCE}.md"] == renderer("markdown")(FLEET)


def test_where_no_advisories_were_read_nothing_is_called_clean():
    texts = artifacts(FLEET)
    rollup = json.loads(texts[f"{ROLLUP}.json"])
    assert rollup["advisories_at"] is None
    assert [(repo["repo"], repo["status"], repo["reason"]) for repo in rollup["repos"]] == [
        ("acme/payments", "unknown", "Advisories were not read."),
        ("acme/gone", "missing-repo", "There is no folder gone."),
    ]
    page = texts[f"{ROLLUP}.md"]
    assert "no advisory data" in page
    assert "| acme/payments | unknown |  |  |  |  |  | 0 | Advisories were not read. |" in page


@given(fleets)
def test_every_artifact_is_as_its_published_schema_says(fleet):
    texts = artifacts(fleet)
    for name, schema in published.items():
        schema.validate(json.loads(texts[f"{name}.json"]))


def rollup_with(**advisory: Any) -> dict[str, Any]:
    known = {
        "id": "GHSA-aaaa-bbbb-cccc",
        "aliases": ["CVE-2026-1"],
        "package": "requests",
        "version": "2.0",
        "fixed_in": ["2.31", "3.0"],
        "severity": "high",
        "path": "requirements.txt",
        "line": 7,
        **advisory,
    }
    counts = {"critical": 0, "high": 1, "medium": 0, "low": 0, "unknown": 0}
    repo = {"repo": "acme/payments", "status": "gap", "counts": counts, "manifests": ["requirements.txt"]}
    return {
        "schema_version": "1.1",
        "generated_at": NOW.isoformat(),
        "target": "backend-foundation",
        "advisories_at": NOW.isoformat(),
        "repos": [{**repo, "advisories": [known]}],
    }


def test_an_advisory_is_told_with_what_fixes_it_and_where_it_stands():
    rollup = rollup_with()
    published[ROLLUP].validate(rollup)
    texts = artifacts(FLEET, rollup)
    assert json.loads(texts[f"{ROLLUP}.json"]) == rollup
    page = texts[f"{ROLLUP}.md"]
    assert "advisory data of 2026-11-24T12:00:00+00:00" in page
    assert "| acme/payments | gap | 0 | 1 | 0 | 0 | 0 | 1 |  |" in page
    assert "| GHSA-aaaa-bbbb-cccc, CVE-2026-1 | requests | 2.0 | 2.31, 3.0 | high | `requirements.txt:7` |" in page


def test_what_was_found_is_counted_even_where_not_everything_could_be_judged():
    rollup = rollup_with()
    rollup["repos"][0] |= {"status": "unknown", "reason": "2 entries could not be judged."}
    page = artifacts(FLEET, rollup)[f"{ROLLUP}.md"]
    assert "| acme/payments | unknown | 0 | 1 | 0 | 0 | 0 | 1 | 2 entries could not be judged. |" in page


@pytest.mark.parametrize("field", ["id", "package", "version", "severity", "path"])
def test_text_of_an_advisory_stays_text(field: str):
    page = artifacts(FLEET, rollup_with(**{field: HOSTILE, "fixed_in": []}))[f"{ROLLUP}.md"]
    row = page.splitlines()[-1]
    assert len(row.replace("\\|", "").split("|")) == 8
    assert "none" in row


@pytest.mark.parametrize("wrong", [{"severity": "bad"}, {"line": -1}, {"score": 9.8}])
def test_the_published_schema_refuses_what_is_no_rollup(wrong: dict[str, Any]):
    assert not published[ROLLUP].is_valid(rollup_with(**wrong))


def test_what_is_unknown_has_to_say_why():
    rollup = rollup_with()
    rollup["repos"][0]["status"] = "unknown"
    assert not published[ROLLUP].is_valid(rollup)
