"""What scans learnt, packed, as much of it as memory is meant for: the least recently used goes first."""

import threading
from collections import OrderedDict

MOST = 32 * 2**20
"""Bytes; a result packs to some 10 KB, so that a fleet of 2,000 fits."""


class Recent:
    """Bytes by uid. Safe to share between threads."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._size = 0

    def get(self, uid: str) -> bytes | None:
        """Return what is kept, None where nothing is (any more)."""
        with self._lock:
            if uid in self._kept:
                self._kept.move_to_end(uid)
            return self._kept.get(uid)

    def put(self, uid: str, packed: bytes) -> None:
        """Keep bytes in the place of earlier ones."""
        with self._lock:
            self._drop(uid)
            self._kept[uid] = packed
            self._size += len(packed)
            while self._size > self._most:
                self._drop(next(iter(self._kept)))

    def forget(self, uid: str) -> None:
        """Let go of what is kept."""
        with self._lock:
            self._drop(uid)

    def _drop(self, uid: str) -> None:
        self._size -= len(self._kept.pop(uid, b""))
