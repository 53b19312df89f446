"""No reason of a scan without a result is for nothing: something gives each, in a condition and on its page."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from backendrepo.api.reasons import ScanReason
from backendrepo.checks import Checks
from backendrepo.findings import Report
from backendrepo.scan.frame import frame
from backendrepo.scan.result import write
from backendrepo.scanned import Scanned
from backendrepo.scans.collect import result
from backendrepo.scans.failures import ScanFailed
from backendrepo.scans.pods import fate
from backendrepo.scans.processes import Processes
from backendrepo.scans.runner import Running

MOMENT = datetime(2026, 11, 24, tzinfo=UTC)
RUNNING = Running("scan-a", "uid", "inputs", "a" * 40, MOMENT, ended=True)
GOOD = frame(write(Scanned(Report("acme/a", "backend-foundation", MOMENT, (), commit="a" * 40), Checks())))


def pod(state: dict[str, Any], **status: Any) -> dict[str, Any]:
    return {"spec": {"activeDeadlineSeconds": 600}, "status": {"containerStatuses": [{"state": state}], **status}}


STOPPED = {"terminated": {"exitCode": 137, "startedAt": "2026-11-24T03:00:00Z"}}
PODS = {
    ScanReason.NOT_STARTED: pod({"waiting": {"reason": "ImagePullBackOff"}}),
    ScanReason.OVERDUE: pod(STOPPED, reason="DeadlineExceeded"),
    ScanReason.KILLED: pod(STOPPED),
}
LOGS = {
    ScanReason.RESULT_MISSING: "",
    ScanReason.RESULT_TRUNCATED: GOOD[:-30],
    ScanReason.RESULT_REPEATED: GOOD + GOOD,
    ScanReason.RESULT_OVERSIZED: GOOD.replace("length=", "length=99999999"),
    ScanReason.RESULT_DAMAGED: GOOD.replace("H4s", "H5s"),
    ScanReason.RESULT_FORGED: GOOD,
}
ELSEWHERE = {
    *(ScanReason.RESULT_TOO_LARGE, ScanReason.ARCHIVE_UNREADABLE),  # the scan's own: tests/scan/test_run.py
    ScanReason.ADVISORIES_UNANSWERED,  # of what it did not learn: test_scans.py
    *(ScanReason.REPORT_TAKEN, ScanReason.REPORT_REFUSED),  # of the report: tests/e2e/test_scanning.py
}


def failure(step: Callable[[], object]) -> ScanFailed:
    with pytest.raises(ScanFailed) as failed:
        step()
    return failed.value


@pytest.mark.parametrize(("reason", "found"), PODS.items())
def test_a_pod_that_came_to_nothing_gives_its_reason(reason: ScanReason, found: dict[str, Any]):
    ended = fate(found, "1Gi")
    assert ended
    assert ended.reason is reason


@pytest.mark.parametrize(("reason", "log"), LOGS.items())
def test_a_log_without_a_result_gives_its_reason(reason: ScanReason, log: str):
    assert failure(lambda: result(log, RUNNING, repository="acme/another")).reason is reason


def test_a_scan_that_is_gone_is_lost(processes: Processes):
    assert failure(lambda: processes.log(RUNNING)).reason is ScanReason.LOST


def test_no_reason_is_for_nothing():
    assert {*PODS, *LOGS, *ELSEWHERE, ScanReason.LOST} == set(ScanReason)
