"""Where the API server has an object of the operator's kinds, and which names can be part of a path. Pure."""

from urllib.parse import quote

from backendrepo.api.kinds import Kind
from backendrepo.api.objects import API_VERSION


def path_of(kind: Kind, namespace: str, name: str = "") -> str:
    """Return the path of an object, without a name that of the list; without a namespace that of all."""
    within = f"/namespaces/{namespace}" if kind.namespaced and namespace else ""
    return f"/apis/{API_VERSION}{within}/{kind.plural}" + (f"/{quote(name)}" if name else "")


def can_be(name: str) -> bool:
    """Whether an object can have a name that somebody refers to. A name that cannot be one must not become a path.

    The API server splits a path after it has decoded it, so that `quote` alone would let `a%2Fstatus` through.
    Source: Kubernetes, "Object Names and IDs", "Path Segment Names".
    """
    return name not in (".", "..") and not {"/", "%"} & set(name)
