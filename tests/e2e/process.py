"""The operator as a process of its own, to be killed at any moment; started quickly from a server with the imports."""

import multiprocessing
import os
import re
import signal
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from tests.cluster import wait_until

from backendrepo import handlers
from backendrepo.__main__ import log_to_stderr
from backendrepo.cluster import Cluster, connect
from backendrepo.engine import Engine
from backendrepo.hub import hubs
from backendrepo.scans.jobs import Jobs
from backendrepo.scans.line import Line
from backendrepo.scans.manifest import Template
from backendrepo.scans.scans import Scans
from backendrepo.world import World, now

_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload([__name__])


class Deadly(Cluster):
    """The API server, whose answer to the so-many-th write of some kind is not lived to see."""

    writes = 0
    last = 0
    counted = re.compile("/backendrepos/")

    def _read(self, method: str, path: str, *rest: Any, **more: Any) -> bytes | None:
        answer = super()._read(method, path, *rest, **more)
        self.writes += method != "GET" and bool(self.counted.search(path))
        if self.writes == self.last:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer


ANY = re.compile("/(?!events)[a-z]+(/[^/]+(/status)?)?$")
"""Paths of what the operator writes, Events aside."""


def _operate(kubeconfig: str, namespace: str, log: Path, last_write: int | None, scans: bool) -> None:
    os.environ["KUBECONFIG"] = kubeconfig
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(descriptor, 2)
    log_to_stderr()
    hubs.FRESH = 0.0
    cluster: Cluster = Cluster(connect(), namespace)
    if last_write:
        cluster = Deadly(connect(), namespace)
        cluster.last = last_write
        if scans:
            cluster.counted = ANY
    scanning = Scans(Jobs(cluster, Template("backendrepo:test")), Line(4), now) if scans else None
    world = World(cluster, hubs.Hubs(cluster), scans=scanning)
    world.fill([namespace])
    handlers.run(lambda: Engine(world, workers=4), namespaces=[namespace])


class OperatorProcess:
    """A running operator. Killed at the end of the context, if it still runs.

    With `last_write` it dies as soon as its so-many-th write to a BackendRepo was carried out; where it scans, which it
    does in Jobs, each write counts.
    """

    def __init__(
        self, kubeconfig: Path, namespace: str, log: Path, last_write: int | None = None, *, scans: bool = False
    ) -> None:
        arguments = (str(kubeconfig), namespace, log, last_write, scans)
        self._process: BaseProcess = _context.Process(target=_operate, args=arguments)

    def __enter__(self) -> "OperatorProcess":
        self._process.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def join(self) -> None:
        """Wait for its end."""
        self._process.join(20)
        assert not self._process.is_alive(), "the operator lives on"

    def join_or_done(self, done: Callable[[], object]) -> None:
        """Wait for its end, or for what it does before it comes so far."""
        wait_until(lambda: not self._process.is_alive() or done(), "the end of the operator")

    def kill(self) -> None:
        """End the process without any warning."""
        if self._process.pid and self._process.is_alive():
            os.kill(self._process.pid, signal.SIGKILL)
        self._process.join()
