import pytest
from tests.governance.cases import PUT, at_least, exactly, live, outcome, rule, sent

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


def test_reviews_that_were_switched_off_and_on_again_come_back_as_they_were():
    setting = BY_PATH[of("required")]
    found = live(**reviews(required_approving_review_count=1, dismissal_restrictions=BYPASS))
    off = setting.enforced(found, exactly(False))
    on = setting.enforced(off, at_least(True))
    assert on == live(**reviews())
    assert setting.restored(on, found) == setting.restored(off, found) == found


ASKED = {
    "required_approving_review_count": 0,
    "dismiss_stale_reviews": False,
    "require_code_owner_reviews": False,
    "require_last_push_approval": False,
}
NOBODY = {"users": [], "teams": [], "apps": []}


@pytest.mark.parametrize(
    ("name", "settings", "policy", "sends"),
    [
        ("required", live(), at_least(True), ASKED),
        ("required", live(**reviews()), exactly(False), None),
        (
            "requiredApprovingReviewCount",
            live(**reviews()),
            at_least(2),
            {**ASKED, "required_approving_review_count": 2},
        ),
        ("dismissStaleReviews", live(**reviews()), at_least(True), {**ASKED, "dismiss_stale_reviews": True}),
        ("requireCodeOwnerReviews", live(**reviews()), at_least(True), {**ASKED, "require_code_owner_reviews": True}),
        ("requireLastPushApproval", live(**reviews()), at_least(True), {**ASKED, "require_last_push_approval": True}),
        (
            "bypassPullRequestAllowances",
            live(**reviews(bypass_pull_request_allowances=BYPASS, dismissal_restrictions=BYPASS)),
            at_least(False),
            {
                **ASKED,
                "bypass_pull_request_allowances": NOBODY,
                "dismissal_restrictions": {**NOBODY, "users": ["alice"]},
            },
        ),
    ],
)
def test_what_is_sent(name, settings, policy, sends):
    assert sent(of(name), settings, policy) == {PUT: {"required_pull_request_reviews": sends}}


@pytest.mark.parametrize("name", ["requiredApprovingReviewCount", "dismissStaleReviews", "bypassPullRequestAllowances"])
def test_where_no_pull_request_is_required_its_details_send_nothing(name):
    assert sent(of(name), live(enforce_admins=True), at_least(1)) == {}


@pytest.mark.parametrize(
    ("name", "parameter"),
    [
        ("dismissStaleReviews", "dismiss_stale_reviews_on_push"),
        ("requireCodeOwnerReviews", "require_code_owner_review"),
        ("requireLastPushApproval", "require_last_push_approval"),
    ],
)
def test_a_ruleset_that_somebody_can_bypass_counts_for_nothing(name, parameter):
    asked = live(rule("pull_request", bypassable=True, **{parameter: True}), **reviews())
    assert outcome(of(name), asked, at_least(True)) is True


def test_of_two_rulesets_the_strictest_counts():
    ruled = [rule("pull_request", required_approving_review_count=count) for count in (2, 1)]
    assert BY_PATH[of("requiredApprovingReviewCount")].effective(live(*ruled, **reviews())) == 2


def test_a_detail_brings_back_no_section_that_there_was_not():
    found = live(rule("pull_request"))
    setting = BY_PATH[of("dismissStaleReviews")]
    back = setting.restored(setting.enforced(found, at_least(True)), found)
    assert back.classic.required_pull_request_reviews is None
