from dataclasses import replace
from html.parser import HTMLParser

import pytest
from tests.formats.reports import NOW

from backendrepo.findings import Evidence, Finding, Report, Severity, failed, unknown
from backendrepo.formats import Missing, renderer

render = renderer("html")

ATTRIBUTES = {"lang", "charset", "name", "content", "http-equiv", "class", "id", "href", "title", "open"} | {
    "data-name",
    "aria-hidden",
}
BLOCKS = {"h1", "h2", "h3", "h4", "p", "pre", "th", "td", "dt", "dd", "li", "span", "small", "summary"}
VOID = {"meta"}
OPTIONAL = {"html", "tr", "td", "th", "thead", "tbody", "dt", "dd"}
"""Tags whose end may be left out (HTML, "Optional tags")."""


class Page(HTMLParser):
    """Tags and text of a page; each tag that is opened has to be closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.classes: list[str] = []
        self.text = ""
        self.feed(text)
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.tags.append(tag)
        self.open += [tag] if tag not in VOID | OPTIONAL else []
        given = dict(attrs)
        assert given.keys() <= ATTRIBUTES
        self.text += " " if tag in BLOCKS else ""
        self.ids += [given["id"]] if "id" in given else []
        self.links += [given["href"]] if "href" in given else []
        self.classes += given.get("class", "").split()

    def handle_endtag(self, tag: str) -> None:
        if tag not in OPTIONAL:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def words(text: str) -> str:
    """Return a page as it is read, without its style."""
    return " ".join(Page(text).text.partition("}\n\n")[2].split())


def test_the_page_needs_nothing_from_elsewhere_and_runs_nothing(report: Report):
    page = Page(render([report]))
    assert not {"script", "link", "img", "iframe", "base"} & {*page.tags}
    assert "<script>alert(1)</script>" in page.text  # as text
    assert "default-src 'none'" in render([report])


def test_the_next_step_comes_first_then_what_each_level_asks_for(report: Report):
    text = words(render([report]))
    order = [
        "Backend standards conformance acme/payments Judged by backend-foundation, 2026-11-24 12:00 UTC",
        "Level None ✓ 1 pass · ◐ 1 partial · ✗ 2 fail · ? 1 unknown · · 1 not-applicable at commit 0123456789ab",
        "1 control is left for Bronze. Start with gates/coverage: No threshold.",
        "For Bronze (1)",
        "For Silver (1)",
        "For Gold (1)",
        "Waived (1)",
        "All controls",
        "Not judged here: governance (2 controls): needs the settings on GitHub",
    ]
    assert [text.index(each) for each in order] == sorted(text.index(each) for each in order)


def test_a_finding_says_what_where_how_and_why(report: Report):
    text = words(render([report]))
    told = "✗ fail The tests have to cover what the standard asks for gates/coverage · critical No threshold. Where"
    assert f"{told} Makefile:1 line 1 Makefile:2 line 2 Makefile:3 line 3 9 more Makefile:4 line 4" in text
    assert "Makefile:10 line 10 and 2 more How to fix Add this: --cov-fail-under=99 Why What no test runs" in text
    assert "    --cov-fail-under=99" in render([report])
    assert "Waiver Waived, only until 2026-12-01, by payments: Until PAY-812" in text


def test_links_lead_to_findings(report: Report, gold: Report, missing: Missing):
    page = Page(render([report, gold, missing]))
    assert {link.removeprefix("#") for link in page.links} <= {*page.ids}
    assert len(page.ids) == len({*page.ids})
    assert "#r1-gates-coverage" in page.links


def test_what_stands_in_backticks_is_code_and_nothing_else_of_it():
    finding = Finding("a/b", Severity.LOW, failed("`make <b>` runs `", Evidence("a`b"), fix=""))
    page = render([Report("acme/x", "s", NOW, (finding,))])
    assert "<p><code>make &lt;b&gt;</code> runs `</p>" in page
    assert "How to fix" not in page


def test_a_control_of_another_version_is_told_by_its_id():
    page = render([Report("acme/x", "s", NOW, (Finding("a/b", Severity.LOW, failed("No.", fix="")),))])
    assert "✗ fail</span> a/b <small>· low</small>" in page


def test_a_good_repository_shows_its_controls_at_once(gold: Report, empty: Report, report: Report):
    assert "<details open><summary>All controls" in render([gold])
    assert "<details open>" not in render([report])
    assert "left for" not in words(render([gold]))
    assert "nothing judged" in render([empty])


def test_a_fleet_begins_with_an_overview_the_furthest_from_the_standard_first(
    report: Report, gold: Report, missing: Missing
):
    text = render([gold, report, missing])
    told = words(text)
    assert told.startswith("Backend standards conformance 3 repositories Judged by backend-foundation")
    assert "acme/gone missing-repo acme/payments gap None 2/6 3 1 acme/gold ok Gold 1/1 0 0" in told
    assert "<td class=said><a href='#r0'>acme/gone</a>" in text
    assert told.index("It could not be judged: There is no folder gone.") < told.index("Level None")


def test_of_two_on_the_same_level_the_one_with_more_severe_findings_comes_first(report: Report):
    lesser = replace(report, repository="acme/lesser", findings=report.findings[1:2])
    higher = replace(report, repository="acme/higher", findings=report.findings[1:3])
    text = words(render([lesser, higher]))
    assert text.index("acme/higher") < text.index("acme/lesser")


def test_each_control_is_a_square_and_families_are_apart(report: Report):
    page = render([report])
    assert page.count("<i class=") == 6 + 3
    assert "<i class=fail title='gates/coverage: fail'></i>" in page
    assert page.count("<i class=gap>") == 3


@pytest.mark.parametrize(("controls", "more"), [(9, False), (11, True)])
def test_what_several_repositories_lack_is_counted_the_most_severe_first(controls: int, *, more: bool):
    low = [Finding(f"a/{number}", Severity.LOW, failed("No.", fix="")) for number in range(controls)]
    high = Finding("gates/coverage", Severity.HIGH, unknown("Who knows."))
    fleet = [Report(name, "s", NOW, tuple(findings)) for name, findings in {"x": low, "y": low, "z": [high]}.items()]
    text = words(render([*fleet, fleet[-1], fleet[-1]]))
    told = "Open in several repositories 3 of 5 high The tests have to cover what the standard asks for gates/coverage"
    assert f"{told} 2 of 5 low a/0" in text
    assert ("and 2 more" in text) is more


def test_what_one_repository_lacks_is_not_counted(report: Report, gold: Report):
    assert "Open in several" not in render([report, gold])
