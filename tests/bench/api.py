"""The API server as the bench speaks to it: plain JSON, and a watch that remembers when it was told what."""

import json
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kubernetes import config
from urllib3.exceptions import HTTPError

GROUP = "/apis/backendrepo.dev/v1alpha1"
CONFIGMAPS = "/api/v1/configmaps?labelSelector=app.kubernetes.io/component%3Drollup"
"""Those of rollups."""
Object = dict[str, Any]


class Api:
    """Requests as the administrator, about ten times as fast as kubectl."""

    def __init__(self, kubeconfig: Path) -> None:
        client = config.new_client_from_config(str(kubeconfig))
        self._server, self._pool = client.configuration.host, client.rest_client.pool_manager

    def request(self, method: str, path: str, body: Any = None, content_type: str = "application/json") -> Object:
        """Make one request; an answer that is no success is an error."""
        data = None if body is None else json.dumps(body)
        answer = self._pool.request(method, self._server + path, body=data, headers={"Content-Type": content_type})
        if answer.status >= 300:
            raise RuntimeError(f"{method} {path}: {answer.status} {answer.data.decode()}")
        return json.loads(answer.data)

    def merge(self, path: str, change: Object) -> Object:
        """Change some fields of an object."""
        return self.request("PATCH", path, change, "application/merge-patch+json")

    def stream(self, path: str, take: Callable[[Object], None]) -> None:
        """Hand over each event of a watch until the server ends it."""
        with self._pool.request("GET", self._server + path, preload_content=False, timeout=None) as answer:
            try:
                for line in answer:
                    take(json.loads(line))
            except (HTTPError, OSError):
                return  # the API server has ended


class Follower(ABC):
    """Follows a watch in a thread of its own, until it has told of what is waited for."""

    patience = 300.0
    """Seconds to wait at most, where nothing else is said."""

    def __init__(self, api: Api, path: str) -> None:
        self._told = threading.Condition()
        threading.Thread(target=api.stream, args=[path, self._take], daemon=True).start()

    def until(self, condition: Callable[[], object], what: str, timeout: float | None = None) -> None:
        """Wait for a condition, which is looked at whenever the API server tells something."""
        timeout = timeout or self.patience
        with self._told:
            if not self._told.wait_for(condition, timeout):
                raise TimeoutError(f"{what}: not within {timeout:.0f} s")

    @abstractmethod
    def _take(self, event: Object) -> None:
        """Take note of an event, and wake who waits."""


class Watch(Follower):
    """All BackendRepos, as the API server tells of them.

    `changes` counts the changes of status, `ready` has the names that are Ready, `handled` the moment (monotonic) at
    which each value of the annotation `requestedAt` was told to be handled, `results` the one at which the status of
    each told of a scan that ended at a time; `idle` has the names that were scanned and are not being scanned.
    """

    def __init__(self, api: Api) -> None:
        self._statuses: dict[str, Object] = {}
        self.changes = 0
        self.ready: set[str] = set()
        self.first_ready: float | None = None
        self.handled: dict[str, float] = {}
        self.results: dict[tuple[str, str], float] = {}
        self.idle: set[str] = set()
        since = api.request("GET", f"{GROUP}/backendrepos")["metadata"]["resourceVersion"]  # so that nothing is missed
        super().__init__(api, f"{GROUP}/backendrepos?watch=1&timeoutSeconds=3600&resourceVersion={since}")

    def _take(self, event: Object) -> None:
        now, told = time.monotonic(), event["object"]
        name, status = told["metadata"]["name"], told.get("status", {})
        with self._told:
            self.changes += status != self._statuses.get(name, status)
            self._statuses[name] = status
            if _is_ready(told):
                self.ready.add(name)
                self.first_ready = self.first_ready or now
            else:
                self.ready.discard(name)
            self.handled.setdefault(status.get("lastHandledReconcileAt", ""), now)
            self._take_scan(name, status.get("scan", {}), now)
            self._told.notify_all()

    def _take_scan(self, name: str, scan: Object, now: float) -> None:
        if "lastScan" in scan:
            self.results.setdefault((name, scan["lastScan"]), now)
        if "lastScan" in scan and scan.get("state", "Idle") == "Idle":
            self.idle.add(name)
        else:
            self.idle.discard(name)


class Rollups(Follower):
    """The ConfigMaps of rollups, as the API server tells of them.

    `written` has the moments (monotonic) at which each was written, `told` the one at which a rollup of a namespace
    told of a repository that it was scanned at a time.
    """

    patience = 120.0

    def __init__(self, api: Api) -> None:
        self.written: dict[str, list[float]] = {}
        self.told: dict[tuple[str, str, str], float] = {}
        super().__init__(api, f"{CONFIGMAPS}&watch=1&timeoutSeconds=3600")

    def _take(self, event: Object) -> None:
        now, metadata = time.monotonic(), event["object"]["metadata"]
        document = json.loads(event["object"].get("data", {}).get("backend-standards-conformance.json", "{}"))
        with self._told:
            self.written.setdefault(metadata["name"], []).append(now)
            for row in document.get("results", ()):
                self.told.setdefault((metadata["namespace"], row["repo"], row["generated_at"]), now)
            self._told.notify_all()


def _is_ready(told: Object) -> bool:
    status = told.get("status", {})
    current = status.get("observedGeneration") == told["metadata"]["generation"]
    return current and any(
        each["type"] == "Ready" and each["status"] == "True" for each in status.get("conditions", [])
    )
