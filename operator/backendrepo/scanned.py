"""What a scan learnt of one repository at one commit: facts, without what changes while the commit does not."""

from dataclasses import dataclass

from backendrepo.advisories import Advisories
from backendrepo.checks import Checks
from backendrepo.findings import Report


@dataclass(frozen=True)
class Scanned:
    """The result of a scan. Waivers, live settings and the age of evidence are laid over it afterwards."""

    report: Report
    """The findings of the controls that need only the files and the advisories."""
    checks: Checks
    """What the workflows report on pull requests."""
    advisories: Advisories | None = None
    """What is known of the dependencies; None where nobody was asked."""

    @property
    def unanswered(self) -> str:
        """Why nobody answered who was asked about advisories, in a sentence; empty where somebody did."""
        return self.advisories.failure if self.advisories else ""
