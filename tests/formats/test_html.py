from html.parser import HTMLParser

from backendrepo.findings import Report
from backendrepo.formats import Missing, renderer

render = renderer("html")


class Page(HTMLParser):
    """Tags and text of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.tags.append(tag)
        assert not {"src", "onload", "style"} & {name for name, _ in attrs}
        assert all(value.startswith("#r") for name, value in attrs if name == "href")

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_page_needs_nothing_from_elsewhere_and_runs_nothing(report: Report):
    page = Page(render([report]))
    assert "script" not in page.tags
    assert "<script>alert(1)</script>" in page.text  # as text
    assert "default-src 'none'" in render([report])


def test_what_is_left_to_do_comes_first_with_places_fix_and_waiver(report: Report):
    text = Page(render([report])).text
    assert "Level None of backend-foundation at 0123456789ab" in text
    assert "Bronze is held back by gates/coverage." in text
    assert text.index("No threshold.") < text.index("All controls")
    assert "Makefile:1  line 1" in text
    assert "and 2 more" in text
    assert "    --cov-fail-under=99" in text
    assert "Waived, expires in 7 days, by payments: Until PAY-812" in text
    assert "Not judged here: governance (2 controls): needs the settings on GitHub" in text


def test_a_good_repository_shows_its_controls_at_once(gold: Report, empty: Report):
    assert "<details open>" in render([gold])
    assert "nothing judged" in render([empty])


def test_a_fleet_begins_with_an_overview_that_leads_to_each(report: Report, gold: Report, missing: Missing):
    text = render([report, gold, missing])
    assert "<tr><td><a href='#r0'>acme/payments</a><td>gap<td>None<td>2/6<td>3<td>1" in text
    assert "<tr><td><a href='#r2'>acme/gone</a><td>missing-repo<td>" in text
    assert "<h2 id=r2>acme/gone</h2>" in text
    assert "It could not be judged: There is no folder gone." in Page(text).text
