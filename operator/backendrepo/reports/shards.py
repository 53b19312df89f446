"""Which ConfigMap of a rollup a row stands in, where one is too small for all.

A row's place follows from its object's uid, so that it stays where it is while others come and go; the number of
shards is a power of two, so that growing splits each in two.
"""

import hashlib
from collections.abc import Sequence

from backendrepo.reports.rows import Row

MOST = 4096
"""Shards of a rollup."""


def shards(rows: Sequence[Row], weights: Sequence[int], limit: int, now: int = 1) -> list[list[Row]]:
    """Return the rows of each shard, in the order of `rows`; a shard may have none.

    No shard is heavier than `limit`. `now` is how many there are: they become fewer only where half as many would be
    filled by half, so that their number does not go to and fro.
    """
    numbers = [int.from_bytes(hashlib.sha256(row.uid.encode()).digest()[:4]) for row in rows]
    count = 1
    while count < MOST and _heaviest(numbers, weights, count) > (limit if count >= now else limit // 2):
        count *= 2
    found: list[list[Row]] = [[] for _ in range(count)]
    for number, row in zip(numbers, rows, strict=True):
        found[number % count].append(row)
    return found


def _heaviest(numbers: Sequence[int], weights: Sequence[int], count: int) -> int:
    heavy = [0] * count
    for number, weight in zip(numbers, weights, strict=True):
        heavy[number % count] += weight
    return max(heavy)
