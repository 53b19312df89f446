"""A repository: its settings and its rules; content and activity are its base classes."""

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.github.state.activity import Activity
from tests.github.state.git import BORN
from tests.github.state.owners import Owner
from tests.github.state.protection import Actors, Check, Protection, Reviews, StatusChecks, named_checks
from tests.github.state.rulesets import Ruleset

_ids = itertools.count(500001)


@dataclass
class Repository(Activity):
    """One repository. Tests may set any attribute: the next answer shows it."""

    owner: Owner
    name: str
    private: bool = False
    archived: bool = False
    # merge settings, https://docs.github.com/rest/repos/repos#update-a-repository
    allow_squash_merge: bool = True
    allow_merge_commit: bool = True
    allow_rebase_merge: bool = True
    allow_auto_merge: bool = False
    delete_branch_on_merge: bool = False
    allow_update_branch: bool = False
    squash_merge_commit_title: str = "COMMIT_OR_PR_TITLE"
    squash_merge_commit_message: str = "COMMIT_MESSAGES"
    merge_commit_title: str = "MERGE_MESSAGE"
    merge_commit_message: str = "PR_TITLE"
    web_commit_signoff_required: bool = False
    # what the operator does not manage
    description: str | None = None
    homepage: str | None = None
    topics: list[str] = field(default_factory=list)
    has_issues: bool = True
    has_projects: bool = True
    has_wiki: bool = True
    has_discussions: bool = False
    is_template: bool = False
    allow_forking: bool = True
    disabled_protection: bool = False
    rulesets: dict[int, Ruleset] = field(default_factory=dict)
    updated_at: float = BORN
    id: int = field(default_factory=_ids.__next__)

    @property
    def full_name(self) -> str:
        """`owner/name`."""
        return f"{self.owner.login}/{self.name}"

    @property
    def plan_allows_protection(self) -> bool:
        """Private repositories of a free owner have neither classic protection nor rulesets."""
        return not self.private or self.owner.plan != "free"

    def protect(
        self,
        branch: str = "main",
        *,
        checks: Iterable[Check] | None = None,
        strict: bool = False,
        reviews: Mapping[str, Any] | None = None,
        restrictions: Mapping[str, list[str]] | None = None,
        **flags: bool,
    ) -> Protection:
        """Give a branch a classic rule that replaces an earlier one; `flags` are fields of `Protection`."""
        rule = Protection(**flags)
        if checks is not None:
            rule.required_status_checks = StatusChecks(strict, named_checks(checks, self.reported_by))
        if reviews is not None:
            rule.required_pull_request_reviews = Reviews().update(reviews)
        if restrictions is not None:
            rule.restrictions = Actors.of(restrictions)
        self.branches[branch].protection = rule
        return rule

    def protection(self, branch: str = "main") -> Protection | None:
        """The classic rule of a branch, None when it has none."""
        return self.branches[branch].protection
