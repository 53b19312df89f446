"""Which scan may start: a bound for the fleet, and a fair order.

Namespaces take turns, so that one team with many repositories does not keep the others waiting; within a namespace
who came first goes first.
"""

import threading

from backendrepo.store import Name


class Line:
    """Places for `most` scans, and the line before them. Safe to share between threads.

    A place that becomes free is given away at once: it is kept for who was next until they take it, or leave. So who
    is in the line and needs no scan any more has to leave it.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._placed: dict[str, Name] = {}
        self._waiting: dict[str, dict[str, Name]] = {}  # by namespace, the one whose turn is next first

    def enter(self, key: Name, uid: str) -> bool:
        """Return whether a BackendRepo may scan now; if not, it waits in the line."""
        with self._lock:
            if uid not in self._placed:
                self._waiting.setdefault(key[0], {}).setdefault(uid, key)
                self._admit()
            return uid in self._placed

    def resume(self, key: Name, uid: str) -> None:
        """Take note of a scan that runs already, as after a restart; it has a place even where all are taken."""
        with self._lock:
            self._drop(uid)
            self._placed[uid] = key

    def leave(self, uid: str) -> list[Name]:
        """Give up a place, or the wait for one; return who may scan now instead. Safe to repeat."""
        with self._lock:
            self._placed.pop(uid, None)
            self._drop(uid)
            return self._admit()

    def _admit(self) -> list[Name]:
        """Give the free places away; return who has got one."""
        admitted = []
        while self._waiting and len(self._placed) < self._most:
            namespace = next(iter(self._waiting))
            waiting = self._waiting.pop(namespace)
            uid = next(iter(waiting))
            self._placed[uid] = waiting.pop(uid)
            admitted.append(self._placed[uid])
            if waiting:
                self._waiting[namespace] = waiting  # behind the others
        return admitted

    def _drop(self, uid: str) -> None:
        """Take a BackendRepo out of those that wait."""
        for namespace, waiting in list(self._waiting.items()):
            waiting.pop(uid, None)
            if not waiting:
                del self._waiting[namespace]
