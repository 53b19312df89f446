"""A folder of one operator for the scans that it runs as processes; what an operator left that was killed is removed.

A lock that is held on the folder tells whether its operator lives: the kernel gives it up at the end of a process,
whatever that end is.
"""

import fcntl
import os
import shutil
import signal
import stat
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import IO

PREFIX = "backendrepo-scans-"

PID = "pid"
"""The file in a scan's folder that holds the number of its process."""


class Folder:
    """A folder that nobody else may enter, for as long as this process lives."""

    def __init__(self, where: Path | None = None) -> None:
        where = where or Path(tempfile.gettempdir())
        sweep(where)
        made = Path(tempfile.mkdtemp(prefix=f".{PREFIX}", dir=where))
        self._lock = _locked(made)
        self.path = made.rename(where / made.name.removeprefix("."))  # from here on others look at it
        """Where it is."""

    def close(self) -> None:
        """Remove it."""
        shutil.rmtree(self.path, ignore_errors=True)
        if self._lock:
            self._lock.close()


def sweep(where: Path) -> None:
    """Remove the folders of operators that have ended, and end the scans that still run in them."""
    for folder in where.glob(f"{PREFIX}*"):
        if lock := _locked(folder):
            with lock:
                for scan in folder.glob(f"*/{PID}"):
                    _end(scan)
                shutil.rmtree(folder, ignore_errors=True)


def _locked(folder: Path) -> IO[str] | None:
    """Return the lock on a folder of this user, None where somebody holds it or it cannot be had."""
    try:
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
            return None  # anybody may make one in a folder for all
        lock = (folder / "lock").open("a")
    except OSError:
        return None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        return None
    return lock


def _end(pid_file: Path) -> None:
    """Kill the process group of a scan, if the number is still that of a process in the scan's own folder."""
    with suppress(OSError, ValueError):  # it has ended, or this system does not tell where a process works
        pid = int(pid_file.read_text())
        if Path(os.readlink(f"/proc/{pid}/cwd")) == pid_file.parent.resolve():
            os.killpg(pid, signal.SIGKILL)
