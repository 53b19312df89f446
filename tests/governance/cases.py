"""One line for each situation of a setting: what is there, what is asked for, and what that comes to."""

from typing import Any

from backendrepo.api.governance import BY_PATH
from backendrepo.governance.live import Live, MergeSettings, Protection, Rule
from backendrepo.governance.policy import Mode, Policy
from backendrepo.governance.requests import requests
from backendrepo.plan import plan

MERGE = MergeSettings(
    allow_squash_merge=True,
    allow_merge_commit=True,
    allow_rebase_merge=True,
    allow_auto_merge=False,
    delete_branch_on_merge=False,
)


def live(*rules: Rule, merge: dict[str, bool] | None = None, **protection: Any) -> Live:
    """Return settings: classic protection where a field of it is given."""
    classic = Protection(**protection) if protection else None
    return Live(merge=MERGE.model_copy(update=merge or {}), protection=classic, rules=rules)


def rule(kind: str, *, bypassable: bool = False, **parameters: Any) -> Rule:
    """Return an active rule of a ruleset."""
    return Rule(type=kind, ruleset=1, parameters=parameters, bypassable=bypassable)


def at_least(value: Any) -> Policy:
    """Return a minimum."""
    return Policy(value=value)


def exactly(value: Any) -> Policy:
    """Return an exact value."""
    return Policy(policy=Mode.EXACTLY, value=value)


def outcome(path: str, settings: Live, policy: Policy) -> Any:
    """Return what the setting effectively is after the policy was enforced, None where it held already.

    In passing: what was enforced holds, and can be put back.
    """
    setting = BY_PATH[path]
    if setting.holds(settings, policy):
        return None
    enforced = setting.enforced(settings, policy)
    assert setting.holds(enforced, policy)
    assert setting.written(setting.restored(enforced, settings)) == setting.written(settings)
    return setting.effective(enforced)


def sent(path: str, settings: Live, policy: Policy) -> dict[str, Any]:
    """Return what is sent to GitHub to carry out one policy, of a whole protection only the fields that change."""
    (unchanged,) = requests(settings.model_copy(update={"protection": None}), settings.with_protection(), "main")[:1]
    told = unchanged.body or {}
    return {
        f"{request.method} {request.path}".strip(): request.body
        if request.method != "PUT" or request.body is None
        else {field: value for field, value in request.body.items() if value != told[field]}
        for request in plan(settings, {path: policy}, "main").requests
    }


PUT = "PUT /branches/main/protection"
