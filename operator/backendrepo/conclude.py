"""From what a scan learnt to the report of now: waivers, live settings and the age of the evidence laid over it.

Nothing is read for it: a waiver expires, and a setting that is repaired is good again, without another scan.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from backendrepo.advisories import Advisories
from backendrepo.controls import catalogue
from backendrepo.findings import Report, Waiver
from backendrepo.freshness import Freshness
from backendrepo.judge import judge, overlaid
from backendrepo.parameters import Parameters
from backendrepo.scanned import Scanned
from backendrepo.settings import Settings
from backendrepo.snapshot import Files, Snapshot, Unreadable

LIVE = frozenset({"settings", "evidence"})
"""What only the operator knows; controls that need it are judged here, all others by the scan."""

UNSCANNED = "needs a scan by this version"


class _Gone(Files):
    """The files of a commit after its scan."""

    def read(self, path: str) -> str | None:
        raise Unreadable(f"{path} is not at hand after the scan")

    def glob(self, pattern: str) -> list[str]:
        raise Unreadable(f"{pattern} is not at hand after the scan")


def conclude(  # noqa: PLR0913 - all that a report comes from, by name
    scanned: Scanned,
    *,
    settings: Settings | None,
    freshness: Freshness | None,
    waivers: Iterable[Waiver],
    parameters: Parameters,
    now: datetime,
) -> Report:
    """Return the report on a repository, in the order of the catalogue.

    `settings` and `freshness` are None where they could not be read; what needs them is left out then, by name. Of when
    the advisory data are is known from the scan. The time of the report is that of the scan.
    """
    before = scanned.report
    snapshot = Snapshot(
        _Gone(),
        before.repository,
        before.commit,
        scanned.checks.branch,
        settings=settings,
        evidence=freshness and _evidence(freshness, scanned.advisories),
        checks=scanned.checks,
        parameters=parameters,
    )
    enabled = [control for control in catalogue() if control.id not in parameters.disabled]
    live = {control.id: control for control in enabled if LIVE.intersection(control.needs)}
    after = judge(snapshot, now=now, controls=live.values())
    kept = (finding for finding in before.findings if finding.control not in live)
    by_id = {finding.control: finding for finding in (*kept, *after.findings)}
    return Report(
        repository=before.repository,
        standard=parameters.standard,
        generated_at=before.generated_at,
        commit=before.commit,
        day=now.date(),
        findings=overlaid((by_id[each.id] for each in enabled if each.id in by_id), waivers, now),
        left_out={
            each.id: after.left_out.get(each.id) or before.left_out.get(each.id, UNSCANNED)
            for each in enabled
            if each.id not in by_id
        },
    )


def _evidence(freshness: Freshness, known: Advisories | None) -> Freshness:
    """Return when the evidence was gathered; where there was nothing to ask about, the asking counts."""
    if known is None:
        return replace(freshness, advisories=None, asked=False)
    return replace(freshness, advisories=known.fetched_at or (None if known.failure else known.asked_at))
