"""What a turn learns of a repository's content, and what that comes to together with its live settings.

A scan tells facts of one commit. Waivers, live settings and the age of the evidence change without one, so that the
report is concluded anew in each turn, and written where it has changed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from backendrepo.api.backendrepo import BackendRepo
from backendrepo.api.backendstandard import BackendStandard
from backendrepo.api.checks_status import RequiredChecksStatus
from backendrepo.api.githubconnection import GitHubConnection
from backendrepo.api.reasons import ScanReason
from backendrepo.checks import Checks
from backendrepo.conclude import conclude
from backendrepo.derivation import derive
from backendrepo.errors import KubernetesRefused
from backendrepo.findings import Report
from backendrepo.freshness import Freshness
from backendrepo.governance.live import Live
from backendrepo.governance.policy import Policy
from backendrepo.governance.required_checks import ACTIONS_APP
from backendrepo.hub.hub import Found, Head, Hub
from backendrepo.parameters import Parameters, parameters_of
from backendrepo.reports.reports import digest
from backendrepo.reports.shelf import Taken
from backendrepo.scanned import Scanned
from backendrepo.scans.order import order
from backendrepo.scans.scans import Step
from backendrepo.settings import Settings
from backendrepo.settings.effective import hidden, settings
from backendrepo.status import Learnt, next_change, waivers_of
from backendrepo.world import World


@dataclass
class Seen:
    """What a turn has seen on its way, however it ends."""

    repo: BackendRepo
    standard: BackendStandard | None = None
    connection: GitHubConnection | None = None
    step: Step | None = None
    scanned: Scanned | None = None
    live: Live | None = None
    lacks: str = ""
    """The permission without which the settings cannot be seen."""
    required: RequiredChecksStatus | None = None
    """What is told of the required checks."""

    def checks(self, branch: str) -> Checks | None:
        """Return the checks of the workflows, None before the first scan of that branch."""
        checks = self.scanned.checks if self.scanned else None
        return checks if checks and checks.branch == branch else None

    @property
    def actions_app(self) -> int:
        """The App id of GitHub Actions."""
        return self.connection.spec.actions_app_id if self.connection else ACTIONS_APP

    @property
    def parameters(self) -> Parameters:
        """The parameters of the controls."""
        standard = self.standard
        return parameters_of(standard.spec.controls, standard.metadata.name) if standard else Parameters()

    @property
    def settings(self) -> Settings | None:
        """What is known of the live settings, None where GitHub could not be asked."""
        if self.live:
            return settings(self.live, actions_app=self.actions_app)
        return hidden(self.lacks) if self.lacks else None

    def again(self, now: datetime) -> datetime | None:
        """Return when the clock alone brings something new: a scan, or the end of a waiver."""
        longest = self.parameters.longest_waiver
        change = next_change(self.repo.spec.waivers, now, longest=longest) if self.step else None
        return min((each for each in (self.step and self.step.again, change) if each), default=None)


def look(head: Head, hub: Hub, seen: Seen, world: World) -> None:
    """Take a step of the scan of a repository, and see what is known of its content."""
    if world.scans is None or seen.standard is None or seen.connection is None:
        return
    repo = seen.repo
    wanted = order(repo, seen.standard, seen.connection.spec.api_url, head.branch, hub.commit(head))
    schedule = repo.spec.scan.schedule or seen.standard.spec.scan.schedule
    latest = repo.status.scan and repo.status.scan.result
    known = world.reports.scanned(repo, latest) if latest else None
    token = partial(hub.reading_token, repo.spec.repository)
    seen.step = world.scans.step(repo, wanted, token, schedule, known=known)
    seen.scanned = seen.step.scanned or known


def derived(wanted: Mapping[str, Policy], found: Found, hub: Hub, seen: Seen) -> Mapping[str, Policy]:
    """Return the policies with the required checks that follow from the repository's workflows."""
    derives = partial(
        derive,
        wanted,
        found.live,
        seen.checks(found.branch),
        allow_loosening=seen.repo.spec.allow_loosening,
        awaited=seen.step is not None,
    )
    result = derives()
    if result.asks:
        result = derives(witness=hub.witness(found.repository, found.branch, result.asks))
    seen.required = result.status
    return result.policies


def learn(seen: Seen, world: World) -> Learnt | None:
    """Return what is known of a repository's content, its report written down; None where nothing was looked at.

    Without a look at the live settings, as in an outage, the earlier verdict stands; a new result is kept all the same.
    """
    if seen.step is None:
        return None
    repo, step, known, live, now = seen.repo, seen.step, seen.scanned, seen.settings, world.now()
    parameters = seen.parameters
    waivers = waivers_of(repo.spec.waivers, now.date(), longest=parameters.longest_waiver)
    report = unkept = None
    if known and (live or step.scanned):
        freshness = Freshness(now, scanned=step.status.last_scan)
        report = conclude(
            known, settings=live, freshness=freshness, waivers=waivers.held, parameters=parameters, now=now
        )
        unkept = _kept(repo, report, known, step.scanned is not None, world)
    failure = (step.failure.reason, str(step.failure)) if step.failure else None
    return Learnt(
        namespace=repo.metadata.namespace,
        name=repo.metadata.name,
        scan=step.status.model_copy(update={"result": digest(step.scanned)}) if step.scanned else step.status,
        report=report if live else None,
        advisories=known.advisories if known else None,
        trouble=step.trouble,
        failure=unkept or failure,
        waivers=waivers.states,
        report_ref=world.reports.name(repo) if report and not unkept else "",
        scan_requested_at=step.handled,
    )


def _kept(repo: BackendRepo, report: Report, scanned: Scanned, fresh: bool, world: World) -> tuple[str, str] | None:
    """Have the report written down; return why it cannot be."""
    try:
        world.reports.keep(repo, report, scanned, fresh=fresh)
    except Taken as error:
        return ScanReason.REPORT_TAKEN, str(error)
    except KubernetesRefused as error:
        return ScanReason.REPORT_REFUSED, f"The report cannot be written. {error}"
    return None
