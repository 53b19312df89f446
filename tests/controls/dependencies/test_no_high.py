from tests.controls.dependencies.made import CRITICAL, HIGH, LOW, UNRATED, known
from tests.snapshots import judged

CONTROL = "dependencies/no-high"


def test_an_open_high_advisory_fails_also_where_nothing_fixes_it():
    judgement = judged(CONTROL, advisories=known(HIGH))
    assert (judgement.outcome, judgement.summary) == (
        "fail",
        "1 high advisory is open: leaky 1.0 (GHSA-dddd-eeee-ffff).",
    )
    assert judgement.fix == (
        "No release of leaky is without GHSA-dddd-eeee-ffff: replace it, or waive the control for a time."
    )


def test_an_unknown_severity_counts_as_high_and_is_named():
    judgement = judged(CONTROL, advisories=known(UNRATED))
    assert judgement.outcome == "fail"
    assert "leaky 1.0 (PYSEC-2026-1, unknown severity)" in judgement.summary


def test_others_are_told_elsewhere():
    assert judged(CONTROL, advisories=known(CRITICAL, LOW)).outcome == "pass"
