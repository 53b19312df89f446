"""The operator under exactly the rights of `deploy/rbac.yaml`."""

import logging
from pathlib import Path

import pytest
from tests.cluster import KubectlError
from tests.e2e.rig import Operator, Rig

RIGHTS = Path(__file__).parents[2] / "deploy" / "rbac.yaml"
SYSTEM = "backendrepo-system"


@pytest.fixture
def as_operator(rig: Rig) -> Path:
    """The kubeconfig of the operator's service account; the connection's Secret lies where it may read it."""
    rig.cluster.apply(RIGHTS)
    secret = ("-n", SYSTEM, "create", "secret", "generic", f"github-{rig.namespace}")
    rig.cluster.kubectl(*secret, f"--from-literal=token={rig.token}")
    rig.connect(auth={"tokenSecretRef": {"name": f"github-{rig.namespace}", "key": "token"}})
    return rig.cluster.kubeconfig_for_service_account(SYSTEM, "backendrepo")


def test_it_governs_restores_and_tells_with_no_more_rights_than_it_asks_for(
    rig: Rig, as_operator: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    monkeypatch.setenv("KUBECONFIG", str(as_operator))
    with Operator(str(as_operator), rig.namespace, secrets_in=SYSTEM):
        rig.apply(rig.repo(deletionPolicy="Restore"))
        rig.ready()
        rig.until(rig.events, "the Event")
        rig.until(lambda: rig.conditions(rig.connection, "GitHubConnection").get("Ready"), "the connection's condition")
        rig.kubectl("delete", "backendrepos", "a")
    assert rig.protection() == {}
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
    ],
)
def test_it_may_do_nothing_else(asked: tuple[str, ...], rig: Rig, as_operator: Path):
    with pytest.raises(KubectlError):
        rig.cluster.kubectl("auth", "can-i", *asked, f"--as=system:serviceaccount:{SYSTEM}:backendrepo")
