"""What a node has beside a control plane: command lines, and the files that are read by them."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.cluster.build import built
from tests.cluster.certificates import Authority
from tests.cluster.components import Layout
from tests.node.machine import PLUGINS, search_path

NAME = "node1"
SERVICE = "10.96.0.1"
"""The Service `kubernetes`, the first of the service range. The API server listens there itself: no kube-proxy."""

HOST = "10.88.0.1"
"""The node on the bridge of its pods: what listens here is reached by them."""

PODS = "10.88.0.0/24"
BRIDGE = "kb0"
PAUSE = "localhost/pause:1"
"""The image that holds a pod's namespaces."""

KERNEL = {"vm/overcommit_memory": "1", "kernel/panic": "10", "kernel/panic_on_oops": "1"}
"""What a kubelet sets for the whole machine. It finds files there that say that it is done."""

PRIVATE = ("/run", "/var/log", "/var/lib")
"""Folders that kubelet, containerd and CNI plugins write to whatever their configuration says."""

IN_MEMORY = ("etcd", "containerd", "kubelet")
"""Folders of ours whose content is large, and thrown away at the end: on a disk that takes longer than all the rest."""

NETWORK = tuple(
    line.split()
    for line in (
        "ip link set lo up",
        f"ip addr add {SERVICE}/32 dev lo",
        f"ip link add {BRIDGE} type bridge",
        f"ip addr add {HOST}/24 dev {BRIDGE}",
        f"ip link set {BRIDGE} up",
    )
)
"""The commands that make the network."""


@dataclass(frozen=True)
class NodeLayout(Layout):
    """A control plane with a node, in namespaces of its own."""

    @property
    def socket(self) -> Path:
        """Where containerd listens."""
        return self.folder / "containerd.sock"

    @property
    def control_group(self) -> str:
        """The parent of the control groups of all pods, named as nothing else on the machine is."""
        return self.folder.name

    def write_files(self) -> Authority:
        """Write what a control plane has, and what the node has."""
        authority = super().write_files()
        authority.client("apiserver-kubelet", "system:masters").write(self.folder, "apiserver-kubelet")
        authority.server(HOST).write(self.folder, "kubelet")
        for name, user, group in (
            ("kubelet", f"system:node:{NAME}", "system:nodes"),
            ("scheduler", "system:kube-scheduler", None),
        ):
            config = authority.kubeconfig(self.url, authority.client(user, group))
            (self.folder / f"{name}.kubeconfig").write_text(config)
        (self.folder / "resolv.conf").touch()
        (self.folder / "containerd.toml").write_text(self._containerd_toml())
        (self.folder / "cni").mkdir()
        (self.folder / "cni" / "bridge.conflist").write_text(json.dumps(self._bridge()))
        (self.folder / "kubelet.json").write_text(json.dumps(self._kubelet_configuration()))
        return authority

    def make_room(self) -> None:
        """Make what `mounts` mounts, and mounts on."""
        for name in IN_MEMORY:
            (self.folder / name).mkdir(mode=0o700)
        for name, value in KERNEL.items():
            self._kernel(name).write_text(value)

    def mounts(self) -> list[list[str]]:
        """The commands that keep the node's traces off the machine: what they mount goes with the namespace."""
        # As a mount of its own, the folder is unmounted together with whatever is mounted below it.
        itself = ["mount", "--bind", str(self.folder), str(self.folder)]
        folders = [*(str(self.folder / name) for name in IN_MEMORY), *filter(os.path.isdir, PRIVATE)]
        memory = [["mount", "-t", "tmpfs", "-o", "mode=0700", "tmpfs", path] for path in folders]
        kernel = [["mount", "--bind", str(self._kernel(name)), f"/proc/sys/{name}"] for name in KERNEL]
        return [itself, *memory, *kernel]

    def containerd(self) -> list[str]:
        """The container runtime, which starts runc."""
        return ["env", f"PATH={search_path()}", "containerd", "--config", str(self.folder / "containerd.toml")]

    def kubelet(self) -> list[str]:
        """The node's agent."""
        return [
            "env",
            f"PATH={search_path()}",
            str(built("kubelet")),
            f"--config={self.folder}/kubelet.json",
            f"--kubeconfig={self.folder}/kubelet.kubeconfig",
            f"--root-dir={self.folder}/kubelet",
            f"--hostname-override={NAME}",
            f"--node-ip={HOST}",
        ]

    def kube_scheduler(self) -> list[str]:
        """What gives pods to the node."""
        return [
            str(built("kube-scheduler")),
            f"--kubeconfig={self.folder}/scheduler.kubeconfig",
            "--leader-elect=false",
            "--secure-port=0",
        ]

    def kube_apiserver(self, *, audit: bool) -> list[str]:
        """The API server as without a node, with a client certificate for kubelets and what restricts them."""
        return [
            *super().kube_apiserver(audit=audit),
            "--enable-admission-plugins=NodeRestriction",
            f"--kubelet-client-certificate={self.folder}/apiserver-kubelet.crt",
            f"--kubelet-client-key={self.folder}/apiserver-kubelet.key",
            f"--kubelet-certificate-authority={self.folder}/ca.crt",
            "--kubelet-preferred-address-types=InternalIP",  # the node's name is in no DNS
        ]

    def _kernel(self, name: str) -> Path:
        return self.folder / name.replace("/", ".")

    def _containerd_toml(self) -> str:
        """As TOML. Images are unpacked by overlayfs alone; of pods nobody's priority among victims is raised."""
        folder = self.folder
        return f"""
version = 2
root = "{folder}/containerd"
state = "/run/containerd"
disabled_plugins = ["io.containerd.internal.v1.opt"]
[grpc]
  address = "{self.socket}"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "{PAUSE}"
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "{PLUGINS}"
    conf_dir = "{folder}/cni"
"""

    def _bridge(self) -> dict[str, Any]:
        """A bridge without masquerading: pods reach the node, and nothing beyond it answers them."""
        addresses = {"type": "host-local", "dataDir": f"{self.folder}/ipam", "ranges": [[{"subnet": PODS}]]}
        bridge = {
            "type": "bridge",
            "bridge": BRIDGE,
            "isDefaultGateway": True,
            "ipMasq": False,
            "hairpinMode": True,
            "ipam": addresses,
        }
        return {"cniVersion": "1.0.0", "name": "pods", "plugins": [bridge]}

    def _kubelet_configuration(self) -> dict[str, Any]:
        folder = self.folder
        return {
            "apiVersion": "kubelet.config.k8s.io/v1beta1",
            "kind": "KubeletConfiguration",
            "address": HOST,
            "healthzPort": 0,
            "authentication": {
                "anonymous": {"enabled": False},
                "webhook": {"enabled": False},
                "x509": {"clientCAFile": f"{folder}/ca.crt"},
            },
            "authorization": {"mode": "AlwaysAllow"},  # for whoever has a client certificate
            "tlsCertFile": f"{folder}/kubelet.crt",
            "tlsPrivateKeyFile": f"{folder}/kubelet.key",
            "containerRuntimeEndpoint": f"unix://{self.socket}",
            "cgroupDriver": "cgroupfs",
            "cgroupRoot": f"/{self.control_group}",
            "failCgroupV1": False,
            "failSwapOn": False,
            "oomScoreAdj": 0,
            "makeIPTablesUtilChains": False,
            "resolvConf": f"{folder}/resolv.conf",
            "podLogsDir": f"{folder}/pods",
            "volumePluginDir": f"{folder}/volumeplugins",
            "imageGCHighThresholdPercent": 100,  # never collect the images that were loaded
            "evictionHard": {"memory.available": "50Mi", "nodefs.available": "1%", "imagefs.available": "1%"},
        }
