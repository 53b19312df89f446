import pytest
from tests.governance.cases import at_least, exactly, live, outcome, rule

from backendrepo.api.governance import BY_PATH
from backendrepo.governance.live import Actors, Reviews

BYPASS = Actors(users=("alice",))


def reviews(**fields) -> dict:
    return {"required_pull_request_reviews": Reviews(**fields)}


def of(name: str) -> str:
    return f"requiredPullRequestReviews.{name}"


@pytest.mark.parametrize(
    ("name", "settings", "policy", "becomes"),
    [
        ("required", live(), at_least(True), True),
        ("required", live(**reviews()), at_least(False), None),  # stricter stays
        ("required", live(**reviews()), exactly(False), False),
        ("required", live(rule("pull_request")), at_least(True), None),  # a ruleset requires it already
        ("requiredApprovingReviewCount", live(**reviews()), at_least(2), 2),
        ("requiredApprovingReviewCount", live(**reviews(required_approving_review_count=3)), at_least(2), None),
        ("requiredApprovingReviewCount", live(**reviews(required_approving_review_count=3)), exactly(2), 2),
        ("requiredApprovingReviewCount", live(), at_least(2), None),  # no pull request, no review
        (
            "requiredApprovingReviewCount",
            live(rule("pull_request", required_approving_review_count=2)),
            at_least(2),
            None,
        ),
        ("requiredApprovingReviewCount", live(rule("pull_request", required_approving_review_count=1)), at_least(2), 2),
        ("dismissStaleReviews", live(**reviews()), at_least(True), True),
        ("dismissStaleReviews", live(rule("pull_request", dismiss_stale_reviews_on_push=True)), at_least(True), None),
        ("requireCodeOwnerReviews", live(**reviews()), at_least(True), True),
        ("requireCodeOwnerReviews", live(rule("pull_request", require_code_owner_review=True)), at_least(True), None),
        ("requireLastPushApproval", live(**reviews()), at_least(True), True),
        ("requireLastPushApproval", live(rule("pull_request", require_last_push_approval=True)), at_least(True), None),
        ("bypassPullRequestAllowances", live(**reviews(bypass_pull_request_allowances=BYPASS)), at_least(False), False),
        ("bypassPullRequestAllowances", live(**reviews(bypass_pull_request_allowances=BYPASS)), at_least(True), None),
        ("bypassPullRequestAllowances", live(**reviews()), exactly(True), None),  # nobody is put on the list
        ("bypassPullRequestAllowances", live(), at_least(False), None),
    ],
)
def test_what_is_there_and_what_is_asked_for(name, settings, policy, becomes):
    assert outcome(of(name), settings, policy) == becomes


def test_bypass_allowances_come_back_as_they_were():
    setting = BY_PATH[of("bypassPullRequestAllowances")]
    found = live(**reviews(bypass_pull_request_allowances=BYPASS, required_approving_review_count=1))
    emptied = setting.enforced(found, at_least(False))
    assert setting.restored(emptied, found) == found
    assert setting.restored(live(), found) == live()  # reviews were switched off since: nothing to put it into


def test_reviews_that_both_have_are_left_to_their_details():
    setting = BY_PATH[of("required")]
    found, now = live(**reviews(required_approving_review_count=1)), live(**reviews(required_approving_review_count=2))
    assert setting.restored(now, found) == now
