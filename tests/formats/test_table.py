import re
from dataclasses import replace

import pytest
from tests.formats.reports import NOW

from backendrepo.findings import Evidence, Finding, Report, Severity, failed, passed
from backendrepo.formats import Missing, renderer, table

render = renderer("table")


def test_what_fails_comes_first_with_its_place_the_reason_and_the_fix(report: Report):
    lines = render([report]).splitlines()
    assert lines[:12] == [
        "acme/payments at 0123456789ab against backend-foundation",
        "",
        "✗ fail  gates/coverage  critical",
        "    No threshold.",
        "      Makefile:1  line 1",
        "      Makefile:2  line 2",
        "      Makefile:3  line 3",
        "      and 9 more",
        "    → Add this:",
        "",
        "          --cov-fail-under=99",
        "",
    ]


def test_a_waiver_is_told_with_who_answers_for_it_and_an_expired_one_counts_for_nothing(report: Report):
    lines = render([report]).splitlines()
    assert "    Waived, only until 2026-12-01, by payments: Until PAY-812" in lines
    assert "    The waiver expired on 2026-01-01 (payments)" in lines


def test_the_end_says_the_level_what_lifts_it_and_what_was_not_looked_at(report: Report):
    assert render([report]).splitlines()[-8:] == [
        "✓ commands/lint    Lint runs.",
        "· testing/pyramid  No tests.",
        "",
        "Level None: 1 pass, 1 partial, 2 fail, 1 unknown, 1 not-applicable, 1 of them waived.",
        "Bronze is held back by gates/coverage.",
        "Not judged here: governance (2 controls): needs the settings on GitHub, which the operator reads.",
        "Not judged here: evidence/fresh: needs the record of scans, which the operator keeps.",
        "`backendrepo check --explain gates/coverage` says why it matters.",
    ]


def test_a_good_repository_needs_few_words(gold: Report, empty: Report):
    assert render([gold]).splitlines() == [
        "acme/gold against backend-foundation",
        "",
        "✓ a/b  Good.",
        "",
        "Level Gold: 1 pass.",
    ]
    assert "nothing judged" in render([empty])


def test_several_repositories_end_in_an_overview(report: Report, gold: Report, missing: Missing):
    lines = render([report, gold, missing]).splitlines()
    assert "acme/gone could not be judged: There is no folder gone." in lines
    assert lines[-4:] == [
        "REPOSITORY     STATUS        LEVEL   PASSED  OPEN  WAIVED",
        "acme/payments  gap           None    2/6     3     1",
        "acme/gold      ok            Gold    1/1     0     0",
        "acme/gone      missing-repo  -       -       -     -",
    ]


@pytest.mark.parametrize(("width", "fits"), [(1, 40), (40, 40), (80, 80), (120, 120)])
def test_on_a_terminal_sentences_are_wrapped_and_what_stands_in_files_is_cut(width: int, fits: int):
    sentence = "`make lint` runs nothing that is a linter, and says so. " * 4
    places = Evidence("src/service/a/long/path/module.py", 7, "lorem ipsum " * 20), Evidence("a", 1, "b" * 300)
    lint = Finding("commands/lint", Severity.HIGH, failed(sentence, *places, fix="Fix it."))
    openapi = Finding("gates/openapi", Severity.HIGH, passed(sentence))
    lines = table.render(
        [Report("acme/x", "s", NOW, (lint, openapi), left_out={"a/b": sentence})], width=width
    ).splitlines()
    assert max(map(len, lines[:-1])) <= max(fits, len("      src/service/a/long/path/module.py:7"))
    wrapped = [line[4:] for line in lines[3:] if line[:4].isspace() and not line[4:5].isspace()]
    assert " ".join(wrapped).startswith(sentence.strip())
    assert any(line.startswith("✓ gates/openapi  `make lint`") for line in lines)


def test_in_a_pipe_a_sentence_is_one_line(report: Report):
    sentence = "word " * 100 + "end"
    told = replace(report, findings=(Finding("a/b", Severity.LOW, failed(sentence, fix="")),))
    assert f"    {sentence}" in render([told]).splitlines()


def test_colours_change_nothing_but_the_colour(report: Report, gold: Report, missing: Missing):
    fleet = [report, gold, missing]
    coloured = table.render(fleet, colour=True)
    assert "\x1b[31m✗ fail  gates/coverage\x1b[0m" in coloured
    assert re.sub(r"\x1b\[\d+m", "", coloured) == table.render(fleet)
