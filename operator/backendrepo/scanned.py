"""What a scan learnt of one repository at one commit: facts, without anything that changes while the commit does not."""

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
    advisories: Advisories | None = None
    """None where nobody was asked."""
