"""Which changes of Jobs, pods and Events are news of a scan: it ended, it went away, it is stuck, it runs after all."""

import threading
from collections.abc import Callable
from typing import Any

from backendrepo.scans.following import GONE
from backendrepo.scans.manifest import UID
from backendrepo.scans.pods import running, stuck

Raw = dict[str, Any]


NO_POD = "FailedCreate"
"""The reason of the Event of a Job whose pod is refused. Its other warnings are about its end."""


class News:
    """Passes news on to `told`, with the uid of the BackendRepo, once each. Safe to share between threads."""

    def __init__(self, told: Callable[[str], None]) -> None:
        self._told = told
        self._lock = threading.RLock()
        self._ended: set[str] = set()
        self._stuck: set[str] = set()
        self._owners: dict[str, str] = {}

    def job(self, change: str, job: Raw) -> None:
        """Look at a Job as it is now."""
        name, handle, uid = _identity(job)
        with self._lock:
            self._owners[name] = uid
            news = handle not in self._ended and (change == GONE or over(job))
        if news:
            self._told(uid)
        with self._lock:
            if change == GONE:
                self._ended.discard(handle)
                self._owners.pop(name, None)
            elif news:
                self._ended.add(handle)

    def pod(self, change: str, pod: Raw) -> None:
        """Look at a pod as it is now."""
        name, _, uid = _identity(pod)
        if change == GONE:
            self._forget(name, uid)
            return
        with self._lock:
            self._owners[name] = uid
        if stuck(pod):
            self._tell(uid, stuck=True)
        elif running(pod):
            self._tell(uid, stuck=False)

    def event(self, change: str, event: Raw) -> None:
        """Look at a warning: about a Job without a pod, or a pod that does not come to run."""
        about = event["involvedObject"]
        if about.get("kind") == "Job" and event["reason"] != NO_POD:
            return
        with self._lock:
            uid = self._owners.get(about.get("name", ""))
        if uid and change != GONE:
            self._tell(uid, stuck=True)

    def _tell(self, uid: str, *, stuck: bool) -> None:
        """Pass on that a scan is stuck now, or no longer."""
        with self._lock:
            if stuck is (uid in self._stuck):
                return
        self._told(uid)
        with self._lock:
            (self._stuck.add if stuck else self._stuck.discard)(uid)

    def _forget(self, pod: str, uid: str) -> None:
        with self._lock:
            self._owners.pop(pod, None)
            self._stuck.discard(uid)


def over(job: Raw) -> bool:
    """Return whether a Job has come to its end, good or bad; its pods have ended then too."""
    return bool(end(job))


def end(job: Raw) -> Raw:
    """Return the condition that a Job ended with, empty where it has not."""
    for condition in job.get("status", {}).get("conditions", ()):
        if condition["type"] in ("Complete", "Failed") and condition["status"] == "True":
            found: Raw = condition
            return found
    return {}


def _identity(found: Raw) -> tuple[str, str, str]:
    metadata = found["metadata"]
    return metadata["name"], metadata["uid"], metadata.get("labels", {}).get(UID, "")
