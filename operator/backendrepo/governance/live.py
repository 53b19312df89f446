"""The settings of one repository and one of its branches, as GitHub has them: observed or desired alike."""

from typing import Any, Self

from pydantic import Field

from backendrepo.errors import PermissionMissing
from backendrepo.model import Model

ANY_APP = -1
"""`app_id` of a check that any app may report (GitHub's own notation in requests)."""


class Check(Model):
    """A required status check: its name, and the app that has to report it (-1: any app)."""

    context: str
    app_id: int = ANY_APP


class Actors(Model):
    """Users by login, teams and apps by slug, as GitHub's requests take them."""

    users: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    apps: tuple[str, ...] = ()

    @property
    def anybody(self) -> bool:
        """Whether the lists name anybody."""
        return bool(self.users or self.teams or self.apps)


class RequiredChecks(Model):
    """The required status checks of a classic protection."""

    strict: bool = False
    checks: tuple[Check, ...] = ()


class Reviews(Model):
    """The pull-request reviews of a classic protection; its presence means: a pull request is required."""

    required_approving_review_count: int = 0
    dismiss_stale_reviews: bool = False
    require_code_owner_reviews: bool = False
    require_last_push_approval: bool = False
    dismissal_restrictions: Actors | None = None
    bypass_pull_request_allowances: Actors | None = None


class Protection(Model):
    """Classic protection of a branch, whole: every field that `PUT …/protection` takes, and signatures.

    The defaults are what GitHub takes for a field that a PUT leaves out.
    Source: docs.github.com, REST, "Update branch protection".
    """

    required_status_checks: RequiredChecks | None = None
    required_pull_request_reviews: Reviews | None = None
    restrictions: Actors | None = None
    enforce_admins: bool = False
    required_linear_history: bool = False
    allow_force_pushes: bool = False
    allow_deletions: bool = False
    block_creations: bool = False
    required_conversation_resolution: bool = False
    lock_branch: bool = False
    allow_fork_syncing: bool = False
    required_signatures: bool = False

    unknown: tuple[str, ...] = ()
    """Names of fields in force that this version does not know how to send back."""


UNPROTECTED = Protection(allow_force_pushes=True, allow_deletions=True)
"""What holds on a branch without classic protection, written as a protection."""


class MergeSettings(Model):
    """The governed settings of the repository itself."""

    allow_squash_merge: bool
    allow_merge_commit: bool
    allow_rebase_merge: bool
    allow_auto_merge: bool
    delete_branch_on_merge: bool


class Rule(Model):
    """One active rule of a ruleset that applies to the branch.

    Source: docs.github.com, REST, "Get rules for a branch".
    """

    type: str
    ruleset: int
    parameters: dict[str, Any] = Field(default_factory=dict)
    bypassable: bool = True
    """Whether somebody may bypass the ruleset; True also where the credential cannot see who may."""
    bypass_seen: bool = True
    """Whether the credential sees who may."""


class Live(Model):
    """Everything that governance reads and writes about one branch of one repository."""

    merge: MergeSettings | None
    """None where the credential may not see them."""
    protection: Protection | None = None
    rules: tuple[Rule, ...] = ()

    @property
    def classic(self) -> Protection:
        """Classic protection, or what holds without it."""
        return self.protection or UNPROTECTED

    def binding(self, kind: str) -> list[dict[str, Any]]:
        """Return the parameters of each rule of that type which nobody can bypass."""
        return [rule.parameters for rule in self.rules if rule.type == kind and not rule.bypassable]

    def with_protection(self, **changes: Any) -> Self:
        """Return the same settings with these fields of the classic protection changed."""
        return self.model_copy(update={"protection": self.classic.model_copy(update=changes)})

    @property
    def visible_merge(self) -> MergeSettings:
        """The merge settings. Raises `PermissionMissing` where the credential may not see them."""
        if self.merge is None:
            raise PermissionMissing("contents: write", "see the merge settings of the repository")
        return self.merge

    def with_merge(self, **changes: Any) -> Self:
        """Return the same settings with these repository settings changed."""
        return self.model_copy(update={"merge": self.visible_merge.model_copy(update=changes)})

    def without_idle_protection(self) -> Self:
        """Return the same settings without a classic protection that protects nothing."""
        return self.model_copy(update={"protection": None}) if self.protection == UNPROTECTED else self
