from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.osv.records import V3_HIGH, record

from backendrepo.advisories.join import advisories
from backendrepo.advisories.record import groups

GHSA, PYSEC, CVE = "GHSA-aaaa-bbbb-cccc", "PYSEC-2026-1", "CVE-2026-0001"


def joined(named: list[set[str]], *records: Any) -> list[tuple[str, tuple[str, ...], str]]:
    found = advisories([frozenset(each) for each in named], records, "leaky")
    return [(each.id, each.aliases, each.word) for each in found]


def test_records_of_one_vulnerability_are_one_over_a_common_alias():
    records = (record(GHSA, aliases=[CVE], label="LOW"), record(PYSEC, aliases=[CVE], vectors=(V3_HIGH,)))
    assert joined([{GHSA}, {PYSEC}], *records) == [(GHSA, (PYSEC, CVE), "high")]


def test_what_no_record_is_had_of_has_no_known_severity():
    assert joined([{PYSEC, CVE}]) == [(PYSEC, (CVE,), "unknown severity")]


def test_one_live_record_keeps_a_vulnerability_that_another_withdrew():
    withdrawn = record(GHSA, aliases=[CVE], label="CRITICAL", withdrawn="2026-01-01T00:00:00Z")
    assert joined([{GHSA}], withdrawn) == []
    assert joined([{GHSA}, {PYSEC}], withdrawn, record(PYSEC, aliases=[CVE], label="LOW"))[0][2] == "low"


def test_other_vulnerabilities_of_the_package_stay_out():
    assert joined([{GHSA}], record(GHSA), record("GHSA-dddd-eeee-ffff")) == [(GHSA, (), "unknown severity")]
    assert joined([], record(GHSA)) == []


def test_fixes_are_those_of_the_package_in_the_order_of_versions():
    both = record(GHSA, fixed="1.10")
    both["affected"][0]["ranges"].append({"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "1.9"}]})
    both["affected"][0]["ranges"].append({"type": "GIT", "events": [{"fixed": "abcdef"}]})
    both["affected"].append({"package": {"name": "other"}, "ranges": [{"type": "ECOSYSTEM"}]})
    both["affected"].append({})
    assert advisories([frozenset([GHSA])], [both], "leaky")[0].fixed == ("1.9", "1.10")


@pytest.mark.parametrize("broken", [None, 7, [], {}, {"id": 7}, record(GHSA, schema_version="2.0.0")])
def test_what_is_no_record_is_left_out(broken: Any):
    assert joined([{GHSA}], broken) == [(GHSA, (), "unknown severity")]


@pytest.mark.parametrize("told", [{"summary": None, "details": "two\nlines"}, {"summary": "two lines"}])
def test_a_summary_is_one_line(told: dict[str, Any]):
    assert advisories([frozenset([GHSA])], [record(GHSA, **told)], "leaky")[0].summary == "two lines"
    assert advisories([frozenset([GHSA])], [record(GHSA, summary=7)], "leaky")[0].summary == ""


@given(st.lists(st.frozensets(st.integers(0, 12).map(str), min_size=1)))
def test_groups_share_no_id_and_lose_none(named: list[frozenset[str]]):
    found = groups(named)
    assert sorted(each for group in found for each in group) == sorted(frozenset().union(*named))
    assert all(any(each <= group for group in found) for each in named)
