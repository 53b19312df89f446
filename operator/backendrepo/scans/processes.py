"""Scans as processes of the operator's own machine: the same command as in a Job, without a cluster that runs pods."""

import logging
import sys
import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from backendrepo.api.reasons import ScanReason
from backendrepo.scans.collect import whole
from backendrepo.scans.failures import ScanFailed
from backendrepo.scans.folder import Folder
from backendrepo.scans.order import Order
from backendrepo.scans.process import Process
from backendrepo.scans.runner import KEPT, Running

logger = logging.getLogger(__name__)

COMMAND = (sys.executable, "-m", "backendrepo")

AGAIN = 5.0
"""Seconds until somebody is told again who could not take it."""


class Processes:
    """Runs scans as processes, which end with the operator. `where` is a folder for temporary files."""

    def __init__(self, command: Sequence[str] = COMMAND, where: Path | None = None) -> None:
        self._command = command
        self._folder = Folder(where)
        self._lock = threading.Lock()
        self._scans: dict[str, Process] = {}
        self._told: Callable[[str], None] = lambda _: None
        self._closed = threading.Event()

    def find(self, uid: str) -> Running | None:
        """Return the scan of a BackendRepo: one that runs, else the latest that has ended and is still there."""
        mine = [each for each in self._all() if each.uid == uid]
        return max(mine, key=lambda scan: (not scan.ended, scan.started, scan.id), default=None)

    def all(self) -> list[Running]:
        """Return every scan that runs."""
        return [each for each in self._all() if not each.ended]

    def start(self, order: Order, token: str) -> Running:
        """Start a scan; one that is there already is left as it is. Raises `ScanFailed` where it is refused."""
        self._clear(order)
        with self._lock:
            if order.id not in self._scans:
                try:
                    folder = self._folder.path / order.id
                    self._scans[order.id] = Process(self._command, order, token, folder, self._tell)
                except OSError as error:
                    told = f"The scan's process cannot be started: {error.strerror} ({error.filename})."
                    raise ScanFailed(ScanReason.NOT_STARTED, told) from error
            return self._scans[order.id].running

    def trouble(self, running: Running) -> str:
        """Return that nothing keeps a process from running."""
        return ""

    def log(self, running: Running) -> str:
        """Return what a scan that has ended printed. Raises `ScanFailed` where it was ended, or its log is gone."""
        scan = self._scans.get(running.id)
        text = scan.text if scan else None
        if scan is None or text is None:
            raise ScanFailed(ScanReason.LOST, f"What the scan {running.id} printed is gone.")
        if scan.cause and not whole(text):
            raise scan.cause
        return text

    def discard(self, running: Running) -> None:
        """Let go of a scan: it is stopped, and its files are removed."""
        with self._lock:
            scan = self._scans.pop(running.id, None)
        if scan:
            scan.kill()

    def listen(self, told: Callable[[str], None]) -> None:
        """Have `told` called with the uid of a BackendRepo whose scan has ended."""
        self._told = told
        for each in self._all():
            if each.ended:
                self._tell(each.uid)

    def close(self) -> None:
        """Stop every scan, and remove the files of all."""
        self._closed.set()
        for each in self._all():
            self.discard(each)
        self._folder.close()

    def _all(self) -> list[Running]:
        with self._lock:
            return [scan.running for scan in self._scans.values()]

    def _clear(self, order: Order) -> None:
        """Let go of what ended long ago, and of what a new scan takes the place of."""
        old = datetime.now(UTC) - timedelta(seconds=KEPT + order.timeout)
        for each in self._all():
            if each.ended and each.id != order.id and (each.uid == order.uid or each.started < old):
                self.discard(each)

    def _tell(self, uid: str) -> None:
        while not self._closed.is_set():
            try:
                self._told(uid)
            except Exception:
                logger.exception("A mistake in the operator, at the end of a scan")
                self._closed.wait(AGAIN)
            else:
                return
