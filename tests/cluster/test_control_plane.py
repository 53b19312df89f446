"""The control plane is a real one, and never leaves anything behind."""

import json
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from tests.cluster import Cluster, ControlPlane, GivenCluster, KubectlError, wait_until
from tests.cluster.cache import KUBERNETES_VERSION

pytestmark = pytest.mark.integration

ROOT = Path(__file__).parents[2]

OWNER = """
    import json, signal
    from tests.cluster import ControlPlane

    with ControlPlane() as cluster:
        print(json.dumps([str(cluster.kubeconfig.parent), *cluster.pids.values()]), flush=True)
        signal.pause()
"""


def test_the_pinned_version_answers(control_plane: ControlPlane) -> None:
    if "KUBEBUILDER_ASSETS" in os.environ:
        pytest.skip("KUBEBUILDER_ASSETS has a version of its own")
    version = json.loads(control_plane.kubectl("version", "-o", "json"))
    assert version["serverVersion"]["gitVersion"] == KUBERNETES_VERSION == "v1.36.3"


def test_a_namespace_can_be_deleted(cluster: Cluster, namespace: str) -> None:
    cluster.kubectl("create", "configmap", "settings", "--namespace", namespace)
    cluster.kubectl("delete", "namespace", namespace, "--timeout=60s")
    assert namespace not in cluster.kubectl("get", "namespaces")


def test_text_and_files_are_applied(cluster: Cluster, namespace: str, tmp_path: Path) -> None:
    settings = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "text", "namespace": namespace}}
    cluster.apply(json.dumps(settings))
    settings["metadata"] = {"name": "file", "namespace": namespace}
    (tmp_path / "settings.yaml").write_text(json.dumps(settings))
    cluster.apply(tmp_path)
    names = cluster.kubectl("get", "configmaps", "--namespace", namespace, "-o", "name").split()
    assert {"configmap/text", "configmap/file"} <= set(names)


def test_what_kubectl_says_is_in_the_error(cluster: Cluster, namespace: str) -> None:
    with pytest.raises(KubectlError, match=r'configmaps "missing" not found'):
        cluster.kubectl("get", "configmap", "missing", "--namespace", namespace)
    assert cluster.kubectl("get", "configmap", "missing", "--namespace", namespace, check=False) == ""


def test_a_service_account_has_its_own_rights(cluster: Cluster, namespace: str) -> None:
    with GivenCluster(cluster.kubeconfig_for_service_account(namespace, "default")) as as_account:
        who = as_account.kubectl("auth", "whoami", "-o", "jsonpath={.status.userInfo.username}")
        assert who == f"system:serviceaccount:{namespace}:default"
        with pytest.raises(KubectlError, match="forbidden"):
            as_account.kubectl("get", "secrets", "--namespace", namespace)


def test_requests_are_in_the_audit_log(control_plane: ControlPlane, namespace: str) -> None:
    control_plane.kubectl("get", "configmap", "counted", "--namespace", namespace, check=False)

    def requests() -> list[tuple[str, int]]:
        return [
            (entry["verb"], entry["responseStatus"]["code"])
            for entry in control_plane.audit()
            if entry["userAgent"].startswith("kubectl/")
            and entry["requestURI"].endswith(f"/{namespace}/configmaps/counted")
        ]

    assert wait_until(requests, "the audit entry of a request") == [("get", 404)]


def test_data_survives_an_outage_of_the_api_server(control_plane: ControlPlane, namespace: str) -> None:
    control_plane.stop_apiserver()
    with pytest.raises(KubectlError, match="refused"):
        control_plane.kubectl("get", "namespace", namespace)
    control_plane.start_apiserver()
    assert namespace in control_plane.kubectl("get", "namespace", namespace)
    with pytest.raises(RuntimeError, match="already running"):
        control_plane.start_apiserver()
    control_plane.kill_apiserver()
    control_plane.start_apiserver()
    assert namespace in control_plane.kubectl("get", "namespace", namespace)


def test_a_component_that_cannot_start_is_an_error_with_its_log(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "kube-apiserver"
    broken.write_text("#!/bin/sh\necho no such flag; exit 3\n")
    broken.chmod(0o755)
    monkeypatch.setenv("KUBEBUILDER_ASSETS", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(empty := tmp_path / "empty"))
    empty.mkdir()
    with pytest.raises(RuntimeError, match=r"(?s)kube-apiserver ended with 3.*no such flag"), ControlPlane():
        pass
    assert not list(empty.iterdir())


def test_nothing_is_left_when_the_owner_is_killed() -> None:
    owner = start_python("-c", textwrap.dedent(OWNER))
    folder, *pids = json.loads(next_line(owner))
    assert len([pid for pid in pids if is_running(pid)]) == 3
    end(owner, signal.SIGKILL)
    assert not [pid for pid in pids if is_running(pid)]
    assert not Path(folder).exists()


def test_the_command_line_runs_until_interrupted() -> None:
    command = start_python("-m", "tests.cluster", "run")
    kubeconfig = Path(wait_until(lambda: text_after("KUBECONFIG=", next_line(command)), "a kubeconfig"))
    with GivenCluster(kubeconfig) as cluster:
        assert "default" in cluster.kubectl("get", "namespaces")
    assert end(command, signal.SIGINT) == 0
    assert not kubeconfig.parent.exists()


def start_python(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, *arguments], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def next_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline()


def text_after(label: str, line: str) -> str:
    return line.partition(label)[2].strip()


def end(process: subprocess.Popen[str], number: signal.Signals) -> int:
    """Send a signal and wait for the end of both the process and its supervisor, which shares its stderr."""
    process.send_signal(number)
    process.communicate(timeout=30)
    return process.returncode


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
