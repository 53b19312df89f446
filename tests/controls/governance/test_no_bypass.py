import pytest
from tests.controls.governance.parts import hidden, judged_with

from backendrepo.settings import Hidden

CONTROL = "governance/no-bypass"


def test_a_protection_that_binds_everybody_passes():
    judgement = judged_with(CONTROL)
    assert judgement.outcome == "pass"
    assert "administrators included" in judgement.summary


@pytest.mark.parametrize(
    ("settings", "says", "fix"),
    [
        ({"administrators_bound": False}, "administrators may bypass its branch protection", "enforceAdmins"),
        ({"bypassable": ("the ruleset 7",)}, "somebody may bypass the ruleset 7", "Empty the bypass list"),
        ({"direct_pushers": ("app bot",)}, "excepted from pull requests are app bot", "bypassPullRequestAllowances"),
    ],
)
def test_whoever_may_bypass_it_fails_it(settings, says: str, fix: str):
    judgement = judged_with(CONTROL, **settings)
    assert judgement.outcome == "fail"
    assert judgement.summary == f"main: {says}."
    assert fix in judgement.fix


def test_a_branch_that_nothing_protects_fails():
    nothing = {"pull_requests": (), "no_force_pushes": (), "no_deletion": (), "required": ()}
    judgement = judged_with(CONTROL, **nothing)
    assert (judgement.outcome, judgement.summary.startswith("Nothing protects main")) == ("fail", True)


@pytest.mark.parametrize("part", [Hidden.PROTECTION, Hidden.BYPASS])
def test_what_the_credential_cannot_see_is_unknown_and_names_the_permission(part: Hidden):
    judgement = judged_with(CONTROL, hidden=hidden(part, permission="administration: write"))
    assert judgement.outcome == "unknown"
    assert "`administration: write`" in judgement.summary


def test_what_is_seen_to_be_open_fails_although_a_bypass_list_is_hidden():
    judgement = judged_with(CONTROL, administrators_bound=False, hidden=hidden(Hidden.BYPASS))
    assert judgement.outcome == "fail"
