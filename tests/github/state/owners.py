"""Organisations, users and teams."""

import itertools
from dataclasses import dataclass, field

from tests.github.state.rulesets import Ruleset

_ids = itertools.count(1001)


@dataclass
class Team:
    """A team of an organisation."""

    organization: str
    slug: str
    id: int = field(default_factory=_ids.__next__)


@dataclass
class Owner:
    """An organisation or a user; `plan` is free, pro, team or enterprise."""

    login: str
    kind: str = "Organization"
    plan: str = "team"
    id: int = field(default_factory=_ids.__next__)
    teams: dict[str, Team] = field(default_factory=dict)
    rulesets: dict[int, Ruleset] = field(default_factory=dict)

    @property
    def is_organization(self) -> bool:
        """Whether teams, restrictions and organisation rulesets exist for it."""
        return self.kind == "Organization"

    def team(self, slug: str) -> Team:
        """The team with this slug, made when it is new."""
        return self.teams.setdefault(slug, Team(self.login, slug))
