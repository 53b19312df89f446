from datetime import UTC, date, datetime

import pytest
from tests.snapshots import snapshot

from backendrepo import judge as module
from backendrepo.controls import Control
from backendrepo.findings import Severity, Waiver, failed, passed
from backendrepo.judge import judge
from backendrepo.parameters import Parameters
from backendrepo.snapshot import Unreadable

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def raises(error: Exception):
    def control(_):
        raise error

    return control


@pytest.fixture
def catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    controls = (
        Control("a/good", Severity.LOW, lambda snapshot: passed(f"{len(snapshot.paths)} files"), "Page."),
        Control("a/bad", Severity.LOW, lambda _: failed("Bad.", fix="Do it."), "Page."),
        Control("a/large", Severity.LOW, raises(Unreadable("x is too large")), "Page."),
        Control("a/broken", Severity.LOW, raises(KeyError("x")), "Page."),
        Control("a/live", Severity.LOW, lambda _: passed("."), "Page.", ("settings", "advisories")),
    )
    monkeypatch.setattr(module, "catalogue", lambda: controls)


@pytest.mark.usefixtures("catalogue")
def test_a_control_that_raises_is_unknown_and_the_others_still_run():
    report = judge(snapshot({"x": ""}), now=NOW)
    told = {finding.control: (finding.judgement.outcome, finding.judgement.summary) for finding in report.findings}
    assert told == {
        "a/good": ("pass", "1 files"),
        "a/bad": ("fail", "Bad."),
        "a/large": ("unknown", "x is too large."),
        "a/broken": ("unknown", "The control itself failed (KeyError: 'x')."),
    }


@pytest.mark.usefixtures("catalogue")
def test_what_was_not_read_is_not_judged_and_said():
    assert judge(snapshot(), now=NOW).left_out == {"a/live": "needs settings and advisories"}
    full = judge(snapshot(settings={}, advisories=()), now=NOW)
    assert full.left_out == {}
    assert "a/live" in {finding.control for finding in full.findings}


@pytest.mark.usefixtures("catalogue")
def test_a_disabled_control_is_not_judged():
    report = judge(snapshot(parameters=Parameters(disabled=frozenset({"a/bad"}))), now=NOW)
    assert "a/bad" not in {finding.control for finding in report.findings}


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize(("expires", "waived"), [(date(2026, 11, 24), True), (date(2026, 11, 23), False)])
def test_a_waiver_lies_over_the_outcome_until_it_expires(expires: date, waived: bool):
    waiver = Waiver("a/bad", "because", "team", expires)
    bad = judge(snapshot(), now=NOW, waivers=[waiver]).findings[1]
    assert (bad.judgement.outcome, bad.waived, bad.waiver) == ("fail", waived, waiver)
