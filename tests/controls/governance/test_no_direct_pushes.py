import pytest
from tests.controls.governance.parts import hidden, judged_with

from backendrepo.settings import Hidden

CONTROL = "governance/no-direct-pushes"


def test_a_branch_that_changes_by_pull_requests_alone_passes():
    judgement = judged_with(CONTROL)
    assert judgement.outcome == "pass"
    assert judgement.summary == "main can be neither pushed to directly, nor rewritten, nor deleted."


@pytest.mark.parametrize(
    ("settings", "says", "fix"),
    [
        ({"no_force_pushes": ()}, "its history may be rewritten by force pushes", "`allowForcePushes: {value: false}`"),
        ({"no_deletion": ()}, "it may be deleted", "`allowDeletions: {value: false}`"),
        ({"pull_requests": ()}, "commits may be pushed to it without a pull request", "required: {value: true}"),
        (
            {"direct_pushers": ("user alice", "team core", "app deployer")},
            "without a pull request may push user alice, team core and app deployer",
            "bypassPullRequestAllowances: {value: false}",
        ),
    ],
)
def test_each_other_way_to_the_branch_fails_and_says_what_closes_it(settings, says: str, fix: str):
    judgement = judged_with(CONTROL, **settings)
    assert judgement.outcome == "fail"
    assert judgement.summary == f"main: {says}."
    assert fix in judgement.fix


def test_several_ways_are_told_together():
    judgement = judged_with(CONTROL, pull_requests=(), no_force_pushes=(), no_deletion=())
    assert judgement.summary.count(";") == 2
    assert judgement.fix.count("`") == 6


def test_long_lists_are_cut_with_their_number():
    judgement = judged_with(CONTROL, direct_pushers=tuple(f"user u{number}" for number in range(8)))
    assert "user u4 and 3 more" in judgement.summary


def test_what_the_credential_cannot_see_is_unknown():
    assert judged_with(CONTROL, hidden=hidden(Hidden.PROTECTION)).outcome == "unknown"
