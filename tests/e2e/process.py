"""The operator as a process of its own, to be killed at any moment; started quickly from a server with the imports."""

import multiprocessing
import os
import signal
from multiprocessing.process import BaseProcess
from pathlib import Path

from backendrepo import handlers
from backendrepo.__main__ import log_to_stderr
from backendrepo.cluster import Cluster, connect
from backendrepo.engine import Engine
from backendrepo.hub import hubs
from backendrepo.world import World

_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload([__name__])


def _operate(kubeconfig: str, namespace: str, log: Path) -> None:
    os.environ["KUBECONFIG"] = kubeconfig
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(descriptor, 2)
    log_to_stderr()
    hubs.FRESH = 0.0
    cluster = Cluster(connect(), namespace)
    world = World(cluster, hubs.Hubs(cluster))
    world.fill([namespace])
    handlers.run(lambda: Engine(world, workers=4), namespaces=[namespace])


class OperatorProcess:
    """A running operator. Killed at the end of the context, if it still runs."""

    def __init__(self, kubeconfig: Path, namespace: str, log: Path) -> None:
        self._process: BaseProcess = _context.Process(target=_operate, args=(str(kubeconfig), namespace, log))

    def __enter__(self) -> "OperatorProcess":
        self._process.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return self._process.is_alive()

    def kill(self) -> None:
        """End the process without any warning."""
        if self._process.pid and self._process.is_alive():
            os.kill(self._process.pid, signal.SIGKILL)
        self._process.join()
