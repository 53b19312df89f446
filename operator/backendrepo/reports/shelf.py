"""ConfigMaps of the operator, written only where they are not as they should be, and never over somebody else's."""

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from backendrepo.api.objects import COMPONENT, GROUP, MANAGED_BY
from backendrepo.cluster import MANAGER, Cluster, Raw

DIGEST = f"{GROUP}/digest"
"""Annotation: of everything else in the ConfigMap."""

LARGEST = 900 * 1024
"""Bytes of keys and values in a ConfigMap. The API server takes 1 MiB (Kubernetes, "ConfigMaps", "Motivation")."""


class Taken(Exception):
    """A ConfigMap of the name is there and is not the operator's; `str()` is a sentence that says what to do."""

    def __init__(self, namespace: str, name: str) -> None:
        super().__init__(
            f"The ConfigMap {name} in the namespace {namespace} was not made by this operator and is left as it is: "
            "delete or rename it, so that the report can be written there."
        )


def path(namespace: str, name: str) -> str:
    """Return where a ConfigMap is."""
    return f"/api/v1/namespaces/{namespace}/configmaps/{name}"


def configmap(namespace: str, name: str, component: str, data: Mapping[str, str | None]) -> Raw:
    """Return the manifest of a ConfigMap of the operator; None stands for a key that may be there and has to go."""
    labels = {MANAGED_BY: MANAGER, COMPONENT: component}
    metadata = {"name": name, "namespace": namespace, "labels": labels, "annotations": {}}
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata, "data": dict(data)}


def sealed(manifest: Raw) -> Raw:
    """Return a manifest with the digest of all that is in it."""
    written = json.dumps(manifest, sort_keys=True).encode()
    annotations = manifest["metadata"]["annotations"] | {DIGEST: hashlib.sha256(written).hexdigest()[:32]}
    return manifest | {"metadata": manifest["metadata"] | {"annotations": annotations}}


def place_of(manifest: Raw) -> str:
    """Return where the ConfigMap of a manifest is."""
    return path(manifest["metadata"]["namespace"], manifest["metadata"]["name"])


def digest_of(manifest: Raw) -> str:
    """Return the digest of a sealed manifest."""
    digest: str = manifest["metadata"]["annotations"][DIGEST]
    return digest


def size(manifest: Raw) -> int:
    """Return the bytes of a ConfigMap as the API server counts them; those of `binaryData` before base64."""
    texts = sum(len(key) + len(value.encode(errors="replace")) for key, value in manifest.get("data", {}).items())
    return texts + sum(len(key) + len(value) // 4 * 3 for key, value in manifest.get("binaryData", {}).items())


def labelled(metadata: Raw, component: str) -> bool:
    """Whether a ConfigMap says that it is the operator's."""
    labels = metadata.get("labels", {})
    return (labels.get(MANAGED_BY), labels.get(COMPONENT)) == (MANAGER, component)


class Shelf:
    """ConfigMaps by their path. Safe to share between threads, where each path is one thread's at a time."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._seen: dict[str, tuple[str, str]] = {}
        """The version at which a ConfigMap was seen to hold what its digest says: anybody may edit it afterwards."""

    def put(self, manifest: Raw, ours: Callable[[Raw], bool]) -> bool:
        """Have a ConfigMap be as a sealed manifest says; return whether it was written.

        `ours` says by its metadata whether one of that name may be written. Raises `Taken` where not.
        """
        place, digest = place_of(manifest), digest_of(manifest)
        found = self._look(place, ours)
        if found and self._holds(place, found, manifest, digest):
            return False
        return self._written(place, digest, self._write(place, found, manifest))

    def holds(self, namespace: str, name: str, digest: str, ours: Callable[[Raw], bool]) -> bool:
        """Whether a ConfigMap is still as it was when it was put there with that digest. Raises `Taken`."""
        place = path(namespace, name)
        found = self._look(place, ours)
        return found is not None and self._known(place, found) == digest

    def remove(self, namespace: str, name: str, ours: Callable[[Raw], bool]) -> None:
        """Have no ConfigMap of that name; one that is not ours is left."""
        place = path(namespace, name)
        self.forget(namespace, name)
        found = self._cluster.metadata(place)
        if found and ours(found):
            self._cluster.delete(place, found["uid"])

    def forget(self, namespace: str, name: str) -> None:
        """Let go of what is known of a ConfigMap."""
        self._seen.pop(path(namespace, name), None)

    def _write(self, place: str, found: Raw | None, manifest: Raw) -> Raw | None:
        """Write over what was found; return the metadata afterwards, None without the namespace."""
        identity = {"uid": found["uid"]} if found else {}  # another one that takes the name since is not written to
        applied = self._cluster.apply(place, manifest | {"metadata": manifest["metadata"] | identity})
        return applied and applied["metadata"]

    def _written(self, place: str, digest: str, metadata: Raw | None) -> bool:
        """Take note of what a write has made of a ConfigMap; return whether there is one."""
        if metadata:
            self._seen[place] = metadata["resourceVersion"], digest
        return metadata is not None

    def _look(self, place: str, ours: Callable[[Raw], bool]) -> Raw | None:
        found = self._cluster.metadata(place)
        if found and not ours(found):
            raise Taken(found["namespace"], found["name"])
        return found

    def _holds(self, place: str, found: Raw, manifest: Raw, digest: str) -> bool:
        """Whether a ConfigMap is as it should be. What it says of itself is believed at a version that was read."""
        if found.get("annotations", {}).get(DIGEST) != digest:
            return False
        if self._known(place, found) == digest:
            return True
        whole = self._cluster.get(place)
        if whole is None or not _within(manifest, whole):
            return False
        self._seen[place] = whole["metadata"]["resourceVersion"], digest
        return True

    def _known(self, place: str, found: Raw) -> str:
        """Return the digest of what a ConfigMap is known to hold at the version found, nothing where it is not."""
        version, digest = self._seen.get(place, ("", ""))
        return digest if found["resourceVersion"] == version else ""


def _within(wanted: Any, found: Any) -> bool:
    """Whether everything that is wanted is there; more may be."""
    if isinstance(wanted, dict) and isinstance(found, dict):
        return all(_within(value, found.get(key)) for key, value in wanted.items())
    return bool(wanted == found)
