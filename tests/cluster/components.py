"""The command lines of the three components, and the files that they read."""

import json
from dataclasses import dataclass
from pathlib import Path

from tests.cluster.binaries import Binaries
from tests.cluster.certificates import Authority, new_private_key

ADDRESS = "127.0.0.1"

_OWN_CHATTER: list[dict[str, object]] = [
    {"level": "None", "nonResourceURLs": ["/readyz"]},
    {"level": "None", "users": ["system:apiserver", "system:kube-controller-manager"]},
    {"level": "None", "userGroups": ["system:serviceaccounts:kube-system"]},
]
AUDIT_POLICY = {
    "apiVersion": "audit.k8s.io/v1",
    "kind": "Policy",
    "omitStages": ["RequestReceived", "ResponseStarted", "Panic"],
    "rules": [*_OWN_CHATTER, {"level": "Metadata"}],
}


@dataclass(frozen=True)
class Layout:
    """One control plane: its executables, its folder, its port and its address."""

    binaries: Binaries
    folder: Path
    port: int
    address: str = ADDRESS
    authorization: str = "RBAC"

    @property
    def url(self) -> str:
        """The address of the API server."""
        return f"https://{self.address}:{self.port}"

    @property
    def kubeconfig(self) -> Path:
        """The administrator's kubeconfig."""
        return self.folder / "admin.kubeconfig"

    @property
    def audit_log(self) -> Path:
        """Where the API server writes an entry a line."""
        return self.folder / "audit.jsonl"

    def write_files(self) -> Authority:
        """Write the keys, certificates, kubeconfigs and the audit policy; return who signed them."""
        authority = Authority()
        (self.folder / "ca.crt").write_bytes(authority.certificate)
        (self.folder / "service-accounts.key").write_bytes(new_private_key())
        authority.server(self.address).write(self.folder, "server")
        admin = authority.client("admin", "system:masters")
        admin.write(self.folder, "admin")
        manager = authority.client("system:kube-controller-manager")
        self.kubeconfig.write_text(authority.kubeconfig(self.url, admin))
        (self.folder / "manager.kubeconfig").write_text(authority.kubeconfig(self.url, manager))
        (self.folder / "audit-policy.json").write_text(json.dumps(AUDIT_POLICY))
        return authority

    def etcd(self) -> list[str]:
        """Etcd behind a socket in the folder: no port to collide on, and no other user can enter.

        Etcd insists on ports as well, which nobody calls: the kernel chooses them.
        """
        nowhere = f"http://{ADDRESS}:0"
        return [
            str(self.binaries.etcd),
            f"--data-dir={self.folder}/etcd",
            f"--listen-client-urls={self._etcd_socket}",
            f"--advertise-client-urls={nowhere}",
            f"--listen-peer-urls={nowhere}",
            f"--initial-advertise-peer-urls={nowhere}",
            f"--initial-cluster=default={nowhere}",
            "--log-level=warn",
            "--unsafe-no-fsync",
        ]

    def kube_apiserver(self, *, audit: bool) -> list[str]:
        """An API server with RBAC and the admission plugins of a real cluster."""
        command = [
            str(self.binaries.kube_apiserver),
            f"--etcd-servers={self._etcd_socket}",
            f"--bind-address={self.address}",
            f"--secure-port={self.port}",
            f"--advertise-address={self.address}",
            "--endpoint-reconciler-type=none",  # nobody reaches it through a Service, and loopback is refused
            "--service-cluster-ip-range=10.96.0.0/24",
            f"--cert-dir={self.folder}",
            f"--tls-cert-file={self.folder}/server.crt",
            f"--tls-private-key-file={self.folder}/server.key",
            f"--client-ca-file={self.folder}/ca.crt",
            "--service-account-issuer=https://kubernetes.default.svc",
            f"--service-account-key-file={self.folder}/service-accounts.key",
            f"--service-account-signing-key-file={self.folder}/service-accounts.key",
            f"--authorization-mode={self.authorization}",
            "--shutdown-send-retry-after",  # waits 2 s, not 60, for clients to leave their watches
        ]
        if audit:
            command += [
                f"--audit-policy-file={self.folder}/audit-policy.json",
                f"--audit-log-path={self.audit_log}",
                "--audit-log-maxsize=10000",  # megabytes: never rotated while a test counts
            ]
        return command

    def kube_controller_manager(self) -> list[str]:
        """Every controller; the default rate limit would cost four more seconds until the first namespace."""
        return [
            str(self.binaries.kube_controller_manager),
            f"--kubeconfig={self.folder}/manager.kubeconfig",
            f"--service-account-private-key-file={self.folder}/service-accounts.key",
            f"--root-ca-file={self.folder}/ca.crt",
            "--use-service-account-credentials",
            "--leader-elect=false",
            "--secure-port=0",
            "--kube-api-qps=500",
            "--kube-api-burst=1000",
        ]

    @property
    def _etcd_socket(self) -> str:
        return "unix://etcd.sock"  # relative to the folder: the length of a socket's path is limited
