from dataclasses import replace
from datetime import UTC, datetime

import pytest
from tests.controls.dependencies.made import CRITICAL, HIGH, LOW, known, left, problem
from tests.snapshots import judged, snapshot

from backendrepo.advisories import Advisories
from backendrepo.judge import judge

CONTROL = "dependencies/no-critical"


def test_an_open_critical_advisory_fails_with_its_line_and_the_version_that_would_pass():
    judgement = judged(CONTROL, advisories=known(CRITICAL, HIGH))
    assert judgement.outcome == "fail"
    assert judgement.summary == "1 critical advisory is open: leaky 1.0 (GHSA-aaaa-bbbb-cccc)."
    assert [str(each) for each in judgement.evidence] == ["requirements.txt:3"]
    assert judgement.fix == "Raise leaky 1.0 to 1.1 or 2.0 (GHSA-aaaa-bbbb-cccc)."


def test_less_severe_ones_pass_here_and_the_age_is_told():
    judgement = judged(CONTROL, advisories=known(HIGH, LOW))
    assert judgement.outcome == "pass"
    assert judgement.summary == "None of 2 pinned dependencies has one, says PyPI, as of 2026-11-24."


def test_a_pass_says_how_many_could_not_be_judged():
    partly = known(uncovered=left("why", "why").uncovered, fetched_at=None)
    assert judged(CONTROL, advisories=partly).summary == (
        "None of 2 pinned dependencies has one, says PyPI; 2 could not be judged (dependencies/auditable)."
    )


@pytest.mark.parametrize(
    ("advisories", "outcome", "says"),
    [
        (left("PyPI does not have it"), "unknown", "No dependency could be looked up; 1 could not be judged"),
        (Advisories(problems=(problem(),)), "unknown", "No dependency could be looked up."),
        (left("x", failure="pypi.org is away"), "unknown", "The advisory source gave no answer: pypi.org is away."),
        (Advisories(), "not-applicable", "No manifest names a dependency."),
    ],
)
def test_what_nobody_looked_up_is_not_clean(advisories: Advisories, outcome: str, says: str):
    judgement = judged(CONTROL, advisories=advisories)
    assert (judgement.outcome, judgement.summary.startswith(says)) == (outcome, True)


def test_many_are_counted_and_five_are_named():
    many = known(*(replace(CRITICAL, id=f"GHSA-{number}") for number in range(7)))
    assert judged(CONTROL, advisories=many).summary.startswith("7 critical advisories are open: leaky 1.0 (GHSA-0), ")
    assert judged(CONTROL, advisories=many).summary.endswith("(GHSA-4) and 2 more.")


def test_it_is_left_out_where_advisories_were_not_read():
    report = judge(snapshot(), now=datetime(2026, 11, 24, tzinfo=UTC))
    assert report.left_out[CONTROL] == "needs advisories"
