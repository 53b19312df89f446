"""The namespaces of a node: how its processes get there, and how a test does."""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LAUNCHER = ("unshare", "--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc")
"""Starts a command as the first process of new namespaces: with it everything ends that it has started."""

_CLONE_NEWNET = 0x40000000  # sched.h; os.setns is there from Python 3.12 on


def way_into(pid: int) -> tuple[str, ...]:
    """The command that starts another one in the network of a process."""
    return ("nsenter", f"--net={_network(pid)}")


@contextmanager
def network_of(pid: int) -> Iterator[None]:
    """Have this thread in the network of a process: sockets opened meanwhile stay there, and so do threads."""
    # `thread-self`, as the threads of a process may be in different networks.
    with _network("thread-self").open() as own, _network(pid).open() as other:
        _enter(other.fileno())
        try:
            yield
        finally:
            _enter(own.fileno())


def _network(process: int | str) -> Path:
    return Path("/proc", str(process), "ns", "net")


def _enter(descriptor: int) -> None:
    library = ctypes.CDLL(None, use_errno=True)
    if library.setns(descriptor, _CLONE_NEWNET):
        raise OSError(ctypes.get_errno(), "setns")
