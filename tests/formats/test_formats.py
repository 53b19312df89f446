"""What holds for every format."""

import unicodedata

import pytest
from hypothesis import given
from tests.formats.reports import NOW, fleets

from backendrepo.check.options import FORMATS
from backendrepo.findings import Evidence, Finding, Report, Severity, failed
from backendrepo.formats import NAMES, left_out, places, renderer, to_do


def test_the_command_line_offers_the_formats_that_there_are():
    assert FORMATS == NAMES


@pytest.mark.parametrize("name", NAMES)
@given(fleet=fleets)
def test_no_repository_breaks_a_report_or_drives_a_terminal(name: str, fleet):
    text = renderer(name)(fleet)
    text.encode()
    assert text.endswith("\n")
    assert not {letter for letter in text if unicodedata.category(letter) in ("Cc", "Zl", "Zp")} - {"\n"}


def test_what_fails_comes_first_by_severity_and_what_is_waived_last(report: Report):
    assert [finding.control for finding in to_do(report)] == [
        "gates/coverage",
        "parity/python-version",
        "gates/openapi",
        "gates/e2e-tests",
    ]


def test_a_place_is_told_once():
    twice = Finding("a/b", Severity.LOW, failed(".", Evidence("x", 1), Evidence("y", 2), Evidence("x", 1), fix=""))
    assert places(twice, 9) == ([Evidence("x", 1), Evidence("y", 2)], 0)
    assert places(twice, 1) == ([Evidence("x", 1)], 1)


def test_a_family_that_was_left_out_is_one_phrase_in_plain_words(report: Report):
    assert left_out(report) == [
        "governance (2 controls): needs the settings on GitHub, which the operator reads",
        "evidence/fresh: needs the record of scans, which the operator keeps",
    ]


def test_an_unknown_lack_is_told_as_it_is():
    assert left_out(Report("a", "s", NOW, (), left_out={"a/c": "odd"})) == ["a/c: odd"]
