"""What a group of measurements runs on: an API server, GitHub's stand-in, and the operator as a process of its own."""

import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import yaml
from tests.bench.api import GROUP, Api, Object, Watch
from tests.bench.machine import memory, processor
from tests.cluster import ControlPlane, wait_until
from tests.github.exchange import Exchange
from tests.github.standin import GitHub

ROOT = Path(__file__).parents[2]
NAMESPACE, TEAM, ACCOUNT = "backendrepo-system", "team-bench", "backendrepo"
USER = f"system:serviceaccount:{NAMESPACE}:{ACCOUNT}"
PERMISSIONS = {"administration": "write", "contents": "write", "metadata": "read"}
CHECKS = {"requiredChecks": {"checks": {"value": [{"name": "lint"}, {"name": "test"}]}}}
STANDARD = {
    "driftInterval": "10m",
    "governance": {
        "requiredPullRequestReviews": {"required": {"value": True}},
        "requiredChecks": {"strict": {"value": True}, **CHECKS["requiredChecks"]},
        "requiredSignatures": {"value": True},
        "enforceAdmins": {"value": True},
        "requiredLinearHistory": {"value": True},
        "allowForcePushes": {"value": False},
        "allowDeletions": {"value": False},
        "mergeMethods": {"value": ["Squash"]},
        "allowAutoMerge": {"value": True},
    },
}
"""The standard `bench`: all that the built-in one wants, checks, and signatures, which are another request."""


COMMAND = ("-m", "backendrepo", "run", "--scan-runner", "none")
"""Arguments of Python: an operator that governs, and scans nothing."""


class Operator:
    """A running operator."""

    def __init__(self, kubeconfig: Path, log: Path, command: Sequence[str] = COMMAND) -> None:
        self._command = [sys.executable, *command]
        self._environment = {**os.environ, "KUBECONFIG": str(kubeconfig)}
        self._log = log
        self.started = 0.0

    def __enter__(self) -> "Operator":
        with self._log.open("a") as log:
            self.started = time.monotonic()
            self._process = subprocess.Popen(self._command, cwd=ROOT, env=self._environment, stderr=log)
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait()

    @property
    def memory(self) -> tuple[float, float]:
        """What it holds in memory, and the most it ever held, in MiB."""
        return memory(self._process.pid)

    @property
    def processor(self) -> float:
        """The seconds of the processor that it took so far."""
        return processor(self._process.pid)


class Rig:
    """The parts together."""

    def __init__(self, cluster: ControlPlane, github: GitHub, folder: Path, standard: Object) -> None:
        self.cluster, self.github, self.api = cluster, github, Api(cluster.kubeconfig)
        self.token = github.add_token("bot", PERMISSIONS)
        self._folder = folder
        self._install(standard)
        self.watch = Watch(self.api)
        self._account = cluster.kubeconfig_for_service_account(NAMESPACE, ACCOUNT)

    def _install(self, standard: Object) -> None:
        self.cluster.kubectl("apply", "--server-side", "-f", "-", input=_crds())
        self.cluster.kubectl("wait", "--for=condition=Established", "crd", "--all")
        for namespace in (NAMESPACE, TEAM):
            self.cluster.kubectl("create", "namespace", namespace)
        self.cluster.kubectl("create", "serviceaccount", ACCOUNT, "-n", NAMESPACE)
        subject = f"--serviceaccount={NAMESPACE}:{ACCOUNT}"
        self.cluster.kubectl("create", "clusterrolebinding", ACCOUNT, "--clusterrole=cluster-admin", subject)
        literal = f"--from-literal=token={self.token}"
        self.cluster.kubectl("create", "secret", "generic", "github", "-n", NAMESPACE, literal)
        connection = {
            "apiUrl": self.github.url,
            "auth": {"tokenSecretRef": {"name": "github", "key": "token"}},
            "allowedNamespaces": [TEAM],
            **({} if self.github.limits.enabled else {"budget": {"pointsPerMinute": 10**9, "reserve": 0}}),
        }
        self._create("GitHubConnection", "githubconnections", "default", connection)
        self._create("BackendStandard", "backendstandards", "bench", standard)

    def _create(self, kind: str, plural: str, name: str, spec: Object, within: str = "") -> None:
        body = {"apiVersion": "backendrepo.dev/v1alpha1", "kind": kind, "metadata": {"name": name}, "spec": spec}
        self.api.request("POST", f"{GROUP}{within}/{plural}", body)

    def add(self, names: Iterable[str], standard: str = "bench", **spec: Any) -> None:
        """Apply BackendRepos; the repositories, `acme/<name>`, have to be there."""
        for name in names:
            wanted = {"repository": f"acme/{name}", "standardRef": {"name": standard}, **spec}
            self._create("BackendRepo", "backendrepos", name, wanted, f"/namespaces/{TEAM}")

    def ask(self, name: str, annotation: str = "requestedAt") -> tuple[str, float]:
        """Ask for a reconcile by annotation; return the token, and the moment before that was asked."""
        token, now = secrets.token_hex(4), time.monotonic()
        annotations = {f"backendrepo.dev/{annotation}": token}
        path = f"{GROUP}/namespaces/{TEAM}/backendrepos/{name}"
        self.api.merge(path, {"metadata": {"annotations": annotations}})
        return token, now

    def reconcile(self, name: str) -> float:
        """Ask for a reconcile and wait until the status says that it was handled; return the seconds that took."""
        token, asked = self.ask(name)
        self.watch.until(lambda: token in self.watch.handled, f"{name} handled")
        return self.watch.handled[token] - asked

    def until_ready(self, count: int) -> None:
        """Wait until so many BackendRepos are Ready."""
        self.watch.until(lambda: len(self.watch.ready) >= count, f"{count} BackendRepos Ready")

    def set_drift_interval(self, seconds: int) -> None:
        """Have each repository compared so often."""
        self.api.merge(f"{GROUP}/backendstandards/bench", {"spec": {"driftInterval": f"{seconds}s"}})

    def operator(self, command: Sequence[str] = COMMAND) -> Operator:
        """An operator, to be entered."""
        return Operator(self._account, self._folder / "operator.log", command)

    def asked_of_github(self, name: str) -> list[Exchange]:
        """What GitHub was asked about a repository since the log was cleared."""
        return self.github.requests.matching(path=rf"^/repos/acme/{name}(/|$)")

    def spent(self) -> int:
        """How much of the hourly limit is used up."""
        return self.github.limits.of(self.github.tokens[self.token].budget).primary.used

    def asked_of_kubernetes(self) -> list[str]:
        """What the operator asked of the API server so far, watches aside: `patch backendrepos/status`."""
        return [_request(entry) for entry in self.audited()]

    def audited(self) -> list[Object]:
        """The entries of the audit log about that."""
        self._settle()
        mine = (entry for entry in self.cluster.audit() if entry["user"]["username"] == USER)
        return [entry for entry in mine if entry["verb"] != "watch"]

    def _settle(self) -> None:
        """Wait for the end of the audit log, whose entries may come a moment late."""
        seen = [-1]

        def is_still() -> bool:
            seen.append(len(self.cluster.audit()))
            time.sleep(0.2)
            return seen[-1] == seen[-2]

        wait_until(is_still, "a quiet audit log")


def _crds() -> str:
    """The CRDs, but for the rule that a drift interval is a minute or more: nobody wants to wait for that here."""
    crds = [yaml.safe_load(path.read_text()) for path in sorted((ROOT / "crds").glob("*.yaml"))]
    for crd in crds:
        spec = crd["spec"]["versions"][0]["schema"]["openAPIV3Schema"]["properties"]["spec"]["properties"]
        spec.get("driftInterval", {}).pop("x-kubernetes-validations", None)
    return yaml.safe_dump_all(crds)


def _request(entry: Object) -> str:
    about = entry.get("objectRef")
    if about is None:
        return f"{entry['verb']} {entry['requestURI']}"
    sub = f"/{about['subresource']}" if "subresource" in about else ""
    return f"{entry['verb']} {about.get('resource', entry['requestURI'])}{sub}"


@contextmanager
def rig(*, limited: bool, standard: Object = STANDARD, cluster: ControlPlane | None = None) -> Iterator[Rig]:
    """A rig; `limited` is a GitHub with the limits of github.com, otherwise one without, as an Enterprise Server."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="backendrepo-bench-")))
        github = stack.enter_context(GitHub(limited=limited))
        if not limited:
            github.limits.primary = 10**9  # what it tells in its headers
        entered = stack.enter_context(cluster or ControlPlane(controller_manager=False))
        yield Rig(entered, github, folder, standard)
