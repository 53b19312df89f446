"""A node without containers: it takes pods as a kubelet does, and runs each one's arguments as a process.

It speaks the kubelet's side of the API: it binds pods, mounts their Secret as files, writes their status, keeps their
deadline, and hands the API server their logs. What a container would bound (users, memory, images) it does not.
Source: Kubernetes, "Pod Lifecycle"; `pkg/kubelet/server` (`/containerLogs/NAMESPACE/POD/CONTAINER`).
"""

import base64
import os
import secrets
import signal
import ssl
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from tests.cluster.certificates import Authority
from tests.cluster.wait import wait_until

from backendrepo.cluster import Cluster
from backendrepo.errors import KubernetesUnavailable
from backendrepo.scans.following import Following
from backendrepo.scans.manifest import LABELS

Raw = dict[str, Any]


class Kubelet:
    """Runs the pods of one namespace with a command in place of their image. Use as a context manager."""

    def __init__(self, cluster: Cluster, command: Sequence[str]) -> None:
        self._cluster = cluster
        self._command = command
        self._pods = f"/api/v1/namespaces/{cluster.namespace}/pods"
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._taken: dict[str, threading.Thread] = {}
        self._stopped = threading.Event()
        self.node = f"node-{secrets.token_hex(4)}"
        self.working = threading.Event()
        """While it is not set, pods are left Pending."""
        self.working.set()
        self.logs_work = True

    def __enter__(self) -> Self:
        self._temporary = tempfile.TemporaryDirectory(prefix="backendrepo-kubelet-")
        self._folder = Path(self._temporary.name)
        self._serve()
        self._register()
        self._following = Following(self._cluster, self._pods, "", self._seen)
        self._following.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        self._stopped.set()
        self.working.set()
        self._following.stop()
        self._following.join()
        for uid, thread in self._taken.items():
            self._kill(uid)
            thread.join()
        self._server.shutdown()
        self._server.server_close()
        if node := self._cluster.metadata(f"/api/v1/nodes/{self.node}"):
            self._cluster.delete(f"/api/v1/nodes/{self.node}", node["uid"])
        self._temporary.cleanup()

    def write(self, pod: str, **status: Any) -> None:
        """Write a pod's status."""
        path = f"{self._pods}/{pod}/status"
        self._cluster._request("PATCH", path, {"status": status}, "application/merge-patch+json")

    # The node

    def _serve(self) -> None:
        handler = type("Handler", (_Logs,), {"kubelet": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        Authority().server("127.0.0.1").write(self._folder, "kubelet")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self._folder / "kubelet.crt", self._folder / "kubelet.key")
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def _register(self) -> None:
        status = {
            "addresses": [{"type": "InternalIP", "address": "127.0.0.1"}],
            "daemonEndpoints": {"kubeletEndpoint": {"Port": self._server.server_port}},
        }
        self._cluster.create("/api/v1/nodes", {"metadata": {"name": self.node}, "status": status})

    # Pods

    def _seen(self, change: str, pod: Raw) -> None:
        if not LABELS.items() <= pod["metadata"].get("labels", {}).items():
            return  # of a Deployment, say: it is left Pending
        uid, deleting = pod["metadata"]["uid"], "deletionTimestamp" in pod["metadata"]
        if change == "DELETED" or deleting:
            self._kill(uid)
            if change != "DELETED" and pod["spec"].get("nodeName"):
                options = {"gracePeriodSeconds": 0, "preconditions": {"uid": uid}}
                self._cluster._request("DELETE", f"{self._pods}/{pod['metadata']['name']}", options, absent=(404, 409))
        elif uid not in self._taken:
            self._taken[uid] = threading.Thread(target=self._run, args=(pod,), daemon=True)
            self._taken[uid].start()

    def _run(self, pod: Raw) -> None:
        self.working.wait()
        with suppress(KubernetesUnavailable, TimeoutError):  # the pod is gone, or the test is over
            self._carry_out(pod)

    def _carry_out(self, pod: Raw) -> None:
        name, uid = pod["metadata"]["name"], pod["metadata"]["uid"]
        if self._stopped.is_set() or not self._cluster.get(f"{self._pods}/{name}"):
            return
        target = {"apiVersion": "v1", "kind": "Node", "name": self.node}
        self._cluster.create(f"{self._pods}/{name}/binding", {"metadata": {"name": name}, "target": target})
        folder = self._mounted(pod)
        if folder is None:
            return
        (container,) = pod["spec"]["containers"]
        places = {mount["name"]: mount["mountPath"] for mount in container["volumeMounts"]}
        arguments = [
            each.replace(f"={places['order']}/", f"={folder}/").replace("$$", "$") for each in container["args"]
        ]
        began = _now()
        with (self._folder / name).open("wb") as log:
            process = self._running[uid] = subprocess.Popen(
                [*self._command, *arguments],
                stdout=log,
                stderr=subprocess.STDOUT,
                env={"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
                start_new_session=True,
            )
        if self._stopped.is_set():
            self._kill(uid)
        self.write(name, phase="Running", startTime=began, containerStatuses=[_container(running={"startedAt": began})])
        try:
            process.wait(pod["spec"].get("activeDeadlineSeconds"))
            overdue = {}
        except subprocess.TimeoutExpired:
            self._kill(uid)
            overdue = {"reason": "DeadlineExceeded", "message": "Pod was active on the node longer than allowed"}
        code = process.wait()
        code = 128 - code if code < 0 else code
        end = {"exitCode": code, "reason": "Error" if code else "Completed", "startedAt": began, "finishedAt": _now()}
        phase = "Failed" if code or overdue else "Succeeded"
        self.write(name, phase=phase, containerStatuses=[_container(terminated=end)], **overdue)

    def _mounted(self, pod: Raw) -> Path | None:
        """The keys of the pod's Secret as files, awaited as a kubelet does; None where the test is over."""
        (name,) = [each["secret"]["secretName"] for each in pod["spec"]["volumes"] if "secret" in each]
        path = f"/api/v1/namespaces/{self._cluster.namespace}/secrets/{name}"
        wait_until(lambda: self._stopped.is_set() or self._cluster.get(path), path)
        secret = self._cluster.get(path)
        if self._stopped.is_set() or secret is None:
            return None
        folder = self._folder / f"{name}-files"
        folder.mkdir(exist_ok=True)
        for key, value in secret["data"].items():
            (folder / key).write_bytes(base64.b64decode(value))
        return folder

    def _kill(self, uid: str) -> None:
        process = self._running.get(uid)
        if process and process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def log(self, pod: str, most: int) -> bytes | None:
        """What a pod printed, from its begin."""
        with suppress(OSError):
            return (self._folder / pod).read_bytes()[:most]
        return None


class _Logs(BaseHTTPRequestHandler):
    """The one path of a kubelet's API that is asked for."""

    kubelet: Kubelet

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        pod = url.path.split("/")[3]
        text = self.kubelet.log(pod, int(parse_qs(url.query)["limitBytes"][0]))
        self.send_response(200 if self.kubelet.logs_work and text is not None else 500)
        self.end_headers()
        self.wfile.write(text or b"")

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


def _container(**state: Any) -> Raw:
    fixed = {"name": "scan", "image": "backendrepo", "imageID": "", "restartCount": 0, "ready": "running" in state}
    return {**fixed, "state": state}


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
