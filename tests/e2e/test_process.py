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
from tests.github.exchange import Exchange
from tests.github.server import Server

PORT = 20181


@contextmanager
def backendrepo(kubeconfig: Path | str, log: Path, *arguments: str) -> Iterator[subprocess.Popen]:
    command = [sys.executable, "-m", "backendrepo", "run", "--scan-runner", "none", *arguments]
    environment = {**os.environ, "KUBECONFIG": str(kubeconfig)}
    with log.open("w") as output, subprocess.Popen(command, env=environment, stderr=output) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "operator.log"


@pytest.fixture
def other(rig: Rig) -> Iterator[str]:
    """A second namespace, whose BackendRepo `b` uses the same connection."""
    name = f"{rig.namespace}-other"
    rig.cluster.kubectl("create", "namespace", name)
    rig.github.add_repository("acme/b")
    rig.connect(allowedNamespaces=[f"{rig.namespace}*"])
    repo = rig.repo("b")
    repo["metadata"]["namespace"] = name
    rig.apply(repo)
    yield name
    rig.cluster.kubectl("delete", "namespace", name, "--wait=false")


def end(process: subprocess.Popen) -> int:
    """Ask it to end; return its exit code."""
    process.send_signal(signal.SIGTERM)
    return process.wait(10)


def test_it_answers_its_probe_and_ends_cleanly_on_sigterm(rig: Rig, log: Path):
    url = f"http://127.0.0.1:{PORT}/healthz"
    own = ("--namespace", rig.namespace, "--operator-namespace", rig.namespace, "--liveness", url)
    with backendrepo(rig.cluster.kubeconfig, log, *own) as process:
        rig.apply(rig.repo())
        rig.ready()
        assert requests.get(url, timeout=30).json() == {"turns": "ok"}
        assert end(process) == 0
    assert rig.token not in log.read_text()
    assert "Traceback" not in log.read_text()


@pytest.mark.parametrize("restricted", [True, False], ids=["two namespaces", "every namespace"])
def test_it_serves_each_namespace_that_it_was_told_to(restricted: bool, rig: Rig, other: str, log: Path):
    watched = ("--namespace", rig.namespace, "--namespace", other) if restricted else ()
    with backendrepo(rig.cluster.kubeconfig, log, *watched, "--operator-namespace", rig.namespace) as process:
        rig.apply(rig.repo())
        rig.ready()
        rig.cluster.kubectl("-n", other, "wait", "--for=condition=Ready", "backendrepos/b", "--timeout=20s")
        assert end(process) == 0
    assert {each.split("/")[3] for each in rig.writes()} == {"a", "b"}


def test_a_turn_under_way_is_finished_before_it_ends(rig: Rig, log: Path):
    own = ("--namespace", rig.namespace, "--operator-namespace", rig.namespace)
    rig.apply(rig.repo())
    with backendrepo(rig.cluster.kubeconfig, log, *own) as process:

        def stop(exchange: Exchange) -> None:
            if exchange.method == "PUT":
                process.send_signal(signal.SIGTERM)

        rig.github.before_each = stop
        assert process.wait(20) == 0
    assert rig.writes() == ["PUT /repos/acme/a/branches/main/protection", "PATCH /repos/acme/a"]
    assert rig.conditions()["Ready"]["reason"] == "InSync"
    assert [reason for _, reason, _ in rig.events()] == ["Repaired"]


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


def _not_found(exchange: Exchange) -> None:
    exchange.status = 404


KUBECONFIG = """
apiVersion: v1
kind: Config
current-context: it
contexts: [{{name: it, context: {{cluster: it, user: it}}}}]
clusters: [{{name: it, cluster: {{server: "http://127.0.0.1:{port}"}}}}]
users: [{{name: it, user: {{}}}}]
"""
