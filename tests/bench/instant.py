"""The operator with scans that end at once: `python -m tests.bench.instant N`; each N-th result is of the largest size.

The results are made where a log would be read, so that no scan takes time or memory of the machine that measures.
"""

import queue
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from tests.bench.results import LARGEST, NEVER, USUAL, result

from backendrepo.__main__ import log_to_stderr
from backendrepo.cluster import Cluster, connect
from backendrepo.engine import Engine
from backendrepo.handlers import run
from backendrepo.hub.hubs import Hubs
from backendrepo.scan.frame import frame
from backendrepo.scan.result import write
from backendrepo.scans.line import Line
from backendrepo.scans.order import Order
from backendrepo.scans.runner import Running
from backendrepo.scans.scans import Scans
from backendrepo.world import World, now

NAMESPACE, WORKERS, SCANS = "backendrepo-system", 8, 8
REPOSITORY, COMMIT = "acme/bench-repository", "c0ffee" * 6 + "c0ff"


class Instant:
    """A runner whose scans have ended as soon as they are started."""

    def __init__(self, every: int) -> None:
        self._every = every
        self._texts = {size: write(result(size, REPOSITORY, COMMIT)) for size in (LARGEST, USUAL)}
        self._scans: dict[str, tuple[Running, str]] = {}
        self._ended: queue.SimpleQueue[str] = queue.SimpleQueue()

    def find(self, uid: str) -> Running | None:
        """Return the latest scan of a BackendRepo."""
        return self._scans[uid][0] if uid in self._scans else None

    def all(self) -> list[Running]:
        """Return that none runs."""
        return []

    def start(self, order: Order, token: str) -> Running:
        """Start a scan, which ends."""
        started = datetime.now(UTC).replace(microsecond=0)
        of = (order.namespace, order.name)
        scan = Running(order.id, order.uid, order.inputs, order.commit, started, ended=True, of=of)
        self._scans[order.uid] = scan, order.repository
        self._ended.put(order.uid)
        return replace(scan, ended=False)

    def trouble(self, running: Running) -> str:
        """Return that there is none."""
        return ""

    def log(self, running: Running) -> str:
        """Return a result of now."""
        repository = self._scans[running.uid][1]
        large = int(repository.rpartition("-")[2]) % self._every == 0
        words = {
            REPOSITORY: repository,
            COMMIT: running.commit,
            NEVER.isoformat(): datetime.now(UTC).replace(microsecond=0).isoformat(),
        }
        text = self._texts[LARGEST if large else USUAL]
        for old, new in words.items():
            text = text.replace(old.encode(), new.encode())
        return frame(text)

    def discard(self, running: Running) -> None:
        """Let go of it."""
        self._scans.pop(running.uid, None)

    def listen(self, told: Callable[[str], None]) -> None:
        """Tell of each scan, from a thread of its own."""
        threading.Thread(target=self._tell, args=[told], daemon=True).start()

    def _tell(self, told: Callable[[str], None]) -> None:
        while uid := self._ended.get():
            told(uid)

    def close(self) -> None:
        """Stop listening."""
        self._ended.put("")


def main() -> None:
    """Run the operator, as `backendrepo run` does."""
    log_to_stderr()
    cluster = Cluster(connect(), NAMESPACE)
    runner = Instant(int(sys.argv[1]))
    world = World(cluster, Hubs(cluster), scans=Scans(runner, Line(SCANS), now))
    world.fill()
    try:
        run(lambda: Engine(world, WORKERS))
    finally:
        runner.close()


if __name__ == "__main__":
    main()
