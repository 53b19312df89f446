"""Settings, policies, outcomes and statuses of every kind, for property tests."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import hypothesis.strategies as st

from backendrepo.api.backendrepo import Adoption, BackendRepoStatus
from backendrepo.api.governance import BY_PATH, Governance
from backendrepo.errors import BackendRepoError, UnsafePlan
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
from backendrepo.pages import sample
from backendrepo.plan import Change, Plan
from backendrepo.status import Failed, Governed, Suspended, Told, summarise

# What GitHub has

names = st.sampled_from(["lint", "test", "build", "deploy"])
checks = st.builds(Check, context=names, app_id=st.sampled_from([ANY_APP, 15368, 42]))


def _once_each(found: list[Check]) -> tuple[Check, ...]:
    return ordered({check.context: check for check in found}.values())


check_lists = st.lists(checks, max_size=4).map(_once_each)
actors = st.builds(
    Actors,
    users=st.sampled_from([(), ("alice",)]),
    teams=st.sampled_from([(), ("core",)]),
    apps=st.sampled_from([(), ("robot",)]),
)
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
    },
    optional={
        "allowed_merge_methods": st.lists(st.sampled_from(["merge", "rebase", "squash"]), min_size=1, unique=True)
    },
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
switches = ["non_fast_forward", "deletion", "required_linear_history", "required_signatures", "merge_queue"]


def _rules(kind: st.SearchStrategy[str], parameters: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[Rule]:
    return st.builds(
        Rule, type=kind, ruleset=st.integers(1, 3), parameters=parameters, bypassable=st.sampled_from([False, True])
    )


rules = st.one_of(
    _rules(st.sampled_from(switches), st.just({})),
    _rules(st.just("pull_request"), pull_request_rules),
    _rules(st.just("required_status_checks"), check_rules),
)
rule_lists = st.lists(rules, max_size=3).map(tuple)
lives = st.builds(Live, merge=merges, protection=st.none() | protections, rules=rule_lists)

# What is asked for

values: dict[str, st.SearchStrategy[Any]] = {path: st.booleans() for path in BY_PATH} | {
    "requiredPullRequestReviews.requiredApprovingReviewCount": st.integers(0, 6),
    "requiredChecks.checks": check_lists,
    "mergeMethods": st.sets(st.sampled_from(MergeMethod), min_size=1).map(frozenset),
}
modes = st.sampled_from([Mode.AT_LEAST, Mode.EXACTLY])
at_least = st.just(Mode.AT_LEAST)


def policies_for(path: str, mode: st.SearchStrategy[Mode] = modes) -> st.SearchStrategy[Policy]:
    """Return managing policies for one setting."""
    return st.builds(Policy, policy=mode, value=values[path])


def policy_maps(mode: st.SearchStrategy[Mode] = modes) -> st.SearchStrategy[dict[str, Policy]]:
    """Return policies for some of the settings."""
    return st.fixed_dictionaries({}, optional={path: policies_for(path, mode) for path in BY_PATH})


def as_written(policies: dict[str, Policy]) -> Governance:
    """Return policies by path as `spec.governance` of a standard or a repository says them."""
    governance: dict[str, Any] = {}
    for path, policy in policies.items():
        *parents, name = path.split(".")
        place = governance
        for parent in parents:
            place = place.setdefault(parent, {})
        place[name] = {"policy": policy.policy, "value": _value_as_written(policy.value)}
    return Governance.model_validate(governance)


def _value_as_written(value: Any) -> Any:
    if isinstance(value, tuple):
        return [{"name": check.context, "appId": check.app_id} for check in value]
    return sorted(value) if isinstance(value, frozenset) else value


# What a turn comes to


def leaves(branch: type[BackendRepoError]) -> list[type[BackendRepoError]]:
    """Return every class of error below a branch that has none below itself."""
    return [leaf for child in branch.__subclasses__() for leaf in (leaves(child) or [child])]


def every_error() -> list[BackendRepoError]:
    """Return an error of each class."""
    return [sample(error) for error in leaves(BackendRepoError)]


BLIND = Live(merge=None)
texts = st.sampled_from([False, True, 2, (), (Check(context="lint"),), frozenset({MergeMethod.SQUASH})])
changes = st.builds(Change, st.sampled_from(list(BY_PATH)), texts, texts)
change_lists = st.lists(changes, max_size=3, unique_by=lambda change: change.setting).map(tuple)


def plan_of(changes: Iterable[Change] = (), branch: str = "main") -> Plan:
    """Return a plan with these changes."""
    return Plan(branch, BLIND, BLIND, tuple(changes))


plans = st.builds(plan_of, change_lists, st.sampled_from(["main", "release/1.0"]))
failures = st.builds(Failed, st.sampled_from([*every_error(), UnsafePlan("x" * 5000)]), st.none() | plans)
outcomes: st.SearchStrategy[Told] = st.one_of(
    st.builds(Governed, st.integers(1, 2), plans),
    st.builds(lambda changes: Governed(1, plan_of(), repaired=changes), change_lists),
    failures,
    st.just(Suspended()),
)

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def told(*outcomes: Told, start: BackendRepoStatus | None = None) -> BackendRepoStatus:
    """Return the status after outcomes, one a minute."""
    status = start or BackendRepoStatus()
    for minute, outcome in enumerate(outcomes):
        now = NOW + timedelta(minutes=minute)
        status = summarise(status, outcome, generation=1, requested_at=None, now=now)
    return status


adoptions = st.builds(
    Adoption,
    branch=st.just("main"),
    time=st.just(NOW),
    merge=st.none() | merges,
    protection=st.none() | protections,
    changed=st.lists(st.sampled_from(list(BY_PATH)), unique=True).map(tuple),
)
statuses = st.builds(
    lambda outcomes, adoptions: told(*outcomes, start=BackendRepoStatus(adopted=adoptions)),
    st.lists(outcomes, max_size=4),
    st.lists(adoptions, max_size=1).map(tuple),
)
