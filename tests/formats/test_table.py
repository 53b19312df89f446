from backendrepo.findings import Report
from backendrepo.formats import renderer

render = renderer("table")


def test_each_control_has_a_line_and_what_is_left_its_places_and_fix(report: Report):
    lines = render([report]).splitlines()
    assert lines[0] == "acme/payments at 0123456789ab against backend-foundation"
    assert "  ✓ commands/lint          medium    Lint runs." in lines
    at = lines.index("  ✗ gates/coverage         critical  No threshold.")
    assert [line.strip() for line in lines[at + 1 : at + 7]] == [
        "Makefile:1  line 1",
        "Makefile:2  line 2",
        "Makefile:3  line 3",
        "and 9 more",
        "→ Add this:",
        "→ --cov-fail-under=99",
    ]
    assert "  ◐ gates/e2e-tests        high      Half. [waived expires in 7 days]" in lines
    assert "Level None · 1 pass, 1 partial, 2 fail, 1 unknown, 1 not-applicable" in lines
    assert "Held back by gates/coverage" in lines
    assert "Left out here: governance/no-bypass (needs settings)" in lines


def test_a_good_repository_needs_few_words(gold: Report, empty: Report):
    assert render([gold]).splitlines() == [
        "acme/gold against backend-foundation",
        "",
        "  ✓ a/b  low       Good.",
        "",
        "Level Gold · 1 pass",
    ]
    assert "nothing judged" in render([empty])
