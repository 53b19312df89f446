"""What can keep a check from starting, from being reported, or from failing the pull request."""

from dataclasses import dataclass
from enum import StrEnum

from backendrepo.findings import Evidence


class Kind(StrEnum):
    """What the obstacle is about."""

    INVALID = "GitHub refuses the workflow"
    EVENT = "no pull request starts the workflow"
    TARGET = "the workflow runs the base branch's code"
    MERGE_QUEUE = "the workflow runs in a merge queue only"
    BRANCHES = "the branch is filtered out"
    PATHS = "the paths that are changed decide whether the workflow starts"
    TYPES = "not every activity of a pull request starts the workflow"
    CONDITION = "a condition decides whether it runs"
    NEEDS = "it is skipped with a job that it needs"
    FORKS = "it is skipped for pull requests from forks"
    BOTS = "it is skipped for pull requests of bots"
    DRAFTS = "it is skipped while the pull request is a draft, and is not started when it no longer is one"
    ACTIVITY = "it is skipped after some other activity of the pull request"
    CONTINUE_ON_ERROR = "its failure is let pass"
    CANCELLED = "it is stopped before its failure is looked at"
    TREE = "what is checked out is not the change"
    UNREADABLE = "what it runs cannot be read here"
    NAME = "its name is not certain"
    SKIPPED_NAME = "skipped, it is reported under another name"


class Reach(StrEnum):
    """Whom an obstacle concerns."""

    ALWAYS = "every pull request"
    MAYBE = "an ordinary pull request may meet it; only a run could tell"
    ASIDE = "only pull requests that are not ordinary: from forks, of bots, relabelled ones"


@dataclass(frozen=True)
class Obstacle:
    """One such thing, in a sentence without a subject, and where it is decided."""

    kind: Kind
    why: str
    place: Evidence
    reach: Reach = Reach.ALWAYS
    fix: str = ""
    """What would take it away; empty where its sentence says that."""

    @property
    def ordinary(self) -> bool:
        """Whether a pull request of a person, from a branch of the repository, can meet it and be merged."""
        return self.reach is not Reach.ASIDE

    def __str__(self) -> str:
        return f"{self.why} ({self.place})"
