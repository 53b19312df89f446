"""The whole product on one machine: a real API server, the GitHub stand-in, and the operator between them."""

import asyncio
import json
import secrets
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime, timedelta
from typing import Any

import yaml
from kubernetes import config
from tests.cluster import Cluster, wait_until
from tests.github.standin import GitHub

from backendrepo import handlers
from backendrepo.api.objects import API_VERSION, REQUESTED_AT, SCAN_REQUESTED_AT
from backendrepo.cluster import Cluster as ApiServer
from backendrepo.engine import Engine
from backendrepo.hub.hubs import Hubs
from backendrepo.scans.line import Line
from backendrepo.scans.runner import Runner
from backendrepo.scans.scans import Scans
from backendrepo.store import Name
from backendrepo.world import World, now

GOVERN = {"administration": "write", "contents": "write", "metadata": "read"}
"""What a credential needs."""

Object = dict[str, Any]


class Operator:
    """The operator in a thread of this process, for one namespace. Use as a context manager."""

    def __init__(
        self, kubeconfig: str, namespace: str, *, secrets_in: str = "", runner: Runner | None = None, most: int = 4
    ) -> None:
        server = ApiServer(config.new_client_from_config(kubeconfig), secrets_in or namespace)
        self.ahead = timedelta()  # of the real clock
        scans = Scans(runner, Line(most), self.now) if runner else None
        self.world = World(server, Hubs(server), now=self.now, scans=scans)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, args=[namespace], name="operator")

    def _run(self, namespace: str) -> None:
        self.world.fill([namespace])
        handlers.run(self._make_engine, namespaces=[namespace], stop=self._stop)

    def _make_engine(self) -> Engine:
        self._loop = asyncio.get_running_loop()
        self._engine = Engine(self.world, workers=4)
        return self._engine

    def now(self) -> datetime:
        """Return what the operator takes for the time."""
        return now() + self.ahead

    def turn(self, key: tuple[str, Name]) -> None:
        """Give an object a turn, as the clock would."""
        self._loop.call_soon_threadsafe(self._engine._queue.add, key)

    def __enter__(self) -> "Operator":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()


class Rig:
    """A namespace with a connection to a GitHub, spoken to as a user would."""

    def __init__(self, cluster: Cluster, github: GitHub, namespace: str) -> None:
        self.cluster, self.github, self.namespace = cluster, github, namespace
        self.connection = f"connection-{namespace}"
        self.standard = f"standard-{namespace}"
        self.token = github.add_token("bot", permissions=GOVERN)
        self._reader = ApiServer(config.new_client_from_config(str(cluster.kubeconfig)), namespace)
        self.kinds = {kind.name: kind for kind in handlers.KINDS}

    # -- the cluster --------------------------------------------------------------------------------------------

    def apply(self, *objects: Object) -> None:
        """Apply objects."""
        self.cluster.apply(yaml.safe_dump_all(objects))

    def store_token(self, token: str) -> None:
        """Put a token into the connection's Secret."""
        self.apply(self.secret(token))

    def secret(self, token: str) -> Object:
        """Return the connection's Secret with a token."""
        metadata = {"name": "github", "namespace": self.namespace}
        return {"apiVersion": "v1", "kind": "Secret", "metadata": metadata, "stringData": {"token": token}}

    def connect(self, **spec: Any) -> None:
        """Apply the connection of this namespace, and its Secret."""
        auth = {"tokenSecretRef": {"name": "github", "key": "token"}}
        spec = {"apiUrl": self.github.url, "auth": auth, "allowedNamespaces": [self.namespace], **spec}
        self.apply(self.secret(self.token), self.make("GitHubConnection", self.connection, **spec))

    def repo(self, name: str = "a", **spec: Any) -> Object:
        """Return a BackendRepo; its repository is `acme/<name>` unless told otherwise."""
        spec = {"repository": f"acme/{name}", "connectionRef": {"name": self.connection}, **spec}
        return self.make("BackendRepo", name, self.namespace, **spec)

    def make(self, kind: str, name: str, namespace: str = "", **spec: Any) -> Object:
        """Return an object of one of the three kinds."""
        metadata = {"name": name, **({"namespace": namespace} if namespace else {})}
        return {"apiVersion": API_VERSION, "kind": kind, "metadata": metadata, "spec": spec}

    def get(self, name: str = "a", kind: str = "BackendRepo") -> Object:
        """Return an object as the API server has it; an empty one where it is gone."""
        namespace = self.namespace if self.kinds[kind].namespaced else ""
        return self._reader.read(self.kinds[kind], namespace, name) or {}

    def kubectl(self, *arguments: str, **more: Any) -> str:
        """Run kubectl in the namespace."""
        return self.cluster.kubectl("--namespace", self.namespace, *arguments, **more)

    def patch(self, name: str = "a", **spec: Any) -> None:
        """Change the spec of a BackendRepo."""
        self.kubectl("patch", "backendrepos.backendrepo.dev", name, "--type=merge", "-p", json.dumps({"spec": spec}))

    def request(self, name: str = "a") -> None:
        """Ask for a reconcile by annotation, and wait until it was handled."""
        token = secrets.token_hex(4)
        self.kubectl("annotate", "--overwrite", "backendrepos.backendrepo.dev", name, f"{REQUESTED_AT}={token}")
        self.until(lambda: self.status(name).get("lastHandledReconcileAt") == token, f"{name} handled")

    def request_scan(self, name: str = "a") -> None:
        """Ask for a scan by annotation, and wait until it was started."""
        token = secrets.token_hex(4)
        self.kubectl("annotate", "--overwrite", "backendrepos.backendrepo.dev", name, f"{SCAN_REQUESTED_AT}={token}")
        self.until(lambda: self.status(name).get("lastHandledScanAt") == token, f"{name}'s scan started")

    def scanned(self, name: str = "a", **matching: object) -> Object:
        """Wait until a BackendRepo was scanned, and no scan of it is under way; return its status."""

        def done() -> bool:
            scan = self.status(name).get("scan", {})
            wanted = {key: scan.get(key) for key in matching} == matching
            return wanted and scan.get("state") == "Idle" and "lastScan" in scan

        self.until(done, f"{name} scanned")
        return self.status(name)

    def configmap(self, name: str) -> Object | None:
        """Return a ConfigMap of the namespace, None where there is none."""
        return self._reader.get(f"/api/v1/namespaces/{self.namespace}/configmaps/{name}")

    def status(self, name: str = "a") -> Object:
        """Return the status of a BackendRepo."""
        status: Object = self.get(name).get("status", {})
        return status

    def conditions(self, name: str = "a", kind: str = "BackendRepo") -> dict[str, Object]:
        """Return the conditions that speak of the present generation, by type."""
        found = self.get(name, kind)
        if not found or found.get("status", {}).get("observedGeneration") != found["metadata"]["generation"]:
            return {}
        return {condition["type"]: condition for condition in found["status"].get("conditions", [])}

    def ready(self, name: str = "a") -> Object:
        """Wait until a BackendRepo is Ready; return its status."""
        self.until(lambda: self.conditions(name).get("Ready", {}).get("status") == "True", f"{name} Ready")
        return self.status(name)

    def failed(self, reason: str, name: str = "a") -> dict[str, Object]:
        """Wait until a BackendRepo is not Ready for that reason; return its conditions."""
        self.until(lambda: self.conditions(name).get("Ready", {}).get("reason") == reason, f"{name} {reason}")
        return self.conditions(name)

    def until(self, condition: Callable[[], object], what: str) -> None:
        """Wait for a condition; where it does not come, say what was there instead."""
        try:
            wait_until(condition, what, timeout=60)
        except TimeoutError as error:
            found = self.kubectl("get", "backendrepos.backendrepo.dev", "-o", "yaml")
            raise AssertionError(f"{error}\n{found}\n" + "\n".join(self.github.requests.lines())) from None

    def events(self, name: str = "a") -> list[tuple[str, str, str]]:
        """Return type, reason and message of each Event of a BackendRepo, in order."""
        selector = f"involvedObject.name={name},involvedObject.kind=BackendRepo"
        found = json.loads(self.kubectl("get", "events", "--field-selector", selector, "-o", "json"))["items"]
        found.sort(key=lambda event: (event["firstTimestamp"], int(event["metadata"]["resourceVersion"])))
        return [(event["type"], event["reason"], event["message"]) for event in found]

    # -- GitHub -------------------------------------------------------------------------------------------------

    def protection(self, name: str = "a", branch: str = "main") -> Object:
        """Return the protection of a branch as the GitHub API shows it to an administrator."""
        rule = self.github.repository(f"acme/{name}").protection(branch)
        return {} if rule is None else vars(rule)

    def writes(self) -> list[str]:
        """Return the requests that asked GitHub for a change."""
        return [f"{exchange.method} {exchange.path}" for exchange in self.github.requests.writes()]

    def settle(self) -> None:
        """Wait until no request to GitHub came for a while of two hundred milliseconds."""
        seen = -1
        while seen != len(self.github.requests):
            seen = len(self.github.requests)
            time.sleep(0.2)

    def operator(self, runner: Runner | None = None, most: int = 4) -> Operator:
        """Return an operator for this namespace; it scans where there is something to scan with."""
        self.operator_in_use = Operator(str(self.cluster.kubeconfig), self.namespace, runner=runner, most=most)
        return self.operator_in_use

    def tear_down(self, stack: ExitStack) -> None:
        """Remove what is outside of the namespace, when the test ends."""
        outside = (f"githubconnections/{self.connection}", f"backendstandards/{self.standard}")
        stack.callback(self.cluster.kubectl, "delete", *outside, "--ignore-not-found", "--wait=false")
