from datetime import UTC, datetime

import pytest
from tests.controls.governance.parts import hidden, judged_with
from tests.snapshots import snapshot

from backendrepo.judge import judge
from backendrepo.settings import Hidden

CONTROL = "governance/pull-requests-only"


@pytest.mark.parametrize("source", ["the branch protection", "the ruleset 7"])
def test_a_branch_that_needs_pull_requests_passes_and_says_who_says_so(source: str):
    judgement = judged_with(CONTROL, pull_requests=(source,))
    assert judgement.outcome == "pass"
    assert judgement.summary == f"Changes of main need a pull request, says {source}."


def test_a_branch_that_can_be_pushed_to_fails_and_is_told_what_to_set():
    judgement = judged_with(CONTROL, pull_requests=())
    assert judgement.outcome == "fail"
    assert "may be pushed to main directly" in judgement.summary
    assert "requiredPullRequestReviews: {required: {value: true}}" in judgement.fix


def test_what_the_credential_cannot_see_is_unknown_and_names_the_permission():
    judgement = judged_with(CONTROL, pull_requests=(), hidden=hidden(Hidden.PROTECTION))
    assert judgement.outcome == "unknown"
    assert "`administration: read`" in judgement.summary
    assert judgement.fix.startswith("Grant `administration: read`")


def test_a_local_check_leaves_it_out_and_says_why():
    report = judge(snapshot(), now=datetime(2026, 11, 24, tzinfo=UTC))
    assert report.left_out[CONTROL] == "needs settings"
