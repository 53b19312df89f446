"""Building the pinned Go modules into the cache, once."""

import fcntl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from tests.cluster.cache import KUBERNETES_VERSION, MODULE, NODE_MODULE, binaries_folder
from tests.cluster.golang import build_environment, find_go
from tests.cluster.progress import Progress

PACKAGES = {
    "etcd": "go.etcd.io/etcd/server/v3",
    "kube-apiserver": "k8s.io/kubernetes/cmd/kube-apiserver",
    "kube-controller-manager": "k8s.io/kubernetes/cmd/kube-controller-manager",
    "kubectl": "k8s.io/kubernetes/cmd/kubectl",
    "kubelet": "k8s.io/kubernetes/cmd/kubelet",
    "kube-scheduler": "k8s.io/kubernetes/cmd/kube-scheduler",
}
"""What can be built, and the main package of each."""

OF_A_NODE = {"kubelet", "kube-scheduler"}
"""What is built from the module of the node, so that its dependencies are no part of the others' cache key."""

_MAJOR, _MINOR, _ = KUBERNETES_VERSION.removeprefix("v").split(".")
_STAMPS = {"gitVersion": KUBERNETES_VERSION, "gitMajor": _MAJOR, "gitMinor": _MINOR}
_LINK = " ".join(["-s -w", *(f"-X k8s.io/component-base/version.{k}={v}" for k, v in _STAMPS.items())])
_FLAGS = ["-mod=readonly", "-trimpath", "-buildvcs=false", f"-ldflags={_LINK}"]


class BuildError(RuntimeError):
    """A binary could not be built; the message ends with what the go command said last."""


def built(name: str) -> Path:
    """Where this binary is once it is built."""
    return binaries_folder(_FLAGS, _module(name)) / name


def ensure_built(*names: str) -> None:
    """Build those of the named binaries that are not in the cache yet; with all there, this is instant."""
    if all(built(name).exists() for name in names):
        return
    with _only_builder() as lock:
        missing = [name for name in names if not built(name).exists()]
        for position, name in enumerate(missing, 1):
            _build(name, f"Building {name} ({position} of {len(missing)})", lock)


def _module(name: str) -> Path:
    return NODE_MODULE if name in OF_A_NODE else MODULE


@contextmanager
def _only_builder() -> Iterator[IO[str]]:
    """Hold the lock of the cache, which the kernel releases however this process ends."""
    folder = binaries_folder(_FLAGS)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            with Progress("Waiting for another process that builds the same binaries"):
                fcntl.flock(lock, fcntl.LOCK_EX)
        yield lock


def _build(name: str, title: str, lock: IO[str]) -> None:
    """Build beside the target and rename, so that what exists under its name is complete."""
    built(name).parent.mkdir(parents=True, exist_ok=True)
    partial = built(name).with_name(f".{name}.partial")
    command = [str(find_go()), "build", "-v", *_FLAGS, "-o", str(partial), PACKAGES[name]]
    log = built(name).with_name(f"{name}.build.log")
    with Progress(title) as progress:
        if _run(command, _module(name), log, progress, lock) != 0:
            said = "".join(log.read_text().splitlines(keepends=True)[-30:])
            raise BuildError(f"{' '.join(command)}\nfailed; the end of {log}:\n{said}")
        partial.rename(built(name))


def _run(command: list[str], module: Path, log: Path, progress: Progress, lock: IO[str]) -> int:
    """Run a go command in a module that logs each package it compiles, and return its exit code.

    It inherits the lock: while it lives, orphaned or not, nobody else writes the same file.
    """
    with (
        log.open("w") as output,
        subprocess.Popen(command, cwd=module, env=build_environment(), stderr=output, pass_fds=[lock.fileno()]) as go,
    ):
        try:
            while go.poll() is None:
                progress.update(_so_far(log))
                with suppress(subprocess.TimeoutExpired):
                    go.wait(timeout=0.5)
        except BaseException:
            go.terminate()
            raise
    return go.returncode


def _so_far(log: Path) -> str:
    """What the lines of `go build -v` add up to: downloads first, then the compiled packages."""
    lines = log.read_text().splitlines()
    downloaded = sum(line.startswith("go: ") for line in lines)
    return f"{downloaded} modules downloaded, {len(lines) - downloaded} packages compiled"
