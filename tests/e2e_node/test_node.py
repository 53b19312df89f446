"""The node is a real one, and never leaves anything behind."""

import json
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from tests.cluster.cache import KUBERNETES_VERSION
from tests.e2e_node.conftest import ROOT
from tests.node import Node

pytestmark = pytest.mark.e2e

OWNER = """
    import signal
    from tests.node import Node

    with Node() as node:
        print(node.kubeconfig.parent, flush=True)
        signal.pause()
"""
KERNEL = [Path("/proc/sys") / name for name in ("vm/overcommit_memory", "kernel/panic", "net/ipv4/ip_forward")]


def test_the_node_is_of_the_pinned_version_and_ready(node: Node) -> None:
    (found,) = json.loads(node.kubectl("get", "nodes", "-o", "json"))["items"]
    assert found["status"]["nodeInfo"]["kubeletVersion"] == KUBERNETES_VERSION
    assert {each["type"] for each in found["status"]["conditions"] if each["status"] == "True"} == {"Ready"}


def test_nothing_is_left_when_the_owner_is_killed(able: None) -> None:
    before = [path.read_text() for path in KERNEL]
    owner = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(OWNER)], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert owner.stdout
    folder = Path(owner.stdout.readline().decode().strip())
    assert traces(folder.name)
    owner.kill()
    owner.communicate(timeout=60)  # until its supervisor has ended, which shares its stderr
    assert traces(folder.name) == []
    assert not folder.exists()
    assert [path.read_text() for path in KERNEL] == before


def traces(name: str) -> list[str]:
    """Processes, mounts and control groups in which a node's folder or its name occurs."""
    commands = [path for path in Path("/proc").glob("[0-9]*/cmdline") if name.encode() in contents(path)]
    mounts = [line for line in Path("/proc/self/mounts").read_text().splitlines() if name in line]
    groups = [folder for folder, _, _ in os.walk("/sys/fs/cgroup") if name in folder]
    return [*map(str, commands), *mounts, *groups]


def contents(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:  # it has ended meanwhile
        return b""
