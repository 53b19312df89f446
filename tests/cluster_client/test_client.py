"""The credential for the API server, and an API server that is not there."""

from pathlib import Path

import pytest
from kubernetes import config

from backendrepo.api.kinds import BACKEND_REPO
from backendrepo.cluster import Cluster, connect
from backendrepo.errors import KubernetesUnavailable


@pytest.mark.parametrize("text", [None, "", "no kubeconfig", "contexts: [", "apiVersion: v1\nkind: Config"])
def test_without_a_usable_kubeconfig_it_says_what_to_set(text: str | None, monkeypatch, tmp_path: Path):
    kubeconfig = tmp_path / "kubeconfig"
    if text is not None:
        kubeconfig.write_text(text)
    monkeypatch.setenv("KUBECONFIG", str(kubeconfig))
    with pytest.raises(SystemExit, match=r"no cluster to talk to \([^\n]+\)\. Set KUBECONFIG\.$"):
        connect()


def test_in_a_pod_the_service_account_is_used(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(config, "load_incluster_config", lambda: None)
    assert connect() is not None


def test_an_api_server_that_is_not_there_is_unavailable(tmp_path: Path):
    client = config.new_client_from_config_dict(
        {
            "apiVersion": "v1",
            "current-context": "x",
            "contexts": [{"name": "x", "context": {"cluster": "x", "user": "x"}}],
            "clusters": [{"name": "x", "cluster": {"server": "http://127.0.0.1:1"}}],
            "users": [{"name": "x", "user": {}}],
        }
    )
    client.configuration.retries = 0
    with pytest.raises(KubernetesUnavailable):
        Cluster(client, "x").read(BACKEND_REPO, "x", "a")
