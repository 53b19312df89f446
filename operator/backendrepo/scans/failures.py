"""Why a scan gave no result: the reasons of the condition ScanSucceeded."""

from backendrepo.redaction import redact


class ScanFailed(Exception):
    """A scan without a result: `reason` is a CamelCase word of the documentation's list, `str()` a sentence or two.

    Reasons made here: ScanNotStarted (quota, admission, image: the pod's own message), ScanOverdue (deadline),
    ScanKilled (memory, eviction, a node that went away), ScanLost (the Job or its pod is gone), ResultMissing,
    ResultTruncated, ResultRepeated, ResultOversized, ResultDamaged, ResultForged (of another repository or commit).
    A scan that could say itself why it has none gives its own reason: that of `errors` (GitHubUnavailable, …),
    ArchiveUnreadable, ResultTooLarge.
    """

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(redact(message))
        self.reason = reason


def overdue(seconds: int) -> ScanFailed:
    """Return that a scan took too long."""
    told = f"The scan was stopped after {seconds} s. If the repository needs longer, raise spec.scan.timeout."
    return ScanFailed("ScanOverdue", told)


def killed(number: int) -> ScanFailed:
    """Return that a signal ended a scan."""
    told = f"The scan was stopped by signal {number}; 9 often means that the machine ran out of memory."
    return ScanFailed("ScanKilled", told)
