"""Classic branch protection as GitHub keeps it.

https://docs.github.com/rest/branches/branch-protection
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

ANY_APP = -1

FLAGS = (
    "required_linear_history",
    "allow_force_pushes",
    "allow_deletions",
    "block_creations",
    "required_conversation_resolution",
    "lock_branch",
    "allow_fork_syncing",
)


@dataclass
class StatusChecks:
    """Required checks by name; the value is the app that must report it, None is any."""

    strict: bool = False
    checks: dict[str, int | None] = field(default_factory=dict)


@dataclass
class Actors:
    """Users by login, teams and apps by slug."""

    users: list[str] = field(default_factory=list)
    teams: list[str] = field(default_factory=list)
    apps: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, data: Mapping[str, Any] | None) -> "Actors":
        """From the body of a request."""
        data = data or {}
        return cls(*(list(data.get(kind) or []) for kind in ("users", "teams", "apps")))

    def __bool__(self) -> bool:
        return bool(self.users or self.teams or self.apps)


@dataclass
class Reviews:
    """Required reviews; the count falls to 1 when a body names none (recorded)."""

    required_approving_review_count: int = 1
    dismiss_stale_reviews: bool = False
    require_code_owner_reviews: bool = False
    require_last_push_approval: bool = False
    dismissal_restrictions: Actors | None = None
    bypass_pull_request_allowances: Actors | None = None

    def update(self, data: Mapping[str, Any]) -> "Reviews":
        """Take over what `data` names."""
        for name, value in data.items():
            if name in ("dismissal_restrictions", "bypass_pull_request_allowances"):
                # An empty object switches the restriction off, an empty list inside it does not.
                setattr(self, name, Actors.of(value) if value else None)
            elif value is not None:
                setattr(self, name, value)
        return self


@dataclass
class Protection:
    """The classic rule of one branch."""

    required_status_checks: StatusChecks | None = None
    enforce_admins: bool = False
    required_pull_request_reviews: Reviews | None = None
    restrictions: Actors | None = None
    required_signatures: bool = False
    required_linear_history: bool = False
    allow_force_pushes: bool = False
    allow_deletions: bool = False
    block_creations: bool = False
    required_conversation_resolution: bool = False
    lock_branch: bool = False
    allow_fork_syncing: bool = False


Check = str | tuple[str, int | None] | Mapping[str, Any]


def named_checks(checks: Iterable[Check], reported_by: Mapping[str, int]) -> dict[str, int | None]:
    """Checks as (name, app); a check without an app binds to the app that reported it lately."""
    bound: dict[str, int | None] = {}
    for check in checks:
        name, app = _name_and_app(check)
        bound[name] = None if app == ANY_APP else reported_by.get(name) if app is None else app
    return bound


def _name_and_app(check: Check) -> tuple[str, int | None]:
    if isinstance(check, str):
        return check, None
    if isinstance(check, Mapping):
        return check["context"], check.get("app_id")
    return check
