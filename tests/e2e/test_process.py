"""The operator as an administrator runs it: the command, its signals, its probe, its log."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
from tests.cluster import wait_until
from tests.e2e.rig import Rig
from tests.github.server import Server

PORT = 20181


@contextmanager
def backendrepo(kubeconfig: Path | str, log: Path, *arguments: str) -> Iterator[subprocess.Popen]:
    command = [sys.executable, "-m", "backendrepo", "run", *arguments]
    environment = {**os.environ, "KUBECONFIG": str(kubeconfig)}
    with log.open("w") as output, subprocess.Popen(command, env=environment, stderr=output) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "operator.log"


def test_it_answers_its_probe_and_ends_cleanly_on_sigterm(rig: Rig, log: Path):
    url = f"http://127.0.0.1:{PORT}/healthz"
    own = ("--namespace", rig.namespace, "--operator-namespace", rig.namespace, "--liveness", url)
    with backendrepo(rig.cluster.kubeconfig, log, *own) as process:
        rig.apply(rig.repo())
        rig.ready()
        assert requests.get(url, timeout=5).json() == {"turns": "ok"}
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
    assert rig.token not in log.read_text()


def test_without_a_cluster_it_says_so(log: Path, tmp_path: Path):
    with backendrepo(tmp_path / "missing", log) as process:
        assert process.wait(20) == 1
    assert log.read_text().startswith("backendrepo: no cluster to talk to")
    assert "Set KUBECONFIG" in log.read_text()


def test_it_waits_for_the_crds_and_says_so(log: Path, tmp_path: Path):
    empty = Server("127.0.0.1", 0, _not_found, print)
    empty.start()
    kubeconfig = tmp_path / "kubeconfig"
    kubeconfig.write_text(KUBECONFIG.format(port=empty.server_address[1]))
    with backendrepo(kubeconfig, log):
        wait_until(lambda: "apply crds/" in log.read_text(), "the log")
    empty.stop()
    assert "does not serve backendrepos, backendstandards, githubconnections" in log.read_text()


def _not_found(exchange) -> None:
    exchange.status = 404


KUBECONFIG = """
apiVersion: v1
kind: Config
current-context: it
contexts: [{{name: it, context: {{cluster: it, user: it}}}}]
clusters: [{{name: it, cluster: {{server: "http://127.0.0.1:{port}"}}}}]
users: [{{name: it, user: {{}}}}]
"""
