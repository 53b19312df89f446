"""One rollup in the cluster: a ConfigMap that holds its rows, or an index of ConfigMaps beside it that do."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from backendrepo.api.objects import GROUP
from backendrepo.cluster import Cluster, Raw
from backendrepo.formats.json import written
from backendrepo.reports import index
from backendrepo.reports.documents import documents
from backendrepo.reports.rows import Row
from backendrepo.reports.shards import MOST, shards
from backendrepo.reports.shelf import LARGEST, Shelf, configmap, labelled, path, sealed

COMPONENT = "rollup"
SHARDS = f"{GROUP}/shards"
"""Annotation of a rollup: how many ConfigMaps beside it may be there, numbered from 0."""

ROOM = LARGEST - 64 * 1024
"""Bytes for the rows of a ConfigMap; the rest is for the heads of its documents and the index."""


class Sharded:
    """A rollup by the name of its first ConfigMap. To be used by one thread at a time."""

    def __init__(self, cluster: Cluster, namespace: str, name: str) -> None:
        self._cluster = cluster
        self._shelf = Shelf(cluster)
        self._namespace = namespace
        self._name = name
        self._count: int | None = None
        """How many shards there may be, 0 where the rollup holds its rows itself; None before the first look."""
        self._written: dict[str, int] = {}
        """A hash of what each ConfigMap was last seen to hold."""

    def write(self, rows: Sequence[Row], weights: Sequence[int]) -> int:
        """Have the rollup hold rows, one at least; return how many ConfigMaps were written.

        A ConfigMap that somebody edits meanwhile is put right when its rows change. At any moment the annotation of
        the first one says of all that are there, so that nothing is left over wherever this is interrupted.
        """
        before = self._before()
        parts = shards(rows, weights, ROOM, max(1, before))
        count = len(parts) if len(parts) > 1 else 0
        held = {f"{self._name}-{number}": part for number, part in enumerate(parts) if part} if count else {}
        self._count = None  # until all is done: what is interrupted is looked at anew
        if count < before:
            done = self._fill(held) + self._shrink(before, held) + self._first(rows, held, count)
        else:
            done = self._first(rows, held, count) + self._fill(held) + self._shrink(before, held)
        self._count = count
        return done

    def remove(self) -> None:
        """Have no such rollup."""
        self._shrink(self._before(), ())
        self._remove(self._name)
        self._count = 0

    def _before(self) -> int:
        if self._count is None:
            found = self._cluster.metadata(path(self._namespace, self._name)) or {}
            told = found.get("annotations", {}).get(SHARDS, "")
            self._count = min(int(told), MOST) if told.isascii() and told.isdigit() else 0
        return self._count

    def _first(self, rows: Sequence[Row], held: dict[str, list[Row]], count: int) -> int:
        """Write the ConfigMap that has the rollup's name: its index, and its rows where they are not elsewhere."""
        known = index.index(rows, held or {self._name: rows})
        if held:
            return self._put(self._name, hash((written(known), count)), lambda: index.pages(known), count)
        return self._put(self._name, hash(tuple(rows)), lambda: documents(rows) | {index.NAME: written(known)}, count)

    def _fill(self, held: dict[str, list[Row]]) -> int:
        return sum(self._put(name, hash(tuple(part)), partial(documents, part)) for name, part in held.items())

    def _shrink(self, before: int, held: Iterable[str]) -> int:
        """Remove the shards that hold nothing any more; nothing is written."""
        for name in {f"{self._name}-{number}" for number in range(before)}.difference(held):
            self._remove(name)
        return 0

    def _put(self, name: str, content: int, texts: Callable[[], dict[str, str]], count: int = 0) -> bool:
        if self._written.get(name) == content:
            return False
        made = configmap(self._namespace, name, COMPONENT, texts())
        made["metadata"]["annotations"] = {SHARDS: str(count)} if count else {}
        changed = self._shelf.put(sealed(made), _ours)
        self._written[name] = content
        return changed

    def _remove(self, name: str) -> None:
        self._written.pop(name, None)
        self._shelf.remove(self._namespace, name, _ours)


def _ours(metadata: Raw) -> bool:
    return labelled(metadata, COMPONENT)
