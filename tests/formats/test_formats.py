"""What holds for every format."""

import unicodedata

import pytest
from hypothesis import given
from tests.formats.reports import NOW, fleets

from backendrepo.check.options import FORMATS
from backendrepo.findings import Evidence, Finding, Judgement, Level, Report, Severity, failed, partial, unknown
from backendrepo.formats import NAMES, left_out, places, renderer, steps, to_do


def test_the_command_line_offers_the_formats_that_there_are():
    assert FORMATS == NAMES


@pytest.mark.parametrize("name", NAMES)
@given(fleet=fleets)
def test_no_repository_breaks_a_report_or_drives_a_terminal(name: str, fleet):
    text = renderer(name)(fleet)
    text.encode()
    assert text.endswith("\n")
    assert not {letter for letter in text if unicodedata.category(letter) in ("Cc", "Zl", "Zp")} - {"\n"}


def test_what_holds_the_next_level_back_comes_first_and_what_is_waived_last(report: Report):
    assert [finding.control for finding in to_do(report)] == [
        "gates/coverage",
        "gates/openapi",
        "parity/python-version",
        "gates/e2e-tests",
    ]


def test_steps_are_the_levels_with_what_each_asks_for():
    def finding(control: str, severity: Severity, judgement: Judgement, *, waived: bool = False) -> Finding:
        return Finding(control, severity, judgement, waived=waived)

    no, maybe, half = failed("No.", fix=""), unknown("Maybe."), partial("Half.", fix="")
    found = (
        finding("testing/pyramid", Severity.LOW, no),
        finding("commands/lint", Severity.MEDIUM, no),
        finding("gates/coverage", Severity.CRITICAL, maybe),
        finding("gates/pull-request", Severity.CRITICAL, half),
        finding("gates/openapi", Severity.HIGH, no, waived=True),
        finding("commands/ci", Severity.HIGH, no),
    )
    told = [(level, [each.control for each in findings]) for level, findings in steps(Report("x", "s", NOW, found))]
    assert told == [
        (Level.BRONZE, ["gates/pull-request", "gates/coverage", "commands/ci", "commands/lint"]),
        (Level.GOLD, ["testing/pyramid"]),
    ]


def test_a_good_repository_has_no_steps(gold: Report, empty: Report):
    assert (steps(gold), to_do(gold), steps(empty)) == ([], [], [])


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
