"""A credential for the API server, and one request to it."""

import os
from typing import Any

from kubernetes import config
from kubernetes.client import ApiClient

from backendrepo.cluster.answers import Raw, check, decoded, unavailable

TIMEOUT = 10
"""Seconds to wait for an answer of the API server."""

JSON = "application/json"

_ABSENT = (404,)


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


class Client:
    """Requests to one API server. `namespace` is the operator's own. Safe to share between threads.

    Each method, those of the classes below it as well, raises `KubernetesUnavailable` where the API server does not
    answer as it should.
    """

    def __init__(self, client: ApiClient, namespace: str) -> None:
        self._client = client
        self.namespace = namespace

    def _request(
        self, method: str, path: str, body: Any = None, content_type: str = JSON, absent: tuple[int, ...] = _ABSENT
    ) -> Raw | None:
        """Make one request; return the object that it is answered with, None at the statuses that say there is none."""
        text = self._read(method, path, {"Accept": JSON, "Content-Type": content_type}, body, absent)
        return None if text is None else decoded(text)

    def _read(
        self, method: str, path: str, headers: dict[str, str], body: Any = None, absent: tuple[int, ...] = _ABSENT
    ) -> bytes | None:
        """Make one request; return the answer's text, None at the statuses that say there is none."""
        with unavailable():
            answer = self._send(method, path, headers, TIMEOUT, body)
            text: bytes = answer.read()
        if answer.status in absent:
            return None
        check(method, path, answer.status, text)
        return text

    def _send(
        self, method: str, path: str, headers: dict[str, str], timeout: float | tuple[float, float], body: Any = None
    ) -> Any:
        prepared = self._client.param_serialize(
            method, path, header_params=headers, body=body, auth_settings=["BearerToken"]
        )
        return self._client.call_api(*prepared, _request_timeout=timeout)
