"""Rulesets of a repository or an organisation, and the branches they apply to.

https://docs.github.com/rest/repos/rules
"""

import itertools
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.github.state.repositories import Repository

_ids = itertools.count(5001)


@dataclass
class Ruleset:
    """One ruleset; `source` is `owner/name` or the organisation's login."""

    name: str
    source: str
    source_type: str = "Repository"
    target: str = "branch"
    enforcement: str = "active"
    conditions: dict[str, Any] = field(default_factory=dict)
    rules: list[dict[str, Any]] = field(default_factory=list)
    bypass_actors: list[dict[str, Any]] = field(default_factory=list)
    id: int = field(default_factory=_ids.__next__)

    def covers(self, repo: "Repository") -> bool:
        """Whether an organisation's ruleset reaches this repository."""
        if self.source_type == "Repository":
            return self.source == repo.full_name
        if ids := self.conditions.get("repository_id"):
            return repo.id in ids.get("repository_ids", [])
        return _matches(self.conditions.get("repository_name"), repo.name, {"~ALL"})

    def applies_to(self, repo: "Repository", branch: str) -> bool:
        """Whether the ruleset is active on this branch; it need not exist."""
        if self.enforcement != "active" or self.target != "branch" or not self.covers(repo):
            return False
        macros = {"~ALL"} | ({"~DEFAULT_BRANCH"} if branch == repo.default_branch else set())
        return _matches(self.conditions.get("ref_name"), f"refs/heads/{branch}", macros)


def _matches(condition: dict[str, Any] | None, name: str, macros: set[str]) -> bool:
    if condition is None:
        return False
    included, excluded = condition.get("include", []), condition.get("exclude", [])
    return _any(included, name, macros) and not _any(excluded, name, macros)


def _any(patterns: list[str], name: str, macros: set[str]) -> bool:
    return any(pattern in macros or fnmatchcase(name, pattern) for pattern in patterns)
