"""What holds on the governed branch, as controls look at it: classic protection and active rulesets together.

This is `Snapshot.settings`. It is plain data, so that a local check, which has none, loads nothing for it;
`settings.effective` makes it from what the operator has read.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Hidden(StrEnum):
    """A part that the credential may not see."""

    PROTECTION = "protection"
    """Classic protection and rulesets: nothing is known of the branch then."""
    BYPASS = "bypass"
    """Who may bypass a ruleset."""
    MERGE = "merge"
    """The merge settings of the repository."""


class Reporter(StrEnum):
    """Who has to report a required check."""

    ACTIONS = "GitHub Actions"
    ANY = "any app"
    OTHER = "another app"


@dataclass(frozen=True)
class Required:
    """A required status check: its name, who has to report it, and where that is said."""

    name: str
    reporter: Reporter = Reporter.ANY
    source: str = "the branch protection"


@dataclass(frozen=True)
class Settings:
    """The settings of one repository and one of its branches. A source is `the branch protection` or `the ruleset 7`.

    A rule counts here even where somebody may bypass its ruleset: that is told by `bypasses`.
    """

    pull_requests: tuple[str, ...] = ()
    """The sources that require a pull request; none: changes may be pushed directly."""
    no_force_pushes: tuple[str, ...] = ()
    """The sources that forbid to rewrite the branch."""
    no_deletion: tuple[str, ...] = ()
    """The sources that forbid to delete it."""
    direct_pushers: tuple[str, ...] = ()
    """Who may push without the pull request that others need, as `user alice`, `team core`, `app deployer`."""
    administrators_bound: bool = False
    """Whether what holds for others holds for administrators."""
    bypassable: tuple[str, ...] = ()
    """The rulesets that somebody may bypass."""
    required: tuple[Required, ...] = ()
    """The checks that have to pass before a merge."""
    strict: bool = False
    """Whether a pull request has to be up to date with the branch."""
    merge_queue: bool = False
    """Whether merges go through a merge queue, whose runs have to report the required checks as well."""
    auto_merge: bool = False
    """Whether a pull request may be set to merge by itself."""
    hidden: Mapping[Hidden, str] = field(default_factory=dict)
    """What the credential may not see, with the permission that it lacks."""

    @property
    def protected(self) -> bool:
        """Whether anything holds on the branch at all."""
        return bool(self.pull_requests or self.no_force_pushes or self.no_deletion or self.required)
