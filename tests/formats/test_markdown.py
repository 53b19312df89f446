from backendrepo.findings import Report
from backendrepo.formats import renderer
from backendrepo.formats.markdown import escaped

render = renderer("markdown")


def test_the_fleet_table_comes_first_then_a_section_for_each_repository(report: Report, gold: Report):
    text = render([report, gold])
    assert "| acme/payments | gap | None | 1/6 | 2 | 1 | 0123456789ab |" in text
    assert "| acme/gold | ok | Gold | 1/1 | 0 | 0 | working tree |" in text
    assert text.index("## acme/payments") < text.index("## acme/gold")
    assert "Held back by `gates/coverage`." in text
    assert "Not judged here: `governance/no-bypass` (needs settings)." in text


def test_what_is_left_to_do_has_its_places_and_its_fix(report: Report):
    section = render([report]).partition("### gates/coverage: fail")[2].partition("###")[0]
    assert "- `Makefile:1`: `line 1`" in section
    assert "- and 2 more" in section
    assert "    --cov-fail-under=99" in section
    assert "Waived by payments: Until PAY-812" in render([report])


def test_text_of_a_repository_stays_text(report: Report):
    text = render([report])
    assert "<script>" not in text.replace("`<script>alert(1)</script>", "")
    assert "[a](javascript" not in text.replace("¦ 'x' [a](javascript:b)`", "")
    assert escaped("a|b\n`c`") == "a\\|b \\`c\\`"
