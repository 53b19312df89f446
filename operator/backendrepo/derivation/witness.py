"""What pull requests really reported: the second witness, beside the workflows, of which checks there are."""

from dataclasses import dataclass

from backendrepo.governance.live import ANY_APP, Check


@dataclass(frozen=True)
class Reported:
    """A check run, or a commit status, of the head of a pull request."""

    name: str
    app: int | None = None
    """The App that made the check run; None for a commit status, which tells of none."""
    job: bool = False
    """Whether it is a job of GitHub Actions, whose name the workflows say: no service made it, nor a step of a job."""


@dataclass(frozen=True)
class Witness:
    """What the heads of the pull requests to a branch that were updated last have reported."""

    reported: frozenset[Reported] = frozenset()
    finished: int = 0
    """The heads that had something reported, and nothing of it still under way."""
    unseen: str = ""
    """Why there may have been more than is here, as the end of a sentence; empty where all was seen."""

    def confirms(self, check: Check) -> bool:
        """Whether something other than a job reported a check that meets this one: no workflow would show it."""
        return any(
            each.name == check.context and not each.job and (each.app is None or check.app_id in (ANY_APP, each.app))
            for each in self.reported
        )
