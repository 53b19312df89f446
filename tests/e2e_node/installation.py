"""The operator as a platform team installs it on the node, and what teams and administrators see of it."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml
from tests.cluster import wait_until
from tests.node import Node

DEPLOY = Path(__file__).parents[2] / "deploy"
SYSTEM = "backendrepo-system"
ACCOUNT = f"system:serviceaccount:{SYSTEM}:backendrepo"

PERMISSIONS = dict.fromkeys(("administration", "contents"), "write") | dict.fromkeys(
    ("metadata", "checks", "pull_requests", "statuses"), "read"
)
"""What the operator's credential may on GitHub."""

Right = tuple[str, str, str]
"""A verb, a resource, and where: `cluster` or the operator's own `namespace`."""


class Installation:
    """The operator in its namespace."""

    def __init__(self, node: Node) -> None:
        self.node = node

    def govern(self, namespace: str, repository: str, **spec: Any) -> None:
        """Apply the BackendRepo `a` of a team."""
        self.node.apply(json.dumps(_made("BackendRepo", "a", {"repository": repository, **spec}, namespace=namespace)))

    def read(self, kind: str, *names: str, namespace: str = SYSTEM) -> Any:
        """What kubectl shows as JSON."""
        return json.loads(self.node.kubectl("get", kind, *names, "-n", namespace, "-o", "json"))

    def conditions(self, namespace: str) -> dict[str, tuple[str, str]]:
        """The status and reason of each condition of a team's BackendRepo."""
        found = self.read("backendrepos", "a", namespace=namespace).get("status", {})
        return {each["type"]: (each["status"], each["reason"]) for each in found.get("conditions", [])}

    def scans(self, namespace: str) -> list[str]:
        """The Jobs of a team's BackendRepo."""
        uid = self.read("backendrepos", "a", namespace=namespace)["metadata"]["uid"]
        jobs = self.read("jobs", "-l", f"backendrepo.dev/uid={uid}")["items"]
        return [job["metadata"]["name"] for job in jobs]

    def has(self, kind: str, name: str, namespace: str = SYSTEM) -> bool:
        """Whether there is such an object."""
        return bool(self.node.kubectl("get", kind, name, "-n", namespace, "-o", "name", "--ignore-not-found"))

    def until_scanned(self, namespace: str) -> None:
        """Wait until a scan has a result; where none comes, say what there is instead."""
        try:
            wait_until(
                lambda: self.conditions(namespace).get("ScanSucceeded", ("",))[0] == "True", "a scan", timeout=90
            )
        except TimeoutError as error:
            log = ("logs", "deployment/backendrepo", "-n", SYSTEM)
            questions = (
                ("get", "backendrepos", "-A", "-o", "yaml"),
                ("describe", "jobs,pods", "-n", SYSTEM),
                (*log, "--previous"),
                log,
            )
            told = [self.node.kubectl(*each, check=False) for each in questions]
            raise AssertionError("\n".join([str(error), *told])) from error

    def kill(self) -> None:
        """Kill the operator's process, and its pod: the Deployment makes another one."""
        pods = ("pods", "-l", "app.kubernetes.io/component=operator")
        self.node.kubectl("delete", *pods, "-n", SYSTEM, "--force", "--grace-period=0")

    def unused(self) -> set[Right]:
        """The rights of the operator's roles that none of its requests took so far."""
        cluster, own = self.read("clusterrole", "backendrepo"), self.read("role", "backendrepo")
        granted = {*_rights(cluster["rules"], "cluster"), *_rights(own["rules"], "namespace")}
        taken = {(entry["verb"], _resource(entry["objectRef"])) for entry in self._requests()}
        return {right for right in granted if right[:2] not in taken}

    def refused(self) -> list[str]:
        """The operator's requests that were refused for want of a right."""
        refused = (entry for entry in self._requests() if entry["responseStatus"]["code"] == 403)
        return [f"{entry['verb']} {entry['requestURI']}" for entry in refused]

    def _requests(self) -> Iterator[dict[str, Any]]:
        for entry in self.node.audit():
            if entry["user"]["username"] == ACCOUNT and "objectRef" in entry:
                yield entry


def _resource(about: dict[str, str]) -> str:
    return "/".join(filter(None, (about["resource"], about.get("subresource"))))


def _rights(rules: list[dict[str, Any]], where: str) -> set[Right]:
    return {(verb, resource, where) for rule in rules for verb in rule["verbs"] for resource in rule["resources"]}


def _made(kind: str, name: str, spec: dict[str, Any], **metadata: str) -> dict[str, Any]:
    head = {"apiVersion": "backendrepo.dev/v1alpha1", "kind": kind, "metadata": {"name": name, **metadata}}
    return {**head, "spec": spec}


def overlay(folder: Path, image: str) -> Path:
    """Write an overlay of deploy/base, with an image and with every component; return its folder."""
    deploy = Path(os.path.relpath(DEPLOY, folder))
    name, _, tag = image.rpartition(":")
    kustomization = {
        "apiVersion": "kustomize.config.k8s.io/v1beta1",
        "kind": "Kustomization",
        "resources": [str(deploy / "base")],
        "components": [str(deploy / "components" / path.name) for path in (DEPLOY / "components").iterdir()],
        "images": [{"name": "backendrepo", "newName": name, "newTag": tag}],
    }
    (folder / "kustomization.yaml").write_text(yaml.safe_dump(kustomization))
    return folder


@contextmanager
def install(
    node: Node, folder: Path, image: str, *, url: str, token: str, authorities: bytes
) -> Iterator[Installation]:
    """Install the operator with a connection to a GitHub, as docs/install.md says; take it away at the end."""
    (folder / "ca.crt").write_bytes(authorities)
    node.apply(DEPLOY / "base" / "namespace.yaml")
    node.kubectl("create", "secret", "generic", "github", "-n", SYSTEM, f"--from-literal=token={token}")
    node.kubectl("create", "configmap", "backendrepo-ca", "-n", SYSTEM, f"--from-file={folder}/ca.crt")
    node.apply(overlay(folder, image))
    auth = {"tokenSecretRef": {"name": "github", "key": "token"}}
    connection = {"apiUrl": f"{url}/api/v3", "auth": auth, "allowedNamespaces": ["test-*"]}
    node.apply(json.dumps(_made("GitHubConnection", "default", connection)))
    node.kubectl("rollout", "status", "deployment/backendrepo", "-n", SYSTEM, "--timeout=120s")
    yield Installation(node)
    node.kubectl("delete", "githubconnections", "--all")
    node.kubectl("delete", "-k", str(folder), "--wait=false")
