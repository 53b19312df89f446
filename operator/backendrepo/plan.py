"""What separates a repository from its policies, as data: changes for people, requests for GitHub."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from backendrepo.api.governance import SETTINGS
from backendrepo.errors import UnsafePlan
from backendrepo.governance.live import ANY_APP, Check, Live
from backendrepo.governance.policy import Policy
from backendrepo.governance.requests import Request, requests
from backendrepo.governance.required_checks import ACTIONS_APP
from backendrepo.governance.setting import Setting


@dataclass(frozen=True)
class Change:
    """One setting that does not satisfy its policy, and the value that does."""

    setting: str
    live: Any
    wanted: Any
    loosens: bool = False

    def __str__(self) -> str:
        return f"{self.setting}: {text(self.live)} → {text(self.wanted)}"


@dataclass(frozen=True)
class Plan:
    """The way from the settings that were found to settings that satisfy every policy."""

    branch: str
    before: Live
    after: Live
    changes: tuple[Change, ...] = ()

    @property
    def requests(self) -> tuple[Request, ...]:
        """What to send to GitHub, in this order; paths are relative to the repository."""
        return requests(self.before, self.after, self.branch)

    def __str__(self) -> str:
        return "; ".join(map(str, self.changes))


def plan(live: Live, policies: Mapping[str, Policy], branch: str) -> Plan:
    """Return the plan that brings `live` onto the policies (by path of setting) and touches nothing else."""
    after, changes = live, list[Change]()
    for setting in SETTINGS:
        policy = setting.governed(policies)
        if policy is None or setting.holds(after, policy):
            continue
        enforced = setting.enforced(after, policy)
        changes.append(_change(setting, policy, after, enforced))
        after = enforced
    return Plan(branch, live, after, tuple(changes))


def _change(setting: Setting, policy: Policy, before: Live, after: Live) -> Change:
    """Return the change of what holds on the branch; where a ruleset hides that, of what is written."""
    values = setting.effective(before), setting.effective(after)
    loosens = setting.loosens(policy.protecting(values[0]), values[1]) or any(
        each.loosens(each.effective(before), each.effective(after))
        for each in SETTINGS
        if each.under and each.under[0] == setting.path
    )
    if values[0] == values[1]:
        values = setting.written(before), setting.written(after)
    return Change(setting.path, *values, loosens=loosens)


def restoration(live: Live, found: Live, managed: Iterable[str], branch: str) -> Plan:
    """Return the plan that puts the managed settings back as they were found at adoption."""
    paths, after, changes = set(managed), live, list[Change]()
    for setting in SETTINGS:
        restored = setting.restored(after, found) if setting.path in paths else after
        if restored != after:
            changes.append(Change(setting.path, setting.written(after), setting.written(restored)))
        after = restored
    return Plan(branch, live, after.without_idle_protection() if found.protection is None else after, tuple(changes))


def refuse_unsafe(plan: Plan, *, allow_loosening: bool) -> None:
    """Raise `UnsafePlan` where the plan gives protection away, or would lose a field that GitHub has and we don't."""
    loosening = [str(change) for change in plan.changes if change.loosens]
    if loosening and not allow_loosening:
        raise UnsafePlan(
            f"The plan would give protection away: {', '.join(loosening)}. If that is meant, set spec.allowLoosening: "
            "true; otherwise correct the policy."
        )
    protection = plan.before.protection
    if protection and protection.unknown and plan.after.protection != protection:
        raise UnsafePlan(
            f"The protection of {plan.branch} has settings that this version cannot send back and would lose: "
            f"{', '.join(protection.unknown)}. Upgrade the operator, or switch them off on GitHub."
        )


def text(value: Any) -> str:
    """Return a setting's value as people write it: `true`, `2`, `Rebase, Squash`, `lint (any app), test (app 42)`.

    A check without an app in brackets is one of GitHub Actions.
    """
    match value:
        case bool():
            return str(value).lower()
        case Check():
            app = {ANY_APP: " (any app)", ACTIONS_APP: ""}.get(value.app_id, f" (app {value.app_id})")
            return f"{value.context}{app}"
        case tuple() | frozenset():
            return ", ".join(sorted(map(text, value))) or "none"
        case _:
            return str(value)
