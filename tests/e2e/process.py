"""The operator as a process of its own, to be killed at any moment; started quickly from a server with the imports."""

import multiprocessing
import os
import signal
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from backendrepo import handlers
from backendrepo.__main__ import log_to_stderr
from backendrepo.cluster import Cluster, connect
from backendrepo.engine import Engine
from backendrepo.hub import hubs
from backendrepo.world import World

_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload([__name__])


class Deadly(Cluster):
    """The API server, whose answer to the so-many-th write to a BackendRepo is not lived to see."""

    writes = 0
    last = 0

    def _request(self, method: str, path: str, *rest: Any) -> dict[str, Any] | None:
        answer = super()._request(method, path, *rest)
        self.writes += method != "GET" and "/backendrepos/" in path
        if self.writes == self.last:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer


def _operate(kubeconfig: str, namespace: str, log: Path, last_write: int | None) -> None:
    os.environ["KUBECONFIG"] = kubeconfig
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(descriptor, 2)
    log_to_stderr()
    hubs.FRESH = 0.0
    cluster: Cluster = Cluster(connect(), namespace)
    if last_write:
        cluster = Deadly(connect(), namespace)
        cluster.last = last_write
    world = World(cluster, hubs.Hubs(cluster))
    world.fill([namespace])
    handlers.run(lambda: Engine(world, workers=4), namespaces=[namespace])


class OperatorProcess:
    """A running operator. Killed at the end of the context, if it still runs.

    With `last_write` it dies as soon as its so-many-th write to a BackendRepo was carried out.
    """

    def __init__(self, kubeconfig: Path, namespace: str, log: Path, last_write: int | None = None) -> None:
        arguments = (str(kubeconfig), namespace, log, last_write)
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

    def kill(self) -> None:
        """End the process without any warning."""
        if self._process.pid and self._process.is_alive():
            os.kill(self._process.pid, signal.SIGKILL)
        self._process.join()
