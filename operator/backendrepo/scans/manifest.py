"""The Job and the Secret of a scan. Pure.

Sources: Kubernetes, "Jobs", "Pod Security Standards" (restricted), "Define Dependent Environment Variables" (`$$`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from backendrepo.api.objects import COMPONENT, GROUP, MANAGED_BY
from backendrepo.cluster import MANAGER
from backendrepo.scans.order import Order
from backendrepo.scans.runner import KEPT

Raw = dict[str, Any]

UID = f"{GROUP}/uid"
"""Label: the uid of the BackendRepo."""

INPUTS, COMMIT, REPO = f"{GROUP}/inputs", f"{GROUP}/commit", f"{GROUP}/backendrepo"
"""Annotations: `Order.inputs` and `Order.commit`; the BackendRepo as namespace/name, for people."""

LABELS = {MANAGED_BY: MANAGER, COMPONENT: "scan"}
"""What the Jobs, pods and Secrets of all scans have."""

CONTAINER = "scan"
"""The one container of a scan's pod."""

LAST_RESORT = 900
"""Seconds beyond the scan's own deadline after which the Job ends, and its pod and log go: no node took it, say."""

_FILES = "/scan"
"""Where the keys of the Secret are files."""


@dataclass(frozen=True)
class Template:
    """How the pods of scans are made, whatever they scan."""

    image: str
    """Whose entry point is `backendrepo`, of the operator's own version."""
    pull_policy: str = "IfNotPresent"
    pull_secrets: tuple[str, ...] = ()
    """Names of Secrets in the operator's namespace."""
    requests: Mapping[str, str] = field(default_factory=lambda: {"cpu": "100m", "memory": "128Mi"})
    limits: Mapping[str, str] = field(default_factory=lambda: {"cpu": "1", "memory": "512Mi"})
    scratch: str = "1Gi"
    """Room on /tmp: an archive of half of it at most, as it is unpacked."""
    environment: Mapping[str, str] = field(default_factory=dict)
    """Variables of a scan, such as HTTPS_PROXY. No secrets: who may read pods reads them."""
    host_aliases: tuple[Mapping[str, Any], ...] = ()
    """Names for addresses, as `spec.hostAliases` of a pod."""
    volumes: tuple[Mapping[str, Any], ...] = ()
    """Volumes beside its own, as `spec.volumes` of a pod: ConfigMaps with certificates."""
    mounts: tuple[Mapping[str, Any], ...] = ()
    """Where they are mounted, as `volumeMounts` of a container."""


def job(order: Order, template: Template, namespace: str) -> Raw:
    """Return the Job of a scan. It is tried once: trying again is the operator's, which knows why it failed."""
    spec = {
        "backoffLimit": 0,
        "activeDeadlineSeconds": order.timeout + LAST_RESORT,
        "ttlSecondsAfterFinished": KEPT,
        "template": {
            "metadata": {"labels": _labels(order), "annotations": _annotations(order)},
            "spec": _pod(order, template),
        },
    }
    return {"apiVersion": "batch/v1", "kind": "Job", "metadata": _metadata(order, namespace), "spec": spec}


def secret(order: Order, token: str, namespace: str, job_uid: str) -> Raw:
    """Return what a scan is given: the credential and the rules. It goes with the Job that owns it."""
    owner = {"apiVersion": "batch/v1", "kind": "Job", "name": order.id, "uid": job_uid}
    return {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": {
            **_metadata(order, namespace),
            "ownerReferences": [{**owner, "controller": True, "blockOwnerDeletion": False}],
        },
        "immutable": True,
        "stringData": {"token": token, "standard.yaml": order.terms},
    }


def arguments(order: Order, files: str) -> list[str]:
    """Return the arguments of the command that scans. `files` is the folder with the keys of the Secret.

    Each is one word with its option: a branch may begin with a dash.
    """
    given = {
        "repository": order.repository,
        "commit": order.commit,
        "branch": order.branch,
        "api-url": order.api_url,
        "token-file": f"{files}/token",
        "standard": f"{files}/standard.yaml",
        "osv": order.osv_url,
        "osv-timeout": str(order.timeout // 2) if order.osv_url else "",
    }
    return ["scan", "--exit-zero", *(f"--{name}={value}" for name, value in given.items() if value)]


def _metadata(order: Order, namespace: str) -> Raw:
    return {
        "name": order.id,
        "namespace": namespace,
        "labels": _labels(order),
        "annotations": _annotations(order),
    }


def _labels(order: Order) -> dict[str, str]:
    return {**LABELS, UID: order.uid}


def _annotations(order: Order) -> dict[str, str]:
    return {REPO: f"{order.namespace}/{order.name}", INPUTS: order.inputs, COMMIT: order.commit}


def _pod(order: Order, template: Template) -> Raw:
    """Return the spec of the pod. Its own deadline leaves the pod, and so the log; the Job's takes them away."""
    return {
        "restartPolicy": "Never",
        "activeDeadlineSeconds": order.timeout,
        "terminationGracePeriodSeconds": 1,
        "automountServiceAccountToken": False,
        "enableServiceLinks": False,
        "imagePullSecrets": [{"name": name} for name in template.pull_secrets],
        "hostAliases": [dict(alias) for alias in template.host_aliases],
        "securityContext": {"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}},
        "containers": [_container(order, template)],
        "volumes": [
            # Readable by whatever user the image or the cluster chooses; nobody else is in the pod.
            {"name": "order", "secret": {"secretName": order.id, "defaultMode": 0o444}},
            {"name": "scratch", "emptyDir": {"sizeLimit": template.scratch}},
            *map(dict, template.volumes),
        ],
    }


def _container(order: Order, template: Template) -> Raw:
    environment = {**template.environment, "HOME": "/tmp", "TMPDIR": "/tmp"}  # noqa: S108 - the pod's own volume
    return {
        "name": CONTAINER,
        "image": template.image,
        "imagePullPolicy": template.pull_policy,
        # A `$(…)` in a branch's name is no variable of the pod.
        "args": [argument.replace("$", "$$") for argument in arguments(order, _FILES)],
        "env": [{"name": name, "value": value} for name, value in environment.items()],
        "resources": {"requests": dict(template.requests), "limits": dict(template.limits)},
        "securityContext": {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        },
        "volumeMounts": [
            {"name": "order", "mountPath": _FILES, "readOnly": True},
            {"name": "scratch", "mountPath": "/tmp"},  # noqa: S108 - the pod's own volume
            *map(dict, template.mounts),
        ],
    }
