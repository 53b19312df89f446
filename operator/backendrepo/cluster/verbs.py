"""What the API server does with what is at a path. Source: Kubernetes, "API concepts"."""

from collections.abc import Iterator
from urllib.parse import quote

from backendrepo.cluster.answers import Raw, check, decoded, unavailable
from backendrepo.cluster.client import JSON, TIMEOUT, Client
from backendrepo.cluster.stream import Stream

MANAGER = "backendrepo"
"""The field manager of what the operator writes, and the component of its Events."""

PAGE = 500
"""Objects in one answer of a list."""

LIFE = 60
"""Seconds that a watch lasts. A dead connection is noticed soon after, and the next watch goes on where it ended."""

_ONLY_METADATA = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1"
_ALREADY = (409,)
_CONFLICT = (404, 409)


class Verbs(Client):
    """Objects of any kind, by their paths."""

    def get(self, path: str) -> Raw | None:
        """Return what is at a path, None where there is nothing."""
        return self._request("GET", path)

    def metadata(self, path: str) -> Raw | None:
        """Return the metadata of what is at a path and none of its content, None where there is nothing."""
        text = self._read("GET", path, {"Accept": _ONLY_METADATA})
        metadata: Raw | None = None if text is None else decoded(text)["metadata"]
        return metadata

    def create(self, path: str, body: Raw) -> Raw | None:
        """Create an object; return it, None where one of its name is there already. Raises `KubernetesRefused`."""
        return self._request("POST", f"{path}?fieldManager={MANAGER}", body, absent=_ALREADY)

    def apply(self, path: str, body: Raw) -> Raw | None:
        """Apply an object (server-side apply); return it, None without its namespace. Raises `KubernetesRefused`."""
        query = f"?fieldManager={MANAGER}&force=true"
        return self._request("PATCH", path + query, body, "application/apply-patch+yaml")

    def patch(self, path: str, body: Raw) -> Raw | None:
        """Patch an object of a built-in kind (strategic merge patch); return its metadata afterwards.

        None where it is gone, or not at the version any more that the body names. Raises `KubernetesRefused`.
        """
        headers = {"Accept": _ONLY_METADATA, "Content-Type": "application/strategic-merge-patch+json"}
        text = self._read("PATCH", f"{path}?fieldManager={MANAGER}", headers, body, _CONFLICT)
        metadata: Raw | None = None if text is None else decoded(text)["metadata"]
        return metadata

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

    def watch(self, path: str, query: str, version: str) -> Stream:
        """Return the changes of a list after a version of it. Source: Kubernetes, "API concepts", "Watches"."""
        terms = f"watch=1&allowWatchBookmarks=true&timeoutSeconds={LIFE}&resourceVersion={quote(version)}"
        path = f"{path}?{terms}{query and f'&{query}'}"
        with unavailable():
            answer = self._send("GET", path, {"Accept": JSON}, (TIMEOUT, LIFE + TIMEOUT))
            if answer.status >= 300:
                check("GET", path, answer.status, answer.read())
        return Stream(answer.response)
