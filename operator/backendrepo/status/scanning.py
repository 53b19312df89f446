"""Whether scans come to a result: `ScanSucceeded`, and `Ready` where they have been given up."""

from collections.abc import Iterable

from backendrepo.api.backendrepo import BackendRepoStatus
from backendrepo.api.conditions import Truth, Type
from backendrepo.api.conformance import ScanState, ScanStatus
from backendrepo.api.reasons import Reason, ScanReason
from backendrepo.status.conditions import Verdict, kept, stalled
from backendrepo.status.outcomes import Governed, Learnt, Told

STOPPED = "The repository was not scanned yet: the condition Ready says what keeps it from being."
AGAIN = " It is tried again; status.scan says when."
"""What a message ends with; the end stays where it has to be cut."""

OF_THE_REPORT = frozenset({ScanReason.REPORT_TAKEN, ScanReason.REPORT_REFUSED})
"""Reasons that are not of the scan, but of its report: each turn looks anew, and no scan would help."""


def verdict(previous: BackendRepoStatus, learnt: Learnt | None) -> Verdict:
    """Return `ScanSucceeded`: it tells of the latest scan that has ended, whatever may run since."""
    earlier = kept(previous, Type.SCAN_SUCCEEDED)
    if learnt is None:
        stands = earlier is not None and earlier.status is not Truth.UNKNOWN
        return earlier if earlier and stands else _unknown(STOPPED)
    if learnt.failure:
        return _failed(*learnt.failure, learnt)
    stands = earlier is not None and earlier.status is Truth.FALSE and earlier.reason not in OF_THE_REPORT
    if earlier and stands and learnt.scan.last_scan == _last_scan(previous.scan):
        return _failed(earlier.reason, earlier.message.removesuffix(AGAIN).removesuffix(given_up(learnt)), learnt)
    if learnt.report:
        return Verdict(Type.SCAN_SUCCEEDED, Truth.TRUE, Reason.SCANNED, _scanned(learnt.report.commit, learnt.trouble))
    return earlier if earlier and earlier.status is Truth.TRUE else _unknown(_waits_for(learnt))


def with_scans(verdicts: Iterable[Verdict], outcome: Told, scan: Verdict, learnt: Learnt | None) -> tuple[Verdict, ...]:
    """Return the verdicts of an outcome, `Ready` taken back where all is well but scans are not tried any more."""
    hopeless = learnt is not None and (not learnt.pending or scan.reason in OF_THE_REPORT)
    if scan.status is not Truth.FALSE or not hopeless or not isinstance(outcome, Governed):
        return (*verdicts, scan)
    others = (each for each in verdicts if each.type is not Type.READY)
    return (*stalled(scan.reason, scan.message), *others, scan)


def _last_scan(scan: ScanStatus | None) -> object:
    return scan and scan.last_scan


def given_up(learnt: Learnt) -> str:
    """Return what is to be done about a scan that is not tried again by itself."""
    return (
        " It is tried again with the next commit, on the schedule, and on request: kubectl annotate -n "
        f'{learnt.namespace} backendrepo {learnt.name} backendrepo.dev/scanRequestedAt="$(date)" --overwrite'
    )


def _failed(reason: str, message: str, learnt: Learnt) -> Verdict:
    again = AGAIN if learnt.pending else given_up(learnt)
    told = message if reason in OF_THE_REPORT else f"{message}{again}"
    return Verdict(Type.SCAN_SUCCEEDED, Truth.FALSE, reason, told)


def _scanned(commit: str, trouble: str) -> str:
    told = f"The commit {commit[:12]} was scanned."
    return f"{told} The next scan was started and does not run yet: {trouble}" if trouble else told


def _waits_for(learnt: Learnt) -> str:
    named = f"The first scan ({learnt.scan.id})" if learnt.scan.id else "The first scan"
    if learnt.trouble:
        return f"{named} was started and does not run yet: {learnt.trouble}"
    match learnt.scan.state:
        case ScanState.WAITING:
            return "The first scan is due and waits for its turn among those of the fleet."
        case ScanState.RUNNING:
            return f"{named} is under way."
        case _:
            return "The repository was not scanned yet, and no scan is due."


def _unknown(message: str) -> Verdict:
    return Verdict(Type.SCAN_SUCCEEDED, Truth.UNKNOWN, Reason.NOT_SCANNED, message)
