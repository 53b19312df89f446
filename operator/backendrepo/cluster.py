"""The only module that talks to Kubernetes; Kopf's watches aside."""

import base64
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any

from kubernetes import config
from kubernetes.client import ApiClient, CoreV1Api, CustomObjectsApi
from kubernetes.client.exceptions import ApiException
from urllib3.exceptions import HTTPError

from backendrepo.api.backendrepo import BackendRepo
from backendrepo.api.conditions import Status
from backendrepo.api.githubconnection import GitHubConnection
from backendrepo.api.kinds import BACKEND_REPO, Kind
from backendrepo.api.objects import API_VERSION, GROUP, VERSION, Metadata
from backendrepo.errors import CredentialMissing, KubernetesUnavailable
from backendrepo.redaction import redact
from backendrepo.status import Event

MANAGER = "backendrepo"
"""The field manager of what the operator writes, and the component of its Events."""

TIMEOUT = 10
"""Seconds to wait for an answer of the API server."""

LONGEST_EVENT = 1024
"""Characters that the API server takes in an Event's message."""

Raw = dict[str, Any]


def connect() -> ApiClient:
    """Return a client with the service account's credential, or outside a cluster the kubeconfig's."""
    try:
        config.load_incluster_config()  # type: ignore[no-untyped-call]
    except config.ConfigException:
        config.load_kube_config()  # type: ignore[no-untyped-call]
    return ApiClient()


class Cluster:
    """Kubernetes as the operator uses it. Safe to share between threads.

    `namespace` is the operator's own, where the Secrets of connections are. Each method raises
    `KubernetesUnavailable` where the API server does not answer as it should.
    """

    def __init__(self, client: ApiClient, namespace: str) -> None:
        self._core = CoreV1Api(client)
        self._custom = CustomObjectsApi(client)
        self._namespace = namespace

    def read(self, kind: Kind, name: str) -> Raw | None:
        """Return a cluster-scoped object, None where there is none of that name."""
        raw: Raw | None = _call(self._custom.get_cluster_custom_object, GROUP, VERSION, kind.plural, name)
        return raw

    def secret(self, connection: GitHubConnection) -> str:
        """Return the text of the Secret's key that a connection refers to. Raises `CredentialMissing`."""
        reference = connection.spec.auth.reference
        secret = _call(self._core.read_namespaced_secret, reference.name, self._namespace)
        if secret is None:
            raise self.unusable(connection, "does not exist")
        encoded = (secret.data or {}).get(reference.key)
        if not encoded:
            raise self.unusable(connection, f"has nothing under the key {reference.key}")
        try:
            return base64.b64decode(encoded).decode().strip()
        except ValueError as error:
            raise self.unusable(connection, f"has no text under the key {reference.key}") from error

    def unusable(self, connection: GitHubConnection, problem: str) -> CredentialMissing:
        """Return the error that the Secret of a connection is not there, or of no use."""
        secret = connection.spec.auth.reference.name
        return CredentialMissing(connection.metadata.name, secret, self._namespace, problem)

    def write_status(self, kind: Kind, metadata: Metadata, status: Status) -> Raw | None:
        """Apply the whole status of an object; return the object afterwards, None where it is gone."""
        body = {
            "apiVersion": API_VERSION,
            "kind": kind.name,
            # With the uid, an object that has taken the name since is not written to.
            "metadata": {"name": metadata.name, "uid": metadata.uid},
            "status": status.manifest(),
        }
        if kind.namespaced:
            patch = partial(self._custom.patch_namespaced_custom_object_status, GROUP, VERSION, metadata.namespace)
        else:
            patch = partial(self._custom.patch_cluster_custom_object_status, GROUP, VERSION)
        apply = {"field_manager": MANAGER, "force": True, "_content_type": "application/apply-patch+yaml"}
        raw: Raw | None = _call(patch, kind.plural, metadata.name, body, **apply)
        return raw

    def write_finalizers(self, repo: BackendRepo, finalizers: tuple[str, ...]) -> Raw | None:
        """Replace the finalizers of an object still as it was read; return it afterwards, None where it is gone."""
        metadata = repo.metadata
        body = {"metadata": {"finalizers": list(finalizers), "resourceVersion": metadata.resource_version}}
        patch = partial(self._custom.patch_namespaced_custom_object, GROUP, VERSION, metadata.namespace)
        merge = {"_content_type": "application/merge-patch+json"}
        raw: Raw | None = _call(patch, BACKEND_REPO.plural, metadata.name, body, **merge)
        return raw

    def post(self, kind: Kind, metadata: Metadata, event: Event) -> None:
        """Post an Event about an object."""
        now = datetime.now(UTC).isoformat()
        namespace = metadata.namespace or "default"  # where Events about cluster-scoped objects live
        about = {"apiVersion": API_VERSION, "kind": kind.name, "name": metadata.name, "uid": metadata.uid}
        body = {
            "metadata": {"generateName": f"{metadata.name[:200]}.", "namespace": namespace},
            "involvedObject": {**about, **({"namespace": namespace} if kind.namespaced else {})},
            "type": event.type,
            "reason": event.reason,
            "message": redact(event.message)[:LONGEST_EVENT],
            "source": {"component": MANAGER},
            "reportingComponent": MANAGER,
            "firstTimestamp": now,
            "lastTimestamp": now,
            "count": 1,
        }
        _call(self._core.create_namespaced_event, namespace, body)


def _call(request: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
    """Make one request and return what it is answered with, None where there is no such object."""
    try:
        return request(*arguments, _request_timeout=TIMEOUT, **options)
    except ApiException as error:
        if error.status == 404:
            return None
        raise KubernetesUnavailable(f"{error.status} {error.reason}") from error
    except (HTTPError, OSError) as error:
        raise KubernetesUnavailable(type(error).__name__) from error
