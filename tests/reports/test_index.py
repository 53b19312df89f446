"""The index of a rollup says what it comes to, and where its rows are."""

import json
from datetime import timedelta
from pathlib import Path

import jsonschema_rs
import pytest
from hypothesis import given
from tests.reports.made import NOW, raw
from tests.reports.test_documents import fleets

from backendrepo.artifacts import CONFORMANCE
from backendrepo.reports.index import NAME, index, namespaces, pages
from backendrepo.reports.rows import Row, row

SCHEMA = Path(__file__).parents[2] / "docs" / "schemas" / "rollup-index.schema.json"
published = jsonschema_rs.Draft202012Validator(json.loads(SCHEMA.read_text()), validate_formats=True)


@pytest.fixture
def rows() -> list[Row]:
    objects = [raw(1), raw(2, scan={"lastScan": "2026-11-01T03:00:00Z"}), raw(3, conformance=None)]
    return [found for each in objects if (found := row(each, now=NOW, oldest=timedelta(days=7)))]


def test_it_sums_up_the_fleet(rows: list[Row]):
    found = index(rows, {"backendrepos-0": rows[:2], "backendrepos-1": rows[2:]})
    assert found["generated_at"] == "2026-11-24T11:00:00Z"
    assert found["totals"] == {
        "repositories": 3,
        "out_of_date": 2,
        "levels": {"None": 1, "Bronze": 0, "Silver": 2, "Gold": 0},
        "statuses": {"ok": 0, "partial": 2, "gap": 0, "missing-repo": 1},
        "vulnerabilities": {"critical": 2, "high": 0, "medium": 4, "low": 0, "unknown": 0},
        "left_to_do": {
            "gates/coverage": 2,
            "commands/lint": 2,
            "parity/python-version": 2,
            "testing/pyramid": 2,
        },
    }
    assert found["shards"] == [{"name": "backendrepos-0", "rows": 2}, {"name": "backendrepos-1", "rows": 1}]


def test_where_the_rows_are_elsewhere_a_page_leads_there(rows: list[Row]):
    texts = pages(index(rows, {"backendrepos-0": rows}))
    assert json.loads(texts[NAME])["shards"] == [{"name": "backendrepos-0", "rows": 3}]
    page = texts[f"{CONFORMANCE}.md"]
    assert "3 repositories (1 None, 0 Bronze, 2 Silver, 0 Gold), 2 out of date." in page
    assert "| `gates/coverage` | 2 |" in page
    assert "- `backendrepos-0` (3)" in page


@given(fleets)
def test_it_is_as_its_published_schema_says(rows: list[Row]):
    published.validate(json.loads(pages(index(rows, {"backendrepos-0": rows}))[NAME]))


def test_that_of_the_fleet_names_namespaces_which_are_read_back(rows: list[Row]):
    texts = pages(index(rows, {"backendrepos-fleet-0": rows}, {"team-b", "team-a"}))
    published.validate(found := json.loads(texts[NAME]))
    assert found["namespaces"] == ["team-a", "team-b"]
    assert namespaces(texts[NAME]) == {"team-a", "team-b"}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", set()),
        ("[]", set()),
        ("{}", set()),
        ('{"namespaces": {"team": 1}}', set()),
        ('{"namespaces": ["team", 7, "../secrets", "Team", "", "-", "team\\n"]}', {"team"}),
    ],
)
def test_what_somebody_wrote_there_instead_leads_nowhere(text: str, named: set[str]):
    assert namespaces(text) == named
