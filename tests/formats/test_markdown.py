import pytest

from backendrepo.findings import Report
from backendrepo.formats import Missing, renderer
from backendrepo.formats.markdown import code, escaped, prose

render = renderer("markdown")


def test_the_fleet_table_comes_first_then_a_section_for_each_repository(report: Report, gold: Report, missing: Missing):
    text = render([report, gold, missing])
    assert "| acme/payments | gap | None | 1/6 | 2 | 1 | 0123456789ab | now |" in text
    assert "| acme/gold | ok | Gold | 1/1 | 0 | 0 | working tree | now |" in text
    assert "| acme/gone | missing-repo |  |  |  |  |  | now |" in text
    assert text.index("## acme/payments") < text.index("## acme/gold") < text.index("## acme/gone")
    assert "**Level Gold**: 1 pass." in text
    assert "Bronze is held back by `gates/coverage`." in text
    assert "It could not be judged: There is no folder gone." in text


def test_the_age_of_each_report_is_told(gold: Report):
    from dataclasses import replace
    from datetime import timedelta

    older = [replace(gold, generated_at=gold.generated_at - timedelta(hours=hours)) for hours in (0, 3, 50)]
    rows = [line for line in render(older).splitlines() if line.startswith("| acme/gold")]
    assert [row.split(" | ")[-1] for row in rows] == ["now |", "3 h |", "2 d |"]


def test_what_is_left_to_do_has_its_places_and_its_fix(report: Report):
    section = render([report]).partition("### ✗ gates/coverage: fail (critical)")[2].partition("###")[0]
    assert "- `Makefile:1`: `line 1`" in section
    assert "- and 2 more" in section
    assert "        --cov-fail-under=99" in section
    assert "Waived, only until 2026-12-01, by payments: Until PAY-812" in render([report])


def test_what_is_good_shows_where_that_is_seen(report: Report):
    assert "| `commands/lint` | medium | pass | Lint runs. `Makefile:1` |" in render([report])


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a|b\n`c`", "a\\|b \\`c\\`"),
        ("<img src=x>", "&lt;img src=x>"),
        ("[a](javascript:b)", "\\[a\\](javascript:b)"),
        ("@acme/team closes #1", "&#64;acme/team closes \\#1"),
        ("see https://evil.test", "see https&#58;//evil.test"),
        ("&lt;", "&amp;lt;"),
        ("\\", "\\\\"),
        ("x\x00y", "x\\\\x00y"),
    ],
)
def test_text_of_a_repository_stays_text(text: str, shown: str):
    assert escaped(text) == shown


@pytest.mark.parametrize(("text", "shown"), [("a`b", "`a'b`"), ("a|b", "`a¦b`"), ("a\nb", "`a b`"), ("", "` `")])
def test_nothing_ends_a_code_span_or_a_cell(text: str, shown: str):
    assert code(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("run `make a_b` *now*", "run `make a_b` \\*now\\*"),
        ("`a|b`", "`a¦b`"),
        ("an `odd one", "an \\`odd one"),
        ("`@team` and @team", "`@team` and &#64;team"),
        ("", ""),
    ],
)
def test_what_stands_in_backticks_is_code_and_the_rest_is_text(text: str, shown: str):
    assert prose(text) == shown


def test_hostile_text_makes_no_markup_on_the_page(report: Report):
    outside_code = [part for line in render([report]).splitlines() for part in line.split("`")[::2]]
    assert not [part for part in outside_code if "<script" in part or "](javascript" in part.replace("\\](", "")]
