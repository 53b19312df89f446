"""One rollup in the cluster: a ConfigMap that holds its rows, or an index of ConfigMaps beside it that do."""

import threading
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import partial

from backendrepo.api.objects import GROUP
from backendrepo.cluster import Cluster, Raw
from backendrepo.formats.json import written
from backendrepo.reports import index
from backendrepo.reports.documents import NAMES, documents
from backendrepo.reports.patched import Patched
from backendrepo.reports.rows import Row
from backendrepo.reports.shards import MOST, shards
from backendrepo.reports.shelf import LARGEST, configmap, labelled, path, sealed

COMPONENT = "rollup"
SHARDS = f"{GROUP}/shards"
"""Annotation of a rollup: how many ConfigMaps beside it may be there, numbered from 0."""

KEYS = (*NAMES, index.NAME)
"""What a ConfigMap of a rollup may hold."""

ROOM = LARGEST - 64 * 1024
"""Bytes for the rows of a ConfigMap; the rest is for the heads of its documents and the index."""


class Sharded:
    """A rollup by the name of its first ConfigMap. To be used by one thread at a time, which holds `lock`."""

    def __init__(self, cluster: Cluster, namespace: str, name: str) -> None:
        self.lock = threading.Lock()
        self._cluster = cluster
        self._shelf = Patched(cluster)
        self._namespace = namespace
        self._name = name
        self._count: int | None = None
        """How many shards there may be, 0 where the rollup holds its rows itself; None before the first look."""
        self._written: dict[str, object] = {}
        """What each ConfigMap was last seen to hold, or to follow from."""

    def write(self, rows: Sequence[Row], weights: Sequence[int], namespaces: Collection[str] = ()) -> int:
        """Have the rollup hold rows, one at least; return how many ConfigMaps were written.

        `namespaces` are those that its index names.

        A ConfigMap that somebody edits meanwhile is put right when its rows change. At any moment the annotation of
        the first one says of all that are there, so that nothing is left over wherever this is interrupted.
        """
        before = self._before()
        parts = shards(rows, weights, ROOM, max(1, before))
        count = len(parts) if len(parts) > 1 else 0
        held = {f"{self._name}-{number}": part for number, part in enumerate(parts) if part} if count else {}
        self._count = None  # until all is done: what is interrupted is looked at anew
        first = partial(self._first, rows, index.index(rows, held or {self._name: rows}, namespaces), count)
        if count < before:
            done = self._fill(held) + self._shrink(before, held) + first()
        else:
            done = first() + self._fill(held) + self._shrink(before, held)
        self._count = count
        return done

    def remove(self) -> None:
        """Have no such rollup."""
        self._shrink(self._before(), ())
        self._remove(self._name)
        self._count = 0

    def namespaces(self) -> set[str]:
        """Return the namespaces that the index in the cluster names."""
        found = self._cluster.get(path(self._namespace, self._name))
        held = found.get("data", {}) if found and _ours(found["metadata"]) else {}
        return index.namespaces(held.get(index.NAME, ""))

    def _before(self) -> int:
        if self._count is None:
            found = self._cluster.metadata(path(self._namespace, self._name)) or {}
            told = found.get("annotations", {}).get(SHARDS, "")
            self._count = min(int(told), MOST) if told.isascii() and told.isdigit() else 0
        return self._count

    def _first(self, rows: Sequence[Row], known: Raw, count: int) -> int:
        """Write the ConfigMap that has the rollup's name: its index, and its rows where they are not elsewhere."""
        if count:
            return self._put(self._name, (known, count), lambda: index.pages(known), count)
        return self._put(self._name, (known, rows), lambda: documents(rows) | {index.NAME: written(known)})

    def _fill(self, held: dict[str, list[Row]]) -> int:
        """Write the shards that differ, first the one in which a result waits longest."""
        order = sorted(held, key=lambda name: self._since(name, held[name]))
        return sum(self._put(name, held[name], partial(documents, held[name])) for name in order)

    def _since(self, name: str, part: list[Row]) -> str:
        """Return the earliest moment of what is new in a shard; it is a text that sorts, empty where nothing is."""
        before = self._written.get(name)
        if before == part:
            return ""
        known = set(before) if isinstance(before, list) else set()
        return min((row.moment for row in part if row not in known), default="")

    def _shrink(self, before: int, held: Iterable[str]) -> int:
        """Remove the shards that hold nothing any more; nothing is written."""
        for name in {f"{self._name}-{number}" for number in range(before)}.difference(held):
            self._remove(name)
        return 0

    def _put(self, name: str, content: object, texts: Callable[[], dict[str, str]], count: int = 0) -> bool:
        if self._written.get(name) == content:
            return False
        made = configmap(self._namespace, name, COMPONENT, dict.fromkeys(KEYS) | texts())
        made["metadata"]["annotations"] = {SHARDS: str(count) if count else None}
        changed = self._shelf.put(sealed(made), _ours)
        self._written[name] = content
        return changed

    def _remove(self, name: str) -> None:
        self._written.pop(name, None)
        self._shelf.remove(self._namespace, name, _ours)


def _ours(metadata: Raw) -> bool:
    return labelled(metadata, COMPONENT)
