"""A control plane with one node, in namespaces of its own."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from tests.cluster.binaries import Binaries
from tests.cluster.build import ensure_built
from tests.cluster.components import Layout
from tests.cluster.control_plane import ControlPlane
from tests.cluster.processes import Processes
from tests.cluster.wait import wait_until
from tests.node import control_groups
from tests.node.components import HOST, NAME, NETWORK, SERVICE, NodeLayout
from tests.node.machine import missing
from tests.node.namespaces import LAUNCHER, network_of, way_into

BINARIES = ("kubelet", "kube-scheduler")


class Node(ControlPlane):
    """A cluster that runs pods. No DNS, no Services but `kubernetes`, no way for pods beyond the node.

    RuntimeError where this machine can't; `missing()` says it beforehand.
    """

    host = HOST
    """The address at which pods reach what listens on the node, see `network`."""

    _layout: NodeLayout

    @staticmethod
    def missing() -> str:
        """Return what this machine lacks for a node, as a sentence; empty where it lacks nothing."""
        return missing()

    def network(self) -> AbstractContextManager[None]:
        """Have this thread in the node's network: what is bound there meanwhile stays there."""
        return network_of(self._processes.pid)

    def load(self, archive: Path) -> None:
        """Give the node the images of an archive, as `docker save` writes it; pods name them and never pull."""
        self._ctr("images", "import", str(archive))

    def images(self) -> set[str]:
        """The names of the images that the node has."""
        return set(self._ctr("images", "ls", "--quiet").split())

    @property
    def _way(self) -> Sequence[str]:
        return way_into(self._processes.pid)

    def _ctr(self, *arguments: str) -> str:
        return self._processes.run("ctr", "--address", str(self._layout.socket), "--namespace", "k8s.io", *arguments)

    def _launch(self) -> Processes:
        if reason := missing():
            raise RuntimeError(reason)
        ensure_built(*BINARIES)
        return Processes(LAUNCHER)

    def _lay_out(self, binaries: Binaries, folder: Path) -> Layout:
        return NodeLayout(binaries, folder, port=443, address=SERVICE, authorization="Node,RBAC")

    def _start(self) -> None:
        layout = self._layout
        self._processes.at_end(*control_groups.remove(layout.control_group))
        self._processes.at_end("umount", "--recursive", "--lazy", str(layout.folder))
        control_groups.make(layout.control_group)
        layout.make_room()
        for command in (*layout.mounts(), *NETWORK):
            self._processes.run(*command)
        super()._start()
        self._start_node()

    def _start_node(self) -> None:
        self._run("kube-scheduler", self._layout.kube_scheduler())
        self._run("containerd", self._layout.containerd())
        wait_until(self._takes_images, "containerd")
        self._run("kubelet", self._layout.kubelet())
        self._wait_for(f"/api/v1/nodes/{NAME}", "kubelet")
        self.kubectl("wait", "--for=condition=Ready", f"node/{NAME}", "--timeout=60s")

    def _takes_images(self) -> bool:
        self._processes.check("containerd")
        return self._layout.socket.exists()

    def _status(self, path: str) -> int:
        with self.network():
            return super()._status(path)
