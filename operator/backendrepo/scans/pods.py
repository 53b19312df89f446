"""What a scan's pod says of itself: why it does not run, and why it ended without a result. Pure.

Sources: Kubernetes, "Pod Lifecycle"; the reasons of the kubelet (`ErrImagePull`, `DeadlineExceeded`, `OOMKilled`).
"""

from typing import Any

from backendrepo.api.reasons import ScanReason
from backendrepo.scans.collect import LONGEST_MESSAGE
from backendrepo.scans.failures import ScanFailed, killed, overdue
from backendrepo.status import shortened

Raw = dict[str, Any]

_ON_ITS_WAY = ("ContainerCreating", "PodInitializing", "")


def stuck(pod: Raw) -> str:
    """Return why a pod does not run, in the words of the cluster; empty where it does, or is about to."""
    waiting = _state(pod).get("waiting", {})
    if waiting.get("reason", "") not in _ON_ITS_WAY:
        return said(waiting)
    for condition in pod["status"].get("conditions", ()):
        if condition["type"] == "PodScheduled" and condition["status"] == "False":
            return said(condition)
    return ""


def running(pod: Raw) -> bool:
    """Return whether the scan runs, or ran."""
    state = _state(pod)
    return "running" in state or bool(state.get("terminated", {}).get("startedAt"))


def ended(pod: Raw) -> str:
    """Return when the scan ended, as RFC 3339; empty where nobody knows."""
    moment: str | None = _state(pod).get("terminated", {}).get("finishedAt")
    return moment or ""


def fate(pod: Raw, limit: str) -> ScanFailed | None:
    """Return what ended a scan from outside; None where it ended by itself. `limit` is its memory's."""
    status, terminated = pod["status"], _state(pod).get("terminated", {})
    if not running(pod):
        told = f"The pod of the scan ended before it ran: {stuck(pod) or said(status)}."
        return ScanFailed(ScanReason.NOT_STARTED, told)
    if status.get("reason") == "DeadlineExceeded":
        return overdue(pod["spec"]["activeDeadlineSeconds"])
    if terminated.get("reason") == "OOMKilled":
        told = f"The scan was stopped because it needed more memory than its limit ({limit}). Raise the limit of scans."
        return ScanFailed(ScanReason.KILLED, told)
    for cause in (status, *status.get("conditions", ())):
        if cause.get("reason") and (cause is status or cause["type"] == "DisruptionTarget"):
            return ScanFailed(ScanReason.KILLED, f"The pod of the scan was stopped: {said(cause)}.")
    return _killed(terminated.get("exitCode", 0))


def _killed(code: int) -> ScanFailed | None:
    """Return that a signal ended a scan, where one did. Source: POSIX shells: 128 and the signal's number."""
    return killed(code - 128) if code > 128 else None


def said(by: Raw) -> str:
    """Return the reason and message of a status, a condition or an Event, as one text."""
    parts = (by.get("reason") or "", (by.get("message") or "").strip().rstrip("."))
    return shortened(": ".join(filter(None, parts)) or "no reason is told", LONGEST_MESSAGE)


def _state(pod: Raw) -> Raw:
    """Return the state of the one container, empty where the kubelet has not written any."""
    for container in pod["status"].get("containerStatuses", ()):
        state: Raw = container.get("state", {})
        return state
    return {}
