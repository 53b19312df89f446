"""An independent reader, PyGithub as its manual has it, finds what the hub wrote and says the same."""

from collections.abc import Iterator

import pytest
from tests.hub.parts import governance, observe, reconcile

from github import Auth, Github

pytestmark = pytest.mark.integration

STANDARD = governance(
    requiredPullRequestReviews={
        "required": {"value": True},
        "requiredApprovingReviewCount": {"value": 2},
        "dismissStaleReviews": {"value": True},
        "requireCodeOwnerReviews": {"value": True},
    },
    requiredChecks={"strict": {"value": True}, "checks": {"value": [{"name": "ci"}, {"name": "any", "appId": -1}]}},
    enforceAdmins={"value": True},
    requiredLinearHistory={"value": True},
    requiredConversationResolution={"value": True},
    requiredSignatures={"value": True},
    allowForcePushes={"value": False},
    allowDeletions={"value": False},
    mergeMethods={"value": ["Squash"]},
    allowAutoMerge={"value": True},
    deleteBranchOnMerge={"value": True},
)


@pytest.fixture
def reader(github, repo) -> Iterator[Github]:
    auth = Auth.Token(github.add_token("auditor"))
    with Github(auth=auth, base_url=github.url, seconds_between_requests=0, seconds_between_writes=0) as reader:
        yield reader


def test_what_was_written_is_what_another_client_reads(hub, reader):
    after = reconcile(hub, "acme/a", STANDARD).live
    there = reader.get_repo("acme/a")
    branch = there.get_branch("main")
    protection = branch.get_protection()
    reviews = protection.required_pull_request_reviews
    checks = {(check.context, check.app_id) for check in protection.required_status_checks.checks}
    assert {
        "enforce_admins": protection.enforce_admins,
        "required_linear_history": protection.required_linear_history,
        "allow_force_pushes": protection.allow_force_pushes,
        "allow_deletions": protection.allow_deletions,
        "required_conversation_resolution": protection.required_conversation_resolution,
        "required_signatures": branch.get_required_signatures(),
    } == after.protection.model_dump(
        include={
            *("enforce_admins", "required_linear_history", "allow_force_pushes", "allow_deletions"),
            *("required_conversation_resolution", "required_signatures"),
        }
    )
    assert checks == {("ci", 15368), ("any", None)}
    assert protection.required_status_checks.strict
    assert reviews.required_approving_review_count == 2
    assert reviews.dismiss_stale_reviews
    assert reviews.require_code_owner_reviews
    merge = {name: getattr(there, name) for name in type(after.merge).model_fields}
    assert merge == after.merge.model_dump()
    assert (merge["allow_squash_merge"], merge["allow_merge_commit"], merge["allow_rebase_merge"]) == (
        True,
        False,
        False,
    )


def test_what_another_client_wrote_is_what_the_hub_reads(hub, github, reader):
    branch = reader.get_repo("acme/a").get_branch("main")
    branch.edit_protection(
        strict=True, checks=[("lint", 15368)], enforce_admins=True, required_approving_review_count=1
    )
    github.violations.clear()  # PyGithub sends null for each switch that is not given
    protection = observe(hub, "acme/a").live.protection
    assert protection.enforce_admins
    assert [(check.context, check.app_id) for check in protection.required_status_checks.checks] == [("lint", 15368)]
    assert protection.required_pull_request_reviews.required_approving_review_count == 1
