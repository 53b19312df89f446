"""The API server as the tests of the three kinds speak to it: plain JSON over HTTPS, a fiftieth of kubectl's time."""

import json
from pathlib import Path
from typing import Any

from kubernetes import config

from backendrepo.api.kinds import KINDS, Kind
from backendrepo.api.objects import API_VERSION

Object = dict[str, Any]
_KINDS = {kind.name: kind for kind in KINDS}


class Refused(Exception):
    """The API server refused; the text is what a user reads."""


class ApiServer:
    """Requests as the administrator. What is refused raises `Refused`."""

    def __init__(self, kubeconfig: Path) -> None:
        client = config.new_client_from_config(str(kubeconfig))
        self._server, self._pool = client.configuration.host, client.rest_client.pool_manager

    def try_out(self, kind: str, spec: Any) -> Object:
        """Return the object that a creation would make, as `kubectl create --dry-run=server` does."""
        path = f"{_path(_KINDS[kind], 'default')}?dryRun=All&fieldValidation=Strict"
        return self.request("POST", path, manifest(kind, "x", spec, "default"))

    def apply(self, body: Object, *, manager: str = "kubectl", part: str = "", force: bool = False) -> Object:
        """Apply an object server-side, or a part of it such as `/status`."""
        path = f"{self.path(body)}{part}?fieldManager={manager}&force={json.dumps(force)}&fieldValidation=Strict"
        return self.request("PATCH", path, body, "application/apply-patch+yaml")

    def read(self, body: Object) -> Object:
        """Return an object as it is now."""
        return self.request("GET", self.path(body))

    def path(self, body: Object) -> str:
        """Return the path of an object."""
        metadata = body["metadata"]
        return f"{_path(_KINDS[body['kind']], metadata.get('namespace', ''))}/{metadata['name']}"

    def request(self, method: str, path: str, body: Any = None, content_type: str = "application/json") -> Object:
        """Make one request and return the answer."""
        data = None if body is None else json.dumps(body)
        answer = self._pool.request(method, self._server + path, body=data, headers={"Content-Type": content_type})
        decoded: Object = json.loads(answer.data)
        assert "Warning" not in answer.headers, answer.headers["Warning"]  # kubectl would print it
        if answer.status >= 300:
            raise Refused(decoded["message"])
        return decoded


def manifest(kind: str, name: str, spec: Any = None, namespace: str = "") -> Object:
    """Return an object as a user writes it; a spec of None is left out."""
    within = {"namespace": namespace} if _KINDS[kind].namespaced and namespace else {}
    body = {"apiVersion": API_VERSION, "kind": kind, "metadata": {"name": name, **within}}
    return body if spec is None else {**body, "spec": spec}


def _path(kind: Kind, namespace: str) -> str:
    within = f"/namespaces/{namespace}" if kind.namespaced else ""
    return f"/apis/{API_VERSION}{within}/{kind.plural}"


JARGON = ("should match", "evaluating rule", "type conversion", "no such")
"""What the API server says where a schema leaves it to tell what is wrong."""


def assert_refused(api: ApiServer, kind: str, spec: Any, says: str) -> None:
    """Assert that a spec is refused, with words that say what to write."""
    try:
        taken = api.try_out(kind, spec)
    except Refused as refused:
        told = str(refused)
    else:
        raise AssertionError(f"taken: {taken['spec']}")
    assert says in told, told
    assert not [word for word in JARGON if word in told], told


def assert_taken(api: ApiServer, kind: str, spec: Object) -> None:
    """Assert that a spec is taken, and that what the API server makes of it is what the code reads in it."""
    stored, model = api.try_out(kind, spec), _KINDS[kind].model
    written = model.model_validate({"metadata": {"name": "x"}, "spec": spec})
    assert model.model_validate(stored).spec == written.spec
    assert _said(stored["spec"]) == _said(written.spec.model_dump(mode="json", by_alias=True))
    assert stored["status"] == {"observedGeneration": -1}


def _said(value: Any) -> Any:
    """Return a value without the parts that say nothing: what is unset or empty."""
    if isinstance(value, dict):
        parts = {name: _said(part) for name, part in value.items()}
        return {name: part for name, part in parts.items() if part not in (None, {}, [])}
    return [_said(part) for part in value] if isinstance(value, list) else value
