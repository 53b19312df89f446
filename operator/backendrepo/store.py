"""What the watches have told: the newest known version of each object, cut to what the operator reads."""

import sys
import threading
from collections.abc import Iterator
from typing import Any

from backendrepo.api.kinds import Kind
from backendrepo.api.objects import REQUESTED_AT, SCAN_REQUESTED_AT

Raw = dict[str, Any]
Name = tuple[str, str]
"""Namespace (empty for a cluster-scoped object) and name."""

SHORT = 64
"""Characters of a text that is kept once for all objects that have it."""


class Store:
    """Objects by kind and name. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._objects: dict[str, dict[Name, Raw]] = {}

    def put(self, kind: Kind, raw: Raw) -> None:
        """Keep an object unless a newer version of it is known."""
        with self._lock:
            objects = self._objects.setdefault(kind.name, {})
            known = objects.get(name_of(raw))
            if known is None or not _newer(known, raw):
                objects[name_of(raw)] = _cut(raw)

    def remove(self, kind: Kind, name: Name, uid: str) -> None:
        """Forget an object that was deleted, unless another has taken its name since."""
        with self._lock:
            objects = self._objects.get(kind.name, {})
            known = objects.get(name)
            if known and known["metadata"]["uid"] == uid:
                del objects[name]

    def get(self, kind: Kind, name: Name) -> Raw | None:
        """Return an object, None where none is known."""
        return self._objects.get(kind.name, {}).get(name)

    def all(self, kind: Kind) -> Iterator[Raw]:
        """Return every known object of a kind."""
        with self._lock:
            return iter(list(self._objects.get(kind.name, {}).values()))


def name_of(raw: Raw) -> Name:
    """Return the namespace and name of an object."""
    return raw["metadata"].get("namespace", ""), raw["metadata"]["name"]


def _newer(known: Raw, raw: Raw) -> bool:
    """Whether the known version is newer. Source: Kubernetes, "API concepts", "Resource versions" (1.35)."""
    same = known["metadata"]["uid"] == raw["metadata"]["uid"]
    return same and int(known["metadata"]["resourceVersion"]) > int(raw["metadata"]["resourceVersion"])


_METADATA = (
    *("name", "namespace", "uid", "generation", "resourceVersion"),
    *("creationTimestamp", "deletionTimestamp", "finalizers"),
)


def _cut(raw: Raw) -> Raw:
    metadata = {key: raw["metadata"][key] for key in _METADATA if key in raw["metadata"]}
    annotations = raw["metadata"].get("annotations", {})
    if requested := {key: annotations[key] for key in (REQUESTED_AT, SCAN_REQUESTED_AT) if key in annotations}:
        metadata["annotations"] = requested
    return {"metadata": _shared(metadata), **{key: _shared(raw[key]) for key in ("spec", "status") if key in raw}}


def _shared(value: Any) -> Any:
    """Return the same with each short text once in memory: most of what a fleet says is said by each of it."""
    match value:
        case dict():
            return {sys.intern(key): _shared(each) for key, each in value.items()}
        case list():
            return [_shared(each) for each in value]
        case str() if len(value) <= SHORT:
            return sys.intern(value)
    return value
