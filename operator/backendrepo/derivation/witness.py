"""What pull requests really reported: the second witness, beside the workflows, of which checks there are."""

from dataclasses import dataclass
from enum import StrEnum, auto

from backendrepo.governance.live import ANY_APP, Check


class Source(StrEnum):
    """Where a check comes from, as far as the workflow files of the repository tell of it."""

    FILE = auto()
    """A job of a workflow file of the repository, whose name the workflows say."""
    JOB = auto()
    """A job of GitHub Actions, of which it is not known whether a file of the repository has it."""
    OTHER = auto()
    """What no file of the repository tells of: a service, a step of a job, or a job of a workflow that is not there,
    as CodeQL's default set-up has it, and one that the organisation requires."""


@dataclass(frozen=True)
class Reported:
    """A check run, or a commit status, of the head of a pull request."""

    name: str
    app: int | None = None
    """The App that made the check run; None for a commit status, which tells of none."""
    source: Source = Source.OTHER

    def meets(self, check: Check) -> bool:
        """Whether it is what a required check waits for."""
        return self.name == check.context and (self.app is None or check.app_id in (ANY_APP, self.app))


@dataclass(frozen=True)
class Witness:
    """What the heads of the pull requests to a branch that were updated last have reported."""

    reported: frozenset[Reported] = frozenset()
    finished: int = 0
    """The heads that had something reported, and nothing of it still under way."""
    unseen: str = ""
    """Why there may have been more than is here, as the end of a sentence; empty where all was seen."""
    untraced: str = "GitHub does not show which workflow it is of"
    """Why it is not known of a job whether a file has it, as the end of a sentence about the job."""
    fileless: str = ""
    """Why a workflow without a file may report what no head has shown, as the end of a sentence; empty where there is
    no such workflow, or every head's reports are enough."""

    def confirms(self, check: Check) -> bool:
        """Whether something reported a check that no workflow file would show."""
        return self._has(check, Source.OTHER)

    def doubts(self, check: Check) -> bool:
        """Whether a job reported a check, and it is not known of it that a workflow file has or had it."""
        return self._has(check, Source.JOB)

    def shows(self, check: Check) -> bool:
        """Whether a head got a check, from whatever it was."""
        return any(each.meets(check) for each in self.reported)

    def _has(self, check: Check, source: Source) -> bool:
        return any(each.source is source and each.meets(check) for each in self.reported)
