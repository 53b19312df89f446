"""What tests do with any cluster: run kubectl against it."""

import json
import os
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.cluster.binaries import find_kubectl
from tests.cluster.certificates import kubeconfig


class KubectlError(RuntimeError):
    """A kubectl command failed; the message has the command and what kubectl said."""


class Cluster:
    """A Kubernetes cluster that a kubeconfig leads to."""

    def __init__(self, kubeconfig: Path, folder: Path) -> None:
        self.kubeconfig = kubeconfig
        """An administrator's kubeconfig."""
        self._folder = folder

    @property
    def url(self) -> str:
        """The address of the API server."""
        return str(self._connection()["server"])

    def kubectl(self, *arguments: str, input: str | None = None, check: bool = True) -> str:  # noqa: A002
        """Run kubectl as the administrator and return what it prints; KubectlError when it fails."""
        command = [*self._way, str(find_kubectl()), f"--kubeconfig={self.kubeconfig}", *arguments]
        ran = subprocess.run(command, input=input, env=self._environment(), capture_output=True, text=True, check=False)
        if check and ran.returncode:
            raise KubectlError(f"kubectl {' '.join(arguments)}: {ran.stderr.strip()}")
        return ran.stdout

    def apply(self, manifest: Path | str) -> str:
        """Apply a file, a folder (as a kustomization where it is one) or the text of manifests."""
        if isinstance(manifest, str):
            return self.kubectl("apply", "-f", "-", input=manifest)
        is_kustomization = (manifest / "kustomization.yaml").exists()
        return self.kubectl("apply", "-k" if is_kustomization else "-f", str(manifest))

    def define(self, crds: Path) -> None:
        """Apply the CRDs of a folder, and wait until the API server serves them."""
        self.kubectl("apply", "--server-side", "-f", str(crds))
        self.kubectl("wait", "--for=condition=Established", "crd", "--all")

    def kubeconfig_for_service_account(self, namespace: str, name: str, duration: str = "1h") -> Path:
        """A kubeconfig with a token of this ServiceAccount, asked for as a pod's would be (TokenRequest)."""
        token = self.kubectl("create", "token", name, "--namespace", namespace, "--duration", duration)
        path = self._folder / f"{namespace}.{name}.kubeconfig"
        path.touch(mode=0o600)
        path.write_text(kubeconfig(self._connection(), {"token": token.strip()}))
        return path

    @property
    def _way(self) -> Sequence[str]:
        """The command that another command is started with to get where the cluster is."""
        return ()

    def _connection(self) -> dict[str, Any]:
        """The `cluster` entry of the kubeconfig, certificates inside."""
        view = json.loads(self.kubectl("config", "view", "--raw", "--minify", "--flatten", "-o", "json"))
        connection: dict[str, Any] = view["clusters"][0]["cluster"]
        return connection

    def _environment(self) -> dict[str, str]:
        """Nothing of the developer's own kubectl: neither its preferences nor its cache."""
        return os.environ | {"KUBERC": "off", "KUBECACHEDIR": str(self._folder / "kubectl-cache")}


class GivenCluster(Cluster):
    """A cluster that somebody else runs, such as one of kind. Use as a context manager."""

    def __init__(self, kubeconfig: Path) -> None:
        if not kubeconfig.is_file():
            raise FileNotFoundError(f"no kubeconfig at {kubeconfig}")
        self._temporary = tempfile.TemporaryDirectory(prefix="backendrepo-cluster-")
        super().__init__(kubeconfig, Path(self._temporary.name))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        self._temporary.cleanup()
