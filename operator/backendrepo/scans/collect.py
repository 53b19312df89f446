"""From what a scan printed to what it learnt: whole, and of the repository and commit that were meant. Pure."""

import re

from backendrepo.api.reasons import ScanReason
from backendrepo.scan.frame import Reason, Refused, unframe
from backendrepo.scan.result import Failure, Malformed, read
from backendrepo.scanned import Scanned
from backendrepo.scans.failures import ScanFailed
from backendrepo.scans.runner import Running
from backendrepo.status import shortened

LARGEST_LOG = 2 * 2**20
"""Bytes of a log that are read. The largest frame takes half of it."""

LONGEST_MESSAGE = 1_024
"""Characters of what a scan says of itself, or a cluster of a scan."""

LONGEST_LINE = 200
"""Characters of a log's last line in a message."""

_REASONS = {
    Reason.MISSING: ScanReason.RESULT_MISSING,
    Reason.TRUNCATED: ScanReason.RESULT_TRUNCATED,
    Reason.REPEATED: ScanReason.RESULT_REPEATED,
    Reason.OVERSIZED: ScanReason.RESULT_OVERSIZED,
    Reason.DAMAGED: ScanReason.RESULT_DAMAGED,
    Reason.BOMB: ScanReason.RESULT_OVERSIZED,
    Reason.VERSION: ScanReason.RESULT_DAMAGED,
}
_OTHER_VERSION = "Scans have to run from the image of the operator's own version."
_WORD = re.compile(r"[A-Z][A-Za-z]{2,60}")


def result(log: str, running: Running, *, repository: str) -> Scanned:
    """Return what a scan of a repository learnt. Raises `ScanFailed` where its log does not say it."""
    learnt = _read(log)
    if isinstance(learnt, Failure):
        # What the result holds was made in a pod: not each text can be the reason of a condition.
        reason = learnt.reason if _WORD.fullmatch(learnt.reason) else ScanReason.RESULT_DAMAGED
        raise ScanFailed(reason, shortened(learnt.message, LONGEST_MESSAGE))
    meant, found = (repository, running.commit), (learnt.report.repository, learnt.report.commit)
    if found != meant:
        raise ScanFailed(
            ScanReason.RESULT_FORGED,
            f"The result of the scan {running.id} is of another repository or commit: it should be of {meant[0]} at "
            f"{meant[1]}. It is not used. Find out who may write to the scan's log.",
        )
    return learnt


def oversized() -> ScanFailed:
    """Return that a scan printed more than is read."""
    told = f"The scan printed {LARGEST_LOG // 2**20} MiB or more, and no scan does."
    return ScanFailed(ScanReason.RESULT_OVERSIZED, told)


def whole(log: str) -> bool:
    """Return whether a log holds a result from its begin to its end."""
    try:
        unframe(log)
    except Refused:
        return False
    return True


def _read(log: str) -> Scanned | Failure:
    if len(log) >= LARGEST_LOG:
        raise oversized()
    try:
        return read(unframe(log))
    except Refused as error:
        raise ScanFailed(_REASONS[error.reason], f"{error} {_hint(error.reason, log)}".strip()) from error
    except Malformed as error:
        raise ScanFailed(ScanReason.RESULT_DAMAGED, f"The result is {error}. {_OTHER_VERSION}") from error


def _hint(reason: Reason, log: str) -> str:
    """Return what helps to find out why there is no result."""
    if reason is Reason.VERSION:
        return _OTHER_VERSION
    last = log.strip().rpartition("\n")[2]
    return f"Its last line: {shortened(last, LONGEST_LINE)}" if reason is Reason.MISSING and last else ""
