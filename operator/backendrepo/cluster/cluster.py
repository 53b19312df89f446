"""Kubernetes as the operator uses it: its kinds, its Secrets, its Events, and what else is at a path."""

import base64
import logging
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import quote

from backendrepo.api.backendrepo import BackendRepo
from backendrepo.api.conditions import Status
from backendrepo.api.githubconnection import GitHubConnection
from backendrepo.api.kinds import BACKEND_REPO, KINDS, Kind
from backendrepo.api.objects import API_VERSION, Metadata
from backendrepo.cluster.answers import Raw
from backendrepo.cluster.event import manifest
from backendrepo.cluster.paths import can_be, path_of
from backendrepo.cluster.verbs import MANAGER, Verbs
from backendrepo.errors import CredentialMissing, KubernetesUnavailable
from backendrepo.status import Event

logger = logging.getLogger(__name__)

LOOK = 3
"""Seconds between two looks for the kinds at the start."""


class Cluster(Verbs):
    """Kubernetes as the operator uses it. Safe to share between threads.

    `namespace` is the operator's own, where the Secrets of connections are. Each method raises
    `KubernetesUnavailable` where the API server does not answer as it should.
    """

    def await_kinds(self) -> None:
        """Return when the API server serves the three kinds; until then, tell what it waits for."""
        while problem := self._missing():
            logger.warning("%s Next look in %d s.", problem, LOOK)
            time.sleep(LOOK)

    def _missing(self) -> str | None:
        try:
            served = self._request("GET", f"/apis/{API_VERSION}") or {"resources": []}
        except KubernetesUnavailable as error:
            return str(error)
        names = {resource["name"] for resource in served["resources"]}
        missing = [kind.plural for kind in KINDS if kind.plural not in names]
        return f"The API server does not serve {', '.join(missing)}: apply crds/." if missing else None

    def read(self, kind: Kind, namespace: str, name: str) -> Raw | None:
        """Return an object, None where there is none of that name."""
        return self._request("GET", path_of(kind, namespace, name)) if can_be(name) else None

    def list(self, kind: Kind, namespace: str = "") -> Iterator[Raw]:
        """Return each object of a kind, of one namespace or of all; page by page, so that no answer is large."""
        return self.items(path_of(kind, namespace))

    def log(self, pod: str, container: str, most: int) -> str | None:
        """Return so many bytes of what a container of a pod in the operator's namespace printed, None without a pod."""
        path = f"/api/v1/namespaces/{self.namespace}/pods/{quote(pod)}/log?container={container}&limitBytes={most}"
        text = self._read("GET", path, {"Accept": "*/*"})
        return None if text is None else text.decode(errors="replace")

    def secret(self, connection: GitHubConnection) -> str:
        """Return the text of the Secret's key that a connection refers to. Raises `CredentialMissing`."""
        reference = connection.spec.auth.reference
        path = f"/api/v1/namespaces/{self.namespace}/secrets/{quote(reference.name)}"
        secret = self._request("GET", path) if can_be(reference.name) else None
        if secret is None:
            raise self.unusable(connection, "does not exist")
        encoded = secret.get("data", {}).get(reference.key)
        if not encoded:
            raise self.unusable(connection, f"has nothing under the key {reference.key}")
        try:
            return base64.b64decode(encoded).decode().strip()
        except ValueError as error:
            raise self.unusable(connection, f"has no text under the key {reference.key}") from error

    def unusable(self, connection: GitHubConnection, problem: str) -> CredentialMissing:
        """Return the error that the Secret of a connection is not there, or of no use."""
        secret = connection.spec.auth.reference.name
        return CredentialMissing(connection.metadata.name, secret, self.namespace, problem)

    def write_status(self, kind: Kind, metadata: Metadata, status: Status) -> Raw | None:
        """Replace the whole status of an object; return the object afterwards, None where it is gone."""
        path = f"{path_of(kind, metadata.namespace, metadata.name)}/status?fieldManager={MANAGER}"
        body = [
            # An object that has taken the name since is not written to; an apply of the status would not look.
            {"op": "test", "path": "/metadata/uid", "value": metadata.uid},
            {"op": "add", "path": "/status", "value": status.manifest()},
        ]
        return self._request("PATCH", path, body, "application/json-patch+json")

    def write_finalizers(self, repo: BackendRepo, finalizers: tuple[str, ...]) -> Raw | None:
        """Replace the finalizers of an object still as it was read; return it afterwards, None where it is gone."""
        path = path_of(BACKEND_REPO, repo.metadata.namespace, repo.metadata.name)
        body = {"metadata": {"finalizers": list(finalizers), "resourceVersion": repo.metadata.resource_version}}
        return self._request("PATCH", path, body, "application/merge-patch+json")

    def post(self, kind: Kind, metadata: Metadata, event: Event) -> None:
        """Post an Event about an object."""
        body = manifest(kind, metadata, event, datetime.now(UTC))
        self._request("POST", f"/api/v1/namespaces/{body['metadata']['namespace']}/events", body)
