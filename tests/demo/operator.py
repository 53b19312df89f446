"""The operator as a process of its own, its log in a file."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.cluster import Cluster


@contextmanager
def operator(cluster: Cluster, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run `backendrepo run` against a cluster until the context ends."""
    log.parent.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "KUBECONFIG": str(cluster.kubeconfig)}
    with (
        log.open("w") as output,
        subprocess.Popen([sys.executable, "-m", "backendrepo", "run"], env=environment, stderr=output) as process,
    ):
        try:
            yield process
        finally:
            process.terminate()
