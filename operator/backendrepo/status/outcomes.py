"""What a turn came to: how the repository's settings stand, and what is known of its content."""

from dataclasses import dataclass

from backendrepo.advisories import Advisories
from backendrepo.api.checks_status import RequiredChecksStatus
from backendrepo.api.conformance import ScanState, ScanStatus, WaiverStatus
from backendrepo.errors import BackendRepoError
from backendrepo.findings import Report
from backendrepo.plan import Change, Plan


@dataclass(frozen=True)
class Governed:
    """The repository was observed, and repaired where that was wanted."""

    repository: int
    plan: Plan
    """What still differs: empty in mode Enforce."""
    repaired: tuple[Change, ...] = ()
    required: RequiredChecksStatus | None = None
    """What is told of the required checks; None where they are not managed."""


@dataclass(frozen=True)
class Failed:
    """Something stopped the reconcile."""

    error: BackendRepoError
    plan: Plan | None = None
    """What differs, where it got as far as that."""
    required: RequiredChecksStatus | None = None


@dataclass(frozen=True)
class Suspended:
    """The user asked to leave the repository alone."""


@dataclass(frozen=True)
class Released:
    """The object is being deleted, and nothing holds it any more."""


Told = Governed | Failed | Suspended
"""The outcomes that a status can tell of."""

Outcome = Governed | Failed | Suspended | Released


@dataclass(frozen=True)
class Learnt:
    """What is known of a repository's content, and how its scanning stands."""

    namespace: str
    """The BackendRepo's, and that of its report."""
    name: str
    """The BackendRepo's."""
    scan: ScanStatus
    report: Report | None = None
    """The latest one, with today's waivers and live settings laid over it; None where there is none."""
    advisories: Advisories | None = None
    """Of the same scan; None where nobody was asked."""
    trouble: str = ""
    """Why a scan that was started does not run, in the words of the cluster; empty where it does."""
    failure: tuple[str, str] | None = None
    """Reason and message of the latest scan that has ended, where it came to no result."""
    waivers: tuple[WaiverStatus, ...] = ()
    report_ref: str = ""
    """The name of the ConfigMap that holds the report; empty where there is none."""
    scan_requested_at: str | None = None
    """The token of the latest request for a scan that was handled."""

    @property
    def pending(self) -> bool:
        """Whether a scan waits, runs, or is to be tried again; otherwise only a trigger brings the next one."""
        return self.scan.state is not ScanState.IDLE or self.scan.retry is not None
