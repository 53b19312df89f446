"""One scan as a process: in a session and a folder of its own, bounded in time and in what it prints."""

import os
import selectors
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from shutil import rmtree
from typing import IO

import backendrepo
from backendrepo.api.reasons import ScanReason
from backendrepo.scans.collect import LARGEST_LOG, oversized
from backendrepo.scans.failures import ScanFailed, killed, overdue
from backendrepo.scans.folder import PID
from backendrepo.scans.manifest import arguments
from backendrepo.scans.order import Order
from backendrepo.scans.runner import Running

LOG = "log"
"""The file in a scan's folder with what it printed."""

GRACE = 5.0
"""Seconds to wait for the end of a process that was killed."""

_PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY")
_PASSED_ON = (
    *("PATH", "LANG", "LC_ALL", "TZ", "SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE"),
    *_PROXIES,
    *(name.lower() for name in _PROXIES),
)
"""Variables of the operator that a scan has as well; its credentials are in none of them."""


class Process:
    """A scan that runs, or has run. `done` is called from a thread of its own when it has ended.

    Raises `OSError` where it cannot be started. Safe to share between threads.
    """

    def __init__(
        self, command: Sequence[str], order: Order, token: str, folder: Path, done: Callable[[str], None]
    ) -> None:
        self.order = order
        self.started = datetime.now(UTC).replace(microsecond=0)
        self.cause: ScanFailed | None = None
        """What ended it from outside."""
        self._folder = folder
        self._done = done
        self._ended = threading.Event()
        try:
            self._process = self._start(command, token)
        except OSError:
            rmtree(folder, ignore_errors=True)
            raise
        self._thread = threading.Thread(target=self._follow, name=order.id, daemon=True)
        self._thread.start()

    @property
    def running(self) -> Running:
        """How it stands."""
        order = self.order
        ended, pid = self._ended.is_set(), str(self._process.pid)
        of = (order.namespace, order.name)
        return Running(order.id, order.uid, order.inputs, order.commit, self.started, ended, pid, of)

    @property
    def text(self) -> str | None:
        """What it printed, None where that is gone."""
        with suppress(OSError), (self._folder / LOG).open("rb") as log:
            return log.read(LARGEST_LOG).decode(errors="replace")
        return None

    def kill(self) -> None:
        """End it, with whatever it has started, and remove what is left of it."""
        _kill(self._process)
        if threading.current_thread() is not self._thread:
            self._thread.join(GRACE)
        rmtree(self._folder, ignore_errors=True)

    def _start(self, command: Sequence[str], token: str) -> subprocess.Popen[bytes]:
        self._folder.mkdir(mode=0o700)
        for name, text in (("token", token), ("standard.yaml", self.order.terms)):
            _write(self._folder / name, text)
        process = subprocess.Popen(  # noqa: S603 - our own program; no argument is read by a shell
            [*command, *arguments(self.order, str(self._folder))],
            cwd=self._folder,
            env=_environment(self._folder),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,  # as in the log of a pod
            start_new_session=True,
        )
        try:
            _write(self._folder / PID, str(process.pid))
        except OSError:
            _kill(process)
            process.communicate()
            raise
        return process

    def _follow(self) -> None:
        """Read to the end, and leave nothing behind but the log."""
        output = self._process.stdout
        assert output is not None  # noqa: S101 - a pipe was asked for
        try:
            with output, (self._folder / LOG).open("wb", buffering=0) as log:
                self._read(output, log)
        except OSError as error:  # no space is left, or the folder was removed
            self.cause = ScanFailed(ScanReason.LOST, f"What the scan printed cannot be kept ({error.strerror}).")
        _kill(self._process)
        code = self._process.wait()
        if code < 0 and self.cause is None:
            self.cause = killed(-code)
        for name in ("token", PID):
            (self._folder / name).unlink(missing_ok=True)
        self._ended.set()
        self._done(self.order.uid)

    def _read(self, output: IO[bytes], log: IO[bytes]) -> None:
        """Write down what comes, until the end, the deadline, or more than any scan prints."""
        room, end = LARGEST_LOG, time.monotonic() + self.order.timeout
        with selectors.DefaultSelector() as selector:
            selector.register(output, selectors.EVENT_READ)
            while selector.select(max(end - time.monotonic(), 0)):
                chunk = os.read(output.fileno(), 2**16)
                if not chunk:
                    with suppress(subprocess.TimeoutExpired):
                        self._process.wait(max(end - time.monotonic(), 0))
                        return
                    break
                room -= log.write(chunk[:room])
                if not room:
                    self.cause = oversized()
                    return
        self.cause = overdue(self.order.timeout)


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a process that runs, with whatever it has started."""
    with suppress(ProcessLookupError):
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)


def _write(path: Path, text: str) -> None:
    """Write a file that only its owner can read."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)


def _environment(folder: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    here = str(Path(backendrepo.__file__).parents[1])
    paths = os.pathsep.join(filter(None, (here, os.environ.get("PYTHONPATH"))))
    return {**kept, "HOME": str(folder), "TMPDIR": str(folder), "PYTHONPATH": paths, "PYTHONUNBUFFERED": "1"}
