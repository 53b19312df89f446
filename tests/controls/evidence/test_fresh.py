from datetime import UTC, datetime, timedelta

import pytest
from tests.snapshots import judged, snapshot

from backendrepo.freshness import Freshness
from backendrepo.judge import judge
from backendrepo.parameters import Parameters

CONTROL = "evidence/fresh"
NOW = datetime(2026, 11, 24, 13, 30, tzinfo=UTC)


def ago(**time: int) -> datetime:
    return NOW - timedelta(**time)


@pytest.mark.parametrize(
    ("scanned", "advisories", "outcome", "says"),
    [
        (ago(days=1), ago(hours=3), "pass", "younger than 7 days"),
        (ago(days=7), ago(days=7), "pass", "younger than 7 days"),
        (ago(days=9), ago(days=1), "fail", "The last scan is 9 days old; the limit is 7 days."),
        (ago(days=1), ago(days=31), "fail", "The last advisory data are 31 days old; the limit is 7 days."),
        (ago(days=9), ago(days=31), "fail", "The last scan is 9 days old and the last advisory data are 31 days old;"),
        (ago(days=9), None, "fail", "The last scan is 9 days old;"),
        (None, None, "unknown", "There is no scan and no advisory data yet that succeeded."),
        (ago(days=1), None, "unknown", "There is no advisory data yet"),
    ],
)
def test_the_age_of_the_last_scan_and_of_its_advisory_data_is_told(scanned, advisories, outcome, says):
    judgement = judged(CONTROL, evidence=Freshness(NOW, scanned, advisories))
    assert judgement.outcome == outcome
    assert judgement.summary.startswith(says) or (outcome == "pass" and says in judgement.summary)
    assert bool(judgement.fix) is (outcome != "pass")


def test_the_limit_is_the_standards():
    evidence = Freshness(NOW, ago(days=2), ago(hours=1))
    judgement = judged(CONTROL, evidence=evidence, parameters=Parameters(oldest_evidence_days=1))
    assert judgement.summary == "The last scan is 2 days old; the limit is 1 day."


def test_a_local_check_leaves_it_out_and_says_why():
    assert judge(snapshot(), now=NOW).left_out[CONTROL] == "needs evidence"


def test_where_nobody_is_asked_for_advisories_it_says_what_to_set():
    judgement = judged(CONTROL, evidence=Freshness(NOW, ago(days=1), asked=False))
    assert (judgement.outcome, "nobody is asked" in judgement.summary) == ("unknown", True)
    assert "osvUrl" in judgement.fix


def test_an_old_scan_is_told_first():
    assert judged(CONTROL, evidence=Freshness(NOW, ago(days=9), asked=False)).outcome == "fail"
