"""A report is read back from its document as it was; anything else is no report."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from tests.formats.reports import NOW, fleets
from tests.reports.made import REPORT

from backendrepo.findings import Report
from backendrepo.formats import Judged, Missing, renderer
from backendrepo.reports.reading import read

written = renderer("json")


@given(fleets)
def test_what_was_written_is_read_again(fleet: list[Judged]):
    for report in fleet:
        found = read(written([report]))
        assert type(found) is type(report)
        assert written([found]) == written([report]) if found else False


def test_a_report_comes_back_whole():
    assert read(written([REPORT])) == REPORT
    missing = Missing("acme/payments", "It is gone.", "backend-foundation", NOW)
    assert read(written([missing])) == missing


def broken(**changes: Any) -> str:
    document = json.loads(written([REPORT]))
    control = document["results"][0]["controls"][0]
    result = document["results"][0]
    for name, value in changes.items():
        holder = next(each for each in (control, result, document) if name in each)
        holder[name] = value
    return json.dumps(document)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "[" * 100_000,
        written([REPORT, REPORT]),
        broken(results=[]),
        broken(outcome="excellent"),
        broken(severity="none"),
        broken(summary=7),
        broken(evidence=[{"path": "a", "line": "1", "text": ""}]),
        broken(generated_at="2026-11-24T12:00:00"),
        broken(controls=None),
    ],
)
def test_what_is_no_report_of_one_repository_is_none(text: str):
    assert read(text) is None


def test_fields_of_a_later_version_are_left_aside():
    document = json.loads(written([replace(REPORT, left_out={})]))
    document["results"][0]["later"] = document["later"] = 1
    found = read(json.dumps(document))
    assert isinstance(found, Report)
    assert found.findings == REPORT.findings
