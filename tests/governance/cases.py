"""One line for each situation of a setting: what is there, what is asked for, and what that comes to."""

from typing import Any

from backendrepo.api.governance import BY_PATH
from backendrepo.governance.live import Live, MergeSettings, Protection, Rule
from backendrepo.governance.policy import Mode, Policy

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
    """Return what the setting effectively is after the policy was enforced, None where it held already."""
    setting = BY_PATH[path]
    if setting.holds(settings, policy):
        return None
    enforced = setting.enforced(settings, policy)
    assert setting.holds(enforced, policy)
    return setting.effective(enforced)
