"""Settings and policies of every kind, for property tests."""

from typing import Any

import hypothesis.strategies as st

from backendrepo.api.governance import BY_PATH
from backendrepo.governance.live import (
    ANY_APP,
    Actors,
    Check,
    Live,
    MergeSettings,
    Protection,
    RequiredChecks,
    Reviews,
    Rule,
)
from backendrepo.governance.merge_methods import MergeMethod
from backendrepo.governance.policy import Mode, Policy
from backendrepo.governance.required_checks import ordered

names = st.sampled_from(["lint", "test", "build", "deploy"])
checks = st.builds(Check, context=names, app_id=st.sampled_from([ANY_APP, 15368, 42]))


def _once_each(found: list[Check]) -> tuple[Check, ...]:
    return ordered({check.context: check for check in found}.values())


check_lists = st.lists(checks, max_size=4).map(_once_each)
actors = st.builds(Actors, users=st.sampled_from([(), ("alice",)]), teams=st.sampled_from([(), ("core",)]))
reviews = st.builds(
    Reviews,
    required_approving_review_count=st.integers(0, 6),
    dismiss_stale_reviews=st.booleans(),
    require_code_owner_reviews=st.booleans(),
    require_last_push_approval=st.booleans(),
    dismissal_restrictions=st.none() | actors,
    bypass_pull_request_allowances=st.none() | actors,
)
protections = st.builds(
    Protection,
    required_status_checks=st.none() | st.builds(RequiredChecks, strict=st.booleans(), checks=check_lists),
    required_pull_request_reviews=st.none() | reviews,
    restrictions=st.none() | actors,
    **{name: st.booleans() for name, field in Protection.model_fields.items() if field.annotation is bool},
)
merges = st.builds(
    MergeSettings,
    **{name: st.booleans() for name in MergeSettings.model_fields},
).filter(lambda merge: merge.allow_squash_merge or merge.allow_merge_commit or merge.allow_rebase_merge)
pull_request_rules = st.fixed_dictionaries(
    {
        "required_approving_review_count": st.integers(0, 6),
        "dismiss_stale_reviews_on_push": st.booleans(),
        "require_code_owner_review": st.booleans(),
        "require_last_push_approval": st.booleans(),
        "required_review_thread_resolution": st.booleans(),
    }
)
check_rules = st.builds(
    lambda checks, strict: {
        "required_status_checks": [
            {"context": check.context, **({"integration_id": check.app_id} if check.app_id != ANY_APP else {})}
            for check in checks
        ],
        "strict_required_status_checks_policy": strict,
    },
    check_lists,
    st.booleans(),
)
switches = ["non_fast_forward", "deletion", "required_linear_history", "required_signatures"]
rules = st.one_of(
    st.builds(Rule, type=st.sampled_from(switches), ruleset=st.just(1), bypassable=st.booleans()),
    st.builds(
        Rule, type=st.just("pull_request"), ruleset=st.just(2), parameters=pull_request_rules, bypassable=st.booleans()
    ),
    st.builds(
        Rule,
        type=st.just("required_status_checks"),
        ruleset=st.just(3),
        parameters=check_rules,
        bypassable=st.booleans(),
    ),
)
lives = st.builds(Live, merge=merges, protection=st.none() | protections, rules=st.lists(rules, max_size=3).map(tuple))

values: dict[str, st.SearchStrategy[Any]] = {path: st.booleans() for path in BY_PATH} | {
    "requiredPullRequestReviews.requiredApprovingReviewCount": st.integers(0, 6),
    "requiredChecks.checks": check_lists,
    "mergeMethods": st.sets(st.sampled_from(MergeMethod), min_size=1).map(frozenset),
}
modes = st.sampled_from([Mode.AT_LEAST, Mode.EXACTLY])


def policies_for(path: str, mode: st.SearchStrategy[Mode] = modes) -> st.SearchStrategy[Policy]:
    """Return managing policies for one setting."""
    return st.builds(Policy, policy=mode, value=values[path])


def policy_maps(mode: st.SearchStrategy[Mode] = modes) -> st.SearchStrategy[dict[str, Policy]]:
    """Return policies for some of the settings."""
    return st.fixed_dictionaries({}, optional={path: policies_for(path, mode) for path in BY_PATH})
