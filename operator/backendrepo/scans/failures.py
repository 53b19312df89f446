"""Why a scan gave no result: the reasons of the condition ScanSucceeded."""

from backendrepo.api.reasons import ScanReason
from backendrepo.redaction import redact


class ScanFailed(Exception):
    """A scan without a result: `reason` is a word of the documentation's list, `str()` a sentence or two.

    One that was not the scan's own to say is of `ScanReason`. A scan that could say itself why it has no result gives
    its own: that of an error (GitHubUnavailable, …), or one of `ScanReason` as well.
    """

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(redact(message))
        self.reason = reason


def overdue(seconds: int) -> ScanFailed:
    """Return that a scan took too long."""
    told = f"The scan was stopped after {seconds} s. If the repository needs longer, raise spec.scan.timeout."
    return ScanFailed(ScanReason.OVERDUE, told)


def killed(number: int) -> ScanFailed:
    """Return that a signal ended a scan."""
    told = f"The scan was stopped by signal {number}; 9 often means that the machine ran out of memory."
    return ScanFailed(ScanReason.KILLED, told)
