"""Pull requests: whether changes reach the branch through pull requests only, and how those are reviewed.

The further settings mean something only where a pull request is required; elsewhere they are left alone.
A ruleset's rule `pull_request` counts as well, and adds up with classic protection: the strictest value wins.
`bypassPullRequestAllowances` is about the users, teams and apps who may push without a pull request: `false`
empties that list, `true` lets it be.
Source: docs.github.com, REST, "Update branch protection"; "Available rules for rulesets".
"""

from collections.abc import Callable
from typing import Any

from pydantic import Field

from backendrepo.governance.live import Actors, Live, Reviews
from backendrepo.governance.policy import BooleanPolicy, CountPolicy
from backendrepo.governance.setting import Setting, both, either
from backendrepo.model import Model

_RULE = "pull_request"
_REQUIRED = "requiredPullRequestReviews.required"


class RequiredPullRequestReviewsPolicy(Model):
    """Pull requests and their reviews on the governed branch."""

    required: BooleanPolicy | None = Field(
        default=None, description="Whether changes reach the branch through pull requests only."
    )
    required_approving_review_count: CountPolicy | None = Field(
        default=None, description="How many approving reviews a pull request needs, 0 to 6."
    )
    dismiss_stale_reviews: BooleanPolicy | None = Field(
        default=None, description="Whether a new commit dismisses earlier approvals."
    )
    require_code_owner_reviews: BooleanPolicy | None = Field(
        default=None, description="Whether a code owner has to approve a change to what they own."
    )
    require_last_push_approval: BooleanPolicy | None = Field(
        default=None, description="Whether somebody other than the last pusher has to approve."
    )
    bypass_pull_request_allowances: BooleanPolicy | None = Field(
        default=None,
        description="Whether users, teams or apps may be allowed to push without a pull request. false empties "
        "the list, true lets it be.",
    )


def _reviews(live: Live) -> Reviews | None:
    return live.classic.required_pull_request_reviews


def _required(live: Live) -> bool:
    return _reviews(live) is not None or bool(live.binding(_RULE))


def _write_required(live: Live, required: bool) -> Live:
    if required is (_reviews(live) is not None):
        return live
    return live.with_protection(required_pull_request_reviews=Reviews() if required else None)


def _restore_required(live: Live, found: Live) -> Live:
    """Put back the whole section: what had been in it was lost when it was switched off."""
    if _reviews(live) == _reviews(found):
        return live
    return live.with_protection(required_pull_request_reviews=_reviews(found))


def _detail(
    path: str, field: str, parameter: str, strictest: Callable[[Any, Any], Any], off: bool | int = False
) -> Setting:
    """Return the setting for one field of the reviews, and its counterpart among a rule's parameters."""

    def written(live: Live) -> Any:
        return getattr(_reviews(live), field, off)

    def effective(live: Live) -> Any:
        value = written(live)
        for parameters in live.binding(_RULE):
            value = strictest(value, parameters.get(parameter, off))
        return value

    def write(live: Live, value: Any) -> Live:
        if value == written(live):
            return live
        reviews = (_reviews(live) or Reviews()).model_copy(update={field: value})
        return live.with_protection(required_pull_request_reviews=reviews)

    def restore(live: Live, found: Live) -> Live:
        restored = write(live, written(found))
        # Where a ruleset requires pull requests, a detail alone had made the reviews of classic protection.
        idle = _reviews(found) is None and _reviews(restored) == Reviews()
        return restored.with_protection(required_pull_request_reviews=None) if idle else restored

    return Setting(
        f"requiredPullRequestReviews.{path}",
        effective,
        written,
        write,
        strictest,
        adjust=lambda live, wanted: wanted if _required(live) else effective(live),
        restore=restore,
        under=(_REQUIRED, False),
    )


def _bypass(live: Live) -> bool:
    reviews = _reviews(live)
    return bool(reviews and reviews.bypass_pull_request_allowances and reviews.bypass_pull_request_allowances.anybody)


def _write_bypass(live: Live, _: bool) -> Live:
    """Empty the list; nobody is ever put on it."""
    nobody = {"bypass_pull_request_allowances": Actors()}
    return live.with_protection(required_pull_request_reviews=(_reviews(live) or Reviews()).model_copy(update=nobody))


def _restore_bypass(live: Live, found: Live) -> Live:
    reviews, earlier = _reviews(live), _reviews(found)
    if reviews is None or earlier is None:
        return live
    allowances = {"bypass_pull_request_allowances": earlier.bypass_pull_request_allowances}
    return live.with_protection(required_pull_request_reviews=reviews.model_copy(update=allowances))


SETTINGS = (
    Setting(
        _REQUIRED,
        _required,
        lambda live: _reviews(live) is not None,
        _write_required,
        either,
        restore=_restore_required,
    ),
    _detail(
        "requiredApprovingReviewCount",
        "required_approving_review_count",
        "required_approving_review_count",
        max,
        off=0,
    ),
    _detail("dismissStaleReviews", "dismiss_stale_reviews", "dismiss_stale_reviews_on_push", either),
    _detail("requireCodeOwnerReviews", "require_code_owner_reviews", "require_code_owner_review", either),
    _detail("requireLastPushApproval", "require_last_push_approval", "require_last_push_approval", either),
    Setting(
        "requiredPullRequestReviews.bypassPullRequestAllowances",
        _bypass,
        _bypass,
        _write_bypass,
        both,
        adjust=lambda live, wanted: wanted and _bypass(live),
        restore=_restore_bypass,
    ),
)
