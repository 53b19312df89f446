"""A real Kubernetes control plane on loopback: etcd, API server, controller manager."""

import http.client
import json
import random
import socket
import ssl
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.cluster.binaries import Binaries, find_binaries
from tests.cluster.cluster import Cluster
from tests.cluster.components import ADDRESS, Layout
from tests.cluster.processes import Processes
from tests.cluster.wait import wait_until

_API_SERVER = "kube-apiserver"
_MANAGER = "kube-controller-manager"


class ControlPlane(Cluster):
    """A cluster without nodes: pods are admitted and stored, and stay Pending.

    It is ready when `with` is entered, and gone, files included, when `with` is left or this process ends
    in any other way. Without the controller manager no namespace gets a ServiceAccount, and none can be
    deleted.
    """

    def __init__(self, *, controller_manager: bool = True, audit: bool = True) -> None:
        self._controller_manager = controller_manager
        self._audit = audit
        self.pids: dict[str, int] = {}
        """The process of each component, by its name."""

    def __enter__(self) -> Self:
        binaries = find_binaries()
        self._processes = self._launch()
        try:
            self._layout = self._lay_out(binaries, self._processes.folder)
            super().__init__(self._layout.kubeconfig, self._processes.folder)
            self._start()
        except BaseException:
            self._processes.close()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        self._processes.close()

    @property
    def url(self) -> str:
        """The address of the API server."""
        return self._layout.url

    def start_apiserver(self) -> None:
        """Start the API server, on the same port and the same data, and wait until it is ready."""
        self._run(_API_SERVER, self._layout.kube_apiserver(audit=self._audit))
        self._wait_for("/readyz", _API_SERVER)

    def stop_apiserver(self) -> None:
        """Stop the API server gracefully and wait for its end."""
        self._processes.stop(_API_SERVER)

    def kill_apiserver(self) -> None:
        """Kill the API server (SIGKILL): connections break off mid-way."""
        self._processes.kill(_API_SERVER)

    def audit(self) -> list[dict[str, Any]]:
        """Every request so far that has been answered, as audit.k8s.io/v1 Events, oldest first.

        Left out are those of the control plane itself. An entry may come a moment after its answer; that
        of a watch comes when the watch ends.
        """
        if not self._audit:
            raise RuntimeError("this control plane was started with audit=False")
        complete = self._layout.audit_log.read_text().rpartition("\n")[0]
        return [json.loads(line) for line in complete.splitlines()]

    def _launch(self) -> Processes:
        return Processes()

    def _lay_out(self, binaries: Binaries, folder: Path) -> Layout:
        return Layout(binaries, folder, _free_port())

    def _start(self) -> None:
        self._layout.write_files()
        self._run("etcd", self._layout.etcd())
        self.start_apiserver()
        if self._controller_manager:
            self._run(_MANAGER, self._layout.kube_controller_manager())
            self._wait_for("/api/v1/namespaces/default/serviceaccounts/default", _MANAGER)

    def _run(self, name: str, command: list[str]) -> None:
        self.pids[name] = self._processes.start(name, command)

    def _wait_for(self, path: str, component: str) -> None:
        """Wait until the API server answers 200 there; a component that has ended meanwhile is an error."""

        def is_there() -> bool:
            self._processes.check(component)
            return self._status(path) == 200

        wait_until(is_there, f"{self.url}{path}", timeout=60)

    def _status(self, path: str) -> int:
        """The HTTP status of a GET as the administrator; 0 while nobody answers."""
        tls = ssl.create_default_context(cafile=self._layout.folder / "ca.crt")
        tls.load_cert_chain(self._layout.folder / "admin.crt", self._layout.folder / "admin.key")
        connection = http.client.HTTPSConnection(self._layout.address, self._layout.port, context=tls, timeout=5)
        with closing(connection):
            try:
                connection.request("GET", path, headers={"User-Agent": "tests.cluster"})
                return connection.getresponse().status
            except (OSError, http.client.HTTPException):
                return 0


def _free_port() -> int:
    """A port to listen on, below those that the kernel gives to outgoing connections.

    So no connection takes it while the API server is stopped.
    """
    while True:
        port = random.randrange(20000, 32768)
        with socket.socket() as probe:
            if probe.connect_ex((ADDRESS, port)) != 0:
                return port
