"""What the runners promise, whether scans are Jobs of the cluster or processes of this machine."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from backendrepo.scans.order import Order
from backendrepo.store import Name

KEPT = 3600
"""Seconds that what is left of an ended scan is kept, for its result to be read and for people to look at."""


@dataclass(frozen=True)
class Running:
    """A scan that was started and is not collected yet."""

    id: str
    uid: str
    """Of the BackendRepo."""
    inputs: str
    commit: str
    started: datetime
    ended: bool = False
    """Whether it has come to its end, good or bad."""
    handle: str = ""
    """What the runner itself knows it by."""
    of: Name = ("", "")
    """Namespace and name of the BackendRepo."""


class Runner(Protocol):
    """Scans as they run somewhere. Safe to share between threads."""

    def find(self, uid: str) -> Running | None:
        """Return the scan of a BackendRepo: one that runs, else the latest that has ended and is still there.

        One whose start was not brought to its end, because the operator was killed in it, is none.
        """
        ...

    def all(self) -> list[Running]:
        """Return every scan that runs."""
        ...

    def start(self, order: Order, token: str) -> Running:
        """Start a scan; one that is there already is left as it is. `token` reads the repository.

        Raises `ScanFailed` where it cannot be, and `KubernetesUnavailable`.
        """
        ...

    def trouble(self, running: Running) -> str:
        """Return why a scan that was started does not run, in the words of the cluster; empty where it does."""
        ...

    def log(self, running: Running) -> str:
        """Return what a scan that has ended printed. Raises `ScanFailed` where it had no chance to, or it is gone."""
        ...

    def discard(self, running: Running) -> None:
        """Let go of a scan: what is left of it is removed, and one that runs is stopped."""
        ...

    def listen(self, told: Callable[[str], None]) -> None:
        """Have `told` called, from any thread, with the uid of a BackendRepo whose scan has changed or ended.

        It is called again where it raises. Scans that ended earlier are told of as well.
        """
        ...

    def close(self) -> None:
        """Stop listening, at the operator's end."""
        ...
