"""The only module that talks to Kubernetes; Kopf's watches aside.

It uses the official client for credentials, TLS and transport, and plain JSON for objects: the client's own classes
for the core API take 70 MB of memory, for the four requests that are made here.
"""

import base64
import json
import logging
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from kubernetes import config
from kubernetes.client import ApiClient
from urllib3.exceptions import HTTPError

from backendrepo.api.backendrepo import BackendRepo
from backendrepo.api.conditions import Status
from backendrepo.api.githubconnection import GitHubConnection
from backendrepo.api.kinds import BACKEND_REPO, KINDS, Kind
from backendrepo.api.objects import API_VERSION, Metadata
from backendrepo.errors import CredentialMissing, KubernetesRefused, KubernetesUnavailable
from backendrepo.redaction import redact
from backendrepo.status import Event, shortened

logger = logging.getLogger(__name__)

MANAGER = "backendrepo"
"""The field manager of what the operator writes, and the component of its Events."""

TIMEOUT = 10
"""Seconds to wait for an answer of the API server."""

LOOK = 3
"""Seconds between two looks for the kinds at the start."""

PAGE = 500
"""Objects in one answer of a list."""

LIFE = 60
"""Seconds that a watch lasts. A dead connection is noticed soon after, and the next watch goes on where it ended."""

LONGEST_EVENT = 1024
"""Characters that the API server takes in an Event's message."""

LONGEST_REFUSAL = 512
"""Characters of the API server's reason that are passed on."""

_JSON = "application/json"
_ONLY_METADATA = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1"
_ALREADY = (409,)
_CONFLICT = (404, 409)
_REFUSALS = (400, 403, 404, 413, 422)

Raw = dict[str, Any]


def connect() -> ApiClient:
    """Return a client with the service account's credential, or outside a cluster the kubeconfig's.

    Raises `SystemExit` with a sentence where there is neither.
    """
    try:
        config.load_incluster_config()  # type: ignore[no-untyped-call]
    except config.ConfigException:
        try:
            config.load_kube_config(os.environ.get("KUBECONFIG"))  # type: ignore[no-untyped-call]
        except Exception as error:  # the client lets through whatever a broken file makes its parser raise
            problem = " ".join(str(error).split())
            raise SystemExit(f"backendrepo: no cluster to talk to ({problem}). Set KUBECONFIG.") from None
    return ApiClient()


class Cluster:
    """Kubernetes as the operator uses it. Safe to share between threads.

    `namespace` is the operator's own, where the Secrets of connections are. Each method raises
    `KubernetesUnavailable` where the API server does not answer as it should.
    """

    def __init__(self, client: ApiClient, namespace: str) -> None:
        self._client = client
        self.namespace = namespace

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
        return self._request("GET", _path(kind, namespace, name)) if _can_be(name) else None

    def list(self, kind: Kind, namespace: str = "") -> Iterator[Raw]:
        """Return each object of a kind, of one namespace or of all; page by page, so that no answer is large."""
        return self.items(_path(kind, namespace))

    def get(self, path: str) -> Raw | None:
        """Return what is at a path, None where there is nothing."""
        return self._request("GET", path)

    def metadata(self, path: str) -> Raw | None:
        """Return the metadata of what is at a path and none of its content, None where there is nothing."""
        text = self._read("GET", path, {"Accept": _ONLY_METADATA})
        metadata: Raw | None = None if text is None else _decoded(text)["metadata"]
        return metadata

    def create(self, path: str, body: Raw) -> Raw | None:
        """Create an object; return it, None where one of its name is there already. Raises `KubernetesRefused`."""
        return self._request("POST", f"{path}?fieldManager={MANAGER}", body, absent=_ALREADY)

    def apply(self, path: str, body: Raw) -> Raw | None:
        """Apply an object (server-side apply); return it, None without its namespace. Raises `KubernetesRefused`."""
        query = f"?fieldManager={MANAGER}&force=true"
        return self._request("PATCH", path + query, body, "application/apply-patch+yaml")

    def delete(self, path: str, uid: str) -> None:
        """Delete an object unless another one has taken its name; its own objects go with it, after it."""
        options = {"preconditions": {"uid": uid}, "propagationPolicy": "Background"}
        self._request("DELETE", path, options, absent=_CONFLICT)

    def items(self, path: str, query: str = "") -> Iterator[Raw]:
        """Return each object of a list; page by page, so that no answer is large."""
        for page in self.pages(path, query):
            yield from page["items"]

    def pages(self, path: str, query: str = "") -> Iterator[Raw]:
        """Return a list page by page; each page is of the same version, from which a watch goes on."""
        path, more = f"{path}?limit={PAGE}{query and f'&{query}'}", ""
        while page := self._request("GET", path + more):
            yield page
            token = page["metadata"].get("continue")
            if not token:
                return
            more = f"&continue={quote(token)}"

    def watch(self, path: str, query: str, version: str) -> "Stream":
        """Return the changes of a list after a version of it. Source: Kubernetes, "API concepts", "Watches"."""
        terms = f"watch=1&allowWatchBookmarks=true&timeoutSeconds={LIFE}&resourceVersion={quote(version)}"
        path = f"{path}?{terms}{query and f'&{query}'}"
        with _unavailable():
            answer = self._send("GET", path, {"Accept": _JSON}, (TIMEOUT, LIFE + TIMEOUT))
            if answer.status >= 300:
                _check("GET", path, answer.status, answer.read())
        return Stream(answer.response)

    def log(self, pod: str, container: str, most: int) -> str | None:
        """Return so many bytes of what a container of a pod in the operator's namespace printed, None without a pod."""
        path = f"/api/v1/namespaces/{self.namespace}/pods/{quote(pod)}/log?container={container}&limitBytes={most}"
        text = self._read("GET", path, {"Accept": "*/*"})
        return None if text is None else text.decode(errors="replace")

    def secret(self, connection: GitHubConnection) -> str:
        """Return the text of the Secret's key that a connection refers to. Raises `CredentialMissing`."""
        reference = connection.spec.auth.reference
        path = f"/api/v1/namespaces/{self.namespace}/secrets/{quote(reference.name)}"
        secret = self._request("GET", path) if _can_be(reference.name) else None
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
        path = f"{_path(kind, metadata.namespace, metadata.name)}/status?fieldManager={MANAGER}"
        body = [
            # An object that has taken the name since is not written to; an apply of the status would not look.
            {"op": "test", "path": "/metadata/uid", "value": metadata.uid},
            {"op": "add", "path": "/status", "value": status.manifest()},
        ]
        return self._request("PATCH", path, body, "application/json-patch+json")

    def write_finalizers(self, repo: BackendRepo, finalizers: tuple[str, ...]) -> Raw | None:
        """Replace the finalizers of an object still as it was read; return it afterwards, None where it is gone."""
        path = _path(BACKEND_REPO, repo.metadata.namespace, repo.metadata.name)
        body = {"metadata": {"finalizers": list(finalizers), "resourceVersion": repo.metadata.resource_version}}
        return self._request("PATCH", path, body, "application/merge-patch+json")

    def post(self, kind: Kind, metadata: Metadata, event: Event) -> None:
        """Post an Event about an object."""
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
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
        self._request("POST", f"/api/v1/namespaces/{namespace}/events", body)

    def _request(
        self,
        method: str,
        path: str,
        body: Any = None,
        content_type: str = _JSON,
        absent: tuple[int, ...] = (404,),
    ) -> Raw | None:
        """Make one request; return the object that it is answered with, None at the statuses that say there is none."""
        text = self._read(method, path, {"Accept": _JSON, "Content-Type": content_type}, body, absent)
        return None if text is None else _decoded(text)

    def _read(
        self, method: str, path: str, headers: dict[str, str], body: Any = None, absent: tuple[int, ...] = (404,)
    ) -> bytes | None:
        """Make one request; return the answer's text, None at the statuses that say there is none."""
        with _unavailable():
            answer = self._send(method, path, headers, TIMEOUT, body)
            text: bytes = answer.read()
        if answer.status in absent:
            return None
        _check(method, path, answer.status, text)
        return text

    def _send(
        self, method: str, path: str, headers: dict[str, str], timeout: float | tuple[float, float], body: Any = None
    ) -> Any:
        prepared = self._client.param_serialize(
            method, path, header_params=headers, body=body, auth_settings=["BearerToken"]
        )
        return self._client.call_api(*prepared, _request_timeout=timeout)


class Stream:
    """The changes of a list as they come, until the API server ends it. To be read by one thread."""

    def __init__(self, response: Any) -> None:
        self._response = response

    def __iter__(self) -> Iterator[Raw]:
        """Return each change: its `type` and its `object`. Raises `KubernetesUnavailable`."""
        try:
            with _unavailable():
                for line in self._response:
                    yield _decoded(line)
        finally:
            self._response.close()

    def stop(self) -> None:
        """End it, from any thread."""
        with suppress(ValueError, RuntimeError, OSError):  # it has ended by itself
            self._response.shutdown()


@contextmanager
def _unavailable() -> Iterator[None]:
    """Have what goes wrong on the way to the API server, and back, told as what it is."""
    try:
        yield
    except (HTTPError, OSError) as error:
        raise KubernetesUnavailable(type(error).__name__) from error


def _check(method: str, path: str, status: int, answer: bytes) -> None:
    """Raise what an answer's status means, where it is no success."""
    if status >= 300:
        kind = KubernetesRefused if status in _REFUSALS else KubernetesUnavailable
        raise kind(f"{status} to {method} {path.partition('?')[0]}{_told(answer)}")


def _decoded(text: bytes) -> Raw:
    try:
        decoded: Raw = json.loads(text)
    except ValueError as error:  # cut, or from something in between
        raise KubernetesUnavailable("an answer that is no JSON") from error
    return decoded


def _path(kind: Kind, namespace: str, name: str = "") -> str:
    within = f"/namespaces/{namespace}" if kind.namespaced and namespace else ""
    return f"/apis/{API_VERSION}{within}/{kind.plural}" + (f"/{quote(name)}" if name else "")


def _can_be(name: str) -> bool:
    """Whether an object can have a name that somebody refers to. A name that cannot be one must not become a path.

    The API server splits a path after it has decoded it, so that `quote` alone would let `a%2Fstatus` through.
    Source: Kubernetes, "Object Names and IDs", "Path Segment Names".
    """
    return name not in (".", "..") and not {"/", "%"} & set(name)


def _told(answer: bytes) -> str:
    """Return what the API server says of a refusal; nothing where it says nothing."""
    try:
        message = str(json.loads(answer)["message"])
    except (ValueError, KeyError, TypeError):
        return ""
    return f" ({shortened(redact(message), LONGEST_REFUSAL)})"
