"""Rows as they stand in rollups: how many ConfigMaps they take, how large those are, and how long that takes."""

import time

from tests.bench.table import Row, Tell, at_most
from tests.reports.test_sharded import largest

from backendrepo.reports.documents import documents, weight
from backendrepo.reports.index import index, pages
from backendrepo.reports.sharded import COMPONENT, ROOM
from backendrepo.reports.shards import shards
from backendrepo.reports.shelf import LARGEST, configmap, sealed, size

COUNT = 10_000


def measure(tell: Tell) -> None:
    """Lay out rows, each told at the greatest length that a status has room for."""
    rows = [largest(number) for number in range(COUNT)]
    began = time.process_time()
    parts = shards(rows, [weight(row) for row in rows], ROOM)
    places = {f"backendrepos-fleet-{number}": part for number, part in enumerate(parts)}
    first = pages(index(rows, places))
    weighed = time.process_time() - began
    sizes = [_size(name, documents(part)) for name, part in places.items()]
    took = time.process_time() - began
    tell(Row(f"{COUNT:,} rows of the largest size", f"{took:.1f} s", compared=f"{weighed:.1f} s of it to place them"))
    tell(Row("… ConfigMaps beside the index", str(len(parts))))
    biggest = max(*sizes, _size("backendrepos-fleet", first)) / 1024
    tell(at_most("… the largest of all", biggest, LARGEST / 1024, unit=" KiB"))


def _size(name: str, texts: dict[str, str]) -> int:
    return size(sealed(configmap("backendrepo-system", name, COMPONENT, texts)))
