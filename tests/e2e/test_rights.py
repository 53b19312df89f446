"""The operator under exactly the rights of `deploy/base`, its scans under the namespace's Pod Security standard."""

import logging
import sys
from pathlib import Path

import pytest
import yaml
from kubernetes import config
from tests.backends import backend
from tests.cluster import KubectlError, wait_until
from tests.e2e.rig import Operator, Rig
from tests.scans.kubelet import Kubelet

from backendrepo.cluster import Cluster
from backendrepo.scans.jobs import Jobs
from backendrepo.scans.manifest import Template

BASE = Path(__file__).parents[2] / "deploy" / "base"
SYSTEM = "backendrepo-system"


@pytest.fixture
def as_operator(rig: Rig) -> Path:
    """The kubeconfig of the operator's service account; the connection's Secret lies where it may read it."""
    everything = yaml.safe_load_all(rig.cluster.kubectl("kustomize", str(BASE)))
    rig.apply(*(each for each in everything if each["kind"] != "Deployment"))
    secret = ("-n", SYSTEM, "create", "secret", "generic", f"github-{rig.namespace}")
    rig.cluster.kubectl(*secret, f"--from-literal=token={rig.token}")
    rig.connect(auth={"tokenSecretRef": {"name": f"github-{rig.namespace}", "key": "token"}})
    return rig.cluster.kubeconfig_for_service_account(SYSTEM, "backendrepo")


def test_it_governs_scans_restores_and_tells_with_no_more_rights_than_it_asks_for(
    rig: Rig, as_operator: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    admin = Cluster(config.new_client_from_config(str(rig.cluster.kubeconfig)), SYSTEM)
    account = f"/api/v1/namespaces/{SYSTEM}/serviceaccounts/default"
    wait_until(lambda: admin.get(account), account)
    rig.github.repository("acme/a").commit(backend())
    monkeypatch.setenv("KUBECONFIG", str(as_operator))
    jobs = Jobs(Cluster(config.new_client_from_config(str(as_operator)), SYSTEM), Template("backendrepo:test"))
    with (
        Kubelet(admin, (sys.executable, "-m", "backendrepo")),
        Operator(str(as_operator), rig.namespace, secrets_in=SYSTEM, runner=jobs),
    ):
        rig.apply(rig.repo(deletionPolicy="Restore"))
        rig.scanned()
        rig.until(rig.events, "the Event")
        rig.until(lambda: rig.conditions(rig.connection, "GitHubConnection").get("Ready"), "the connection's condition")
        rig.until(lambda: rig.configmap("backendrepos"), "the rollup")
        rig.kubectl("delete", "backendrepos", "a")
        rig.until(lambda: not rig.configmap("backendrepos"), "the rollup gone")
    jobs.close()
    assert rig.protection() == {}
    problems = [record.getMessage() for record in caplog.records if record.name.startswith("backendrepo")]
    assert [each for each in problems if "403" in each or "mistake" in each] == []
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR] == []


@pytest.mark.parametrize(
    "asked",
    [
        ("get", "secrets", "-n", "default"),
        ("list", "secrets", "-n", SYSTEM),
        ("update", "backendrepos", "-n", "default"),
        ("delete", "backendrepos", "-n", "default"),
        ("patch", "githubconnections"),
        ("create", "pods", "-n", SYSTEM),
        ("list", "configmaps", "-n", "default"),
        ("create", "jobs", "-n", "default"),
        ("get", "pods/log", "-n", "default"),
    ],
)
def test_it_may_do_nothing_else(asked: tuple[str, ...], rig: Rig, as_operator: Path):
    with pytest.raises(KubectlError):
        rig.cluster.kubectl("auth", "can-i", *asked, f"--as=system:serviceaccount:{SYSTEM}:backendrepo")
