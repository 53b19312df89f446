"""The evidence is of these days.

The standard: "Add profile `backend-standards-conformance` to async loops for continuous drift detection."

It looks at when the repository was last scanned with success, and at when the advisory data that the scan used were
fetched. Both have to be younger than the standard's limit, seven days by default.

Why: a report of last month tells of last month's code, and old advisory data know none of the new vulnerabilities.

How to fix: look at the condition `ScanSucceeded` of the BackendRepo, or ask for a scan now:

    kubectl annotate backendrepo payments-api backendrepo.dev/scanRequestedAt="$(date)" --overwrite

Known limits: only the cluster knows when a scan succeeded, so a local check leaves this out.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from backendrepo.findings import Judgement, Severity, failed, passed, unknown
from backendrepo.freshness import Freshness
from backendrepo.snapshot import Snapshot

SEVERITY = Severity.LOW
NEEDS = ("evidence",)


def judge(snapshot: Snapshot) -> Judgement:
    """Judge the age of the last successful scan and of its advisory data."""
    evidence: Freshness = snapshot.evidence
    limit = snapshot.parameters.oldest_evidence_days
    dates = {"scan": evidence.scanned, "advisory data": evidence.advisories}
    old = list(_old(dates, evidence.now, timedelta(days=limit)))
    if old:
        told = f"{' and '.join(old)}; the limit is {_days(limit)}."
        return failed(told[0].upper() + told[1:], fix="See the condition ScanSucceeded, and have the scan run again.")
    if not evidence.asked:
        told = "There are no advisory data: nobody is asked for them."
        return unknown(told, fix="Name an OSV endpoint in the standard: `spec: {scan: {osvUrl: https://api.osv.dev}}`.")
    if absent := [what for what, moment in dates.items() if moment is None]:
        told = f"There is no {' and no '.join(absent)} yet that succeeded."
        return unknown(told, fix="Wait for the first scan, or ask for one with backendrepo.dev/scanRequestedAt.")
    return passed(f"The last scan and its advisory data are younger than {_days(limit)}.")


def _old(dates: dict[str, datetime | None], now: datetime, limit: timedelta) -> Iterator[str]:
    for what, moment in dates.items():
        if moment is not None and now - moment > limit:
            yield f"the last {what} {'are' if what.endswith('data') else 'is'} {_days((now - moment).days)} old"


def _days(count: int) -> str:
    return f"{count} day" if count == 1 else f"{count} days"
