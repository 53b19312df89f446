"""The command line."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from tests.cluster import Cluster, wait_until

from backendrepo import handlers
from backendrepo.__main__ import _jobs, log_to_stderr, main
from backendrepo.cluster import Cluster as ApiServer
from backendrepo.cluster import connect
from backendrepo.errors import KubernetesUnavailable
from backendrepo.world import World


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    root, kopf = logging.getLogger(), logging.getLogger("kopf")
    before = root.handlers[:], root.level, kopf.level
    yield
    root.handlers[:], root.level, kopf.level = before


def test_generate_writes_what_is_stale_and_check_only_tells(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    check, root = ["generate", "--check", "--root", str(tmp_path)], ["generate", "--root", str(tmp_path)]
    assert main(check) == 1
    assert "stale crds/backendrepos.yaml" in capsys.readouterr().out
    assert main(root) == 0
    assert "wrote crds/backendrepos.yaml" in capsys.readouterr().out
    assert main(check) == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("arguments", [[], ["run", "--workers", "many"], ["conquer"]])
def test_a_wrong_command_line_is_explained(arguments: list[str], capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    assert "usage: backendrepo" in capsys.readouterr().err


def test_run_hands_over_what_was_asked_for(cluster: Cluster, monkeypatch: pytest.MonkeyPatch):
    told = {}

    def run(make_engine, **options) -> None:
        told.update(options, engine=make_engine())

    cluster.kubectl("apply", "--server-side", "-f", str(Path(__file__).parents[1] / "crds"))
    monkeypatch.setenv("KUBECONFIG", str(cluster.kubeconfig))
    monkeypatch.setattr(handlers, "run", run)
    assert (
        main(
            [
                "run",
                "--scan-runner",
                "none",
                "--namespace",
                "a",
                "--namespace",
                "b",
                "--liveness",
                "http://127.0.0.1:1/x",
            ]
        )
        == 0
    )
    assert (told["namespaces"], told["liveness"]) == (["a", "b"], "http://127.0.0.1:1/x")
    assert type(told["engine"]).__name__ == "Engine"


@pytest.mark.integration
def test_report_tells_where_there_is_nothing_to_report(
    cluster: Cluster,
    namespace: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
):
    cluster.kubectl("apply", "--server-side", "-f", str(Path(__file__).parents[1] / "crds"))
    monkeypatch.setenv("KUBECONFIG", str(cluster.kubeconfig))
    assert main(["report", "--namespace", namespace, "--output", str(tmp_path / "output")]) == 1
    assert f"There is no BackendRepo in {namespace}" in capsys.readouterr().err
    assert not (tmp_path / "output").exists()


def test_an_api_server_that_goes_away_at_the_start_is_told_in_a_sentence(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    def fill(*_: object) -> None:
        raise KubernetesUnavailable("503 to GET /apis")

    monkeypatch.setenv("KUBECONFIG", str(cluster.kubeconfig))
    monkeypatch.setattr(World, "fill", fill)
    assert main(["run", "--scan-image", "backendrepo:1"]) == 1
    assert "backendrepo: The Kubernetes API does not answer as it should: 503" in capsys.readouterr().err


def test_the_log_has_no_secrets_and_little_of_kopf(capsys: pytest.CaptureFixture[str]):
    log_to_stderr()
    logging.getLogger("x").warning("token %s", "ghp_" + "a1" * 18)
    logging.getLogger("kopf.objects").info("handled")
    assert capsys.readouterr().err.rstrip().endswith("WARNING x: token [redacted]")


def test_scans_run_from_the_image_of_the_operators_own_pod(cluster: Cluster, namespace: str, monkeypatch):
    pod = {"containers": [{"name": "operator", "image": "registry.test/backendrepo:7"}]}
    manifest = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "me", "namespace": namespace}, "spec": pod}
    wait_until(lambda: cluster.kubectl("get", "serviceaccounts", "-n", namespace, "-o", "name"), "the account")
    cluster.apply(yaml.safe_dump(manifest))
    monkeypatch.setenv("POD_NAME", "me")
    monkeypatch.setenv("KUBECONFIG", str(cluster.kubeconfig))
    made = _jobs("", ApiServer(connect(), namespace))
    assert made._template.image == "registry.test/backendrepo:7"


def test_without_an_image_for_scans_it_says_what_to_do(cluster: Cluster, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("KUBECONFIG", str(cluster.kubeconfig))
    monkeypatch.delenv("POD_NAME", raising=False)
    with pytest.raises(SystemExit, match=r"--scan-image, or choose --scan-runner process"):
        main(["run"])
