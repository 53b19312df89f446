"""Rows become the standard's four artifacts, in their published form."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import jsonschema_rs
from hypothesis import given
from hypothesis import strategies as st
from tests.formats.reports import HOSTILE, texts
from tests.reports.made import NOW, raw

from backendrepo.artifacts import CONFORMANCE, ROLLUP
from backendrepo.findings import Level
from backendrepo.reports.documents import documents, weight
from backendrepo.reports.rows import COUNTS, SEVERITIES, Row, Vulnerable, row

SCHEMAS = Path(__file__).parents[2] / "docs" / "schemas"
published = {
    name: jsonschema_rs.Draft202012Validator(
        json.loads((SCHEMAS / f"{name}.schema.json").read_text()), validate_formats=True
    )
    for name in (CONFORMANCE, ROLLUP)
}
names = st.sampled_from(["gates/coverage", "commands/lint", "gone/control"])
numbers = st.integers(0, 10**6)
words = texts.map(lambda text: text or "why")
moments = st.datetimes().map(lambda moment: f"{moment:%Y-%m-%dT%H:%M:%SZ}".zfill(20))
vulnerable = st.one_of(
    st.just(Vulnerable()),
    st.builds(
        Vulnerable,
        st.sampled_from(["ok", "gap"]),
        st.just(""),
        st.tuples(*(numbers for _ in SEVERITIES)),
        moments,
    ),
)
scanned = st.builds(
    Row,
    uid=texts,
    key=st.tuples(texts, texts),
    repository=texts,
    standard=texts,
    moment=moments,
    report=st.just("team/a-conformance"),
    old=st.booleans(),
    commit=texts,
    level=st.sampled_from(list(Level)),
    status=st.sampled_from(["ok", "partial", "gap"]),
    passed=st.just("31/38"),
    counts=st.tuples(*(numbers for _ in COUNTS)),
    waived=numbers,
    open=st.lists(st.tuples(names, st.sampled_from(["fail", "partial", "unknown"])), max_size=32).map(tuple),
    held_back_by=st.lists(names, max_size=16).map(tuple),
    vulnerable=vulnerable,
)
absent = st.builds(Row, texts, st.tuples(texts, texts), texts, texts, moments, why=words)
fleets = st.lists(scanned | absent, min_size=1, max_size=6)


@given(fleets)
def test_every_document_is_as_its_published_schema_says(rows: list[Row]):
    made = documents(rows)
    for name, schema in published.items():
        found = json.loads(made[f"{name}.json"])
        schema.validate(found)
        assert [each["repo"] for each in found["results" if name == CONFORMANCE else "repos"]] == [
            row.repository for row in rows
        ]


@given(fleets)
def test_a_row_adds_no_more_than_it_weighs(rows: list[Row]):
    def size(rows: list[Row]) -> int:
        return sum(len(text.encode()) for text in documents(rows).values())

    heads = 4 * (len(rows[0].standard.encode(errors="replace")) * 6 + 1024)
    assert size(rows) <= sum(map(weight, rows)) + heads * len({row.standard for row in rows})


@given(fleets)
def test_whatever_a_row_says_the_tables_stay_tables(rows: list[Row]):
    made = documents(rows)
    for name, cells in ((CONFORMANCE, 10), (ROLLUP, 9)):
        *_, rule = (number for number, line in enumerate(made[f"{name}.md"].split("\n")) if line.startswith("| ---"))
        table = made[f"{name}.md"].split("\n")[rule + 1 : -1]
        assert len(table) == len(rows)
        assert {len(line.replace("\\|", "").split("|")) for line in table} == {cells + 2}


def rows_of(*objects: dict[str, Any]) -> list[Row]:
    return [found for each in objects if (found := row(each, now=NOW, oldest=timedelta(days=7)))]


def test_a_fleet_is_read_in_one_table():
    other = raw(2, scan={"lastScan": "2026-11-01T03:00:00Z", "commit": ""}, vulnerabilities={})
    made = documents(rows_of(raw(), other, raw(3, conformance=None)))
    page = made[f"{CONFORMANCE}.md"]
    assert "Standard backend-foundation, generated 2026-11-24 11:00 UTC." in page
    assert (
        "| acme/repo-1 | partial | Silver | 31/38 | 5 | 3 | 0123456789ab | 2026-11-24 11:00 UTC "
        "| `gates/coverage`, `commands/lint`, `parity/python-version` and 1 more | team/repo-1-conformance |"
    ) in page
    assert "| 2026-11-01 03:00 UTC (out of date) |" in page
    assert "| acme/repo-3 | missing-repo |  |  |  |  |  | never | It was not scanned yet. |  |" in page
    page = made[f"{ROLLUP}.md"]
    assert "generated 2026-11-24 11:00 UTC, advisory data of 2026-11-24 10:00 UTC." in page
    assert "| acme/repo-1 | gap | 1 | 0 | 2 | 0 | 0 | 2026-11-24 11:00 UTC |  |" in page
    assert "| acme/repo-2 | unknown |  |  |  |  |  | 2026-11-01 03:00 UTC (out of date) | Advisories were" in page
    assert "| acme/repo-3 | missing-repo |  |  |  |  |  | never | It was not scanned yet. |" in page


def test_a_reader_of_one_row_knows_where_the_whole_report_is_and_how_old_it_is():
    made = documents(rows_of(raw(2, scan={"lastScan": "2026-11-01T03:00:00Z"})))
    (result,) = json.loads(made[f"{CONFORMANCE}.json"])["results"]
    (entry,) = json.loads(made[f"{ROLLUP}.json"])["repos"]
    for found in (result, entry):
        assert (found["report"], found["out_of_date"]) == ("team/repo-2-conformance", True)
    assert result["generated_at"] == entry["scanned_at"] == "2026-11-01T03:00:00Z"
    assert result["missing"] == ["gates/coverage", "commands/lint"]
    assert {each["id"]: (each["outcome"], each["severity"]) for each in result["controls"]} == {
        "gates/coverage": ("fail", "critical"),
        "commands/lint": ("fail", "medium"),
        "parity/python-version": ("unknown", "medium"),
        "testing/pyramid": ("partial", "low"),
    }
    assert entry["left_out"] == {"advisories": 3}


def test_a_fleet_on_many_standards_names_a_few():
    objects = [raw(number) for number in range(5)]
    for number, each in enumerate(objects):
        each["spec"]["standardRef"]["name"] = f"ledger-{number}"
    found = json.loads(documents(rows_of(*objects))[f"{CONFORMANCE}.json"])
    assert found["standard"] == "ledger-0, ledger-1, ledger-2, 2 more"
    assert [each["standard"] for each in found["results"]] == [f"ledger-{number}" for number in range(5)]


def test_what_a_terminal_would_obey_is_written_out():
    never = raw(conformance=None, conditions=[{"type": "Ready", "status": "False", "message": HOSTILE}])
    never["spec"]["standardRef"]["name"] = "\x7f"
    for text in documents(rows_of(never)).values():
        assert not set(text) & {"\x1b", "\x07", "\x9b", "\x7f", "\u202e"}
