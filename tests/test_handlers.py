"""Kopf as a source of events, and the life of the process."""

import itertools
from pathlib import Path

import pytest
from tests.cluster import Cluster

from backendrepo import handlers


class Broken:
    """An engine that ends by itself."""

    async def run(self) -> None:
        raise LookupError("broken")


def test_an_engine_that_ends_ends_the_process_with_its_error(cluster: Cluster, monkeypatch: pytest.MonkeyPatch):
    cluster.kubectl("apply", "--server-side", "-f", str(Path(__file__).parents[1] / "crds"))
    monkeypatch.setenv("KUBECONFIG", str(cluster.kubeconfig))
    with pytest.raises(LookupError, match="broken"):
        handlers.run(Broken, namespaces=["default"])  # type: ignore[arg-type]


def test_a_request_to_the_api_server_is_tried_without_an_end():
    pauses = list(itertools.islice(handlers.Backoffs(), 10_000))
    assert pauses[0] == 1
    assert max(pauses) == pauses[-1] == 30
    assert pauses == list(itertools.islice(handlers.Backoffs(), 10_000))


def test_kopf_writes_nothing_of_its_own():
    chosen = handlers.settings()
    assert chosen.posting.enabled is False
    assert chosen.scanning.disabled is True
    assert chosen.peering.standalone is True


@pytest.mark.parametrize(
    ("host", "url"), [("10.96.0.1", "https://10.96.0.1:443"), ("fd00::1", "https://[fd00::1]:443")]
)
def test_a_pod_reaches_the_api_server_at_the_address_that_it_is_told(host: str, url: str):
    assert handlers.server({"KUBERNETES_SERVICE_HOST": host, "KUBERNETES_SERVICE_PORT": "443"}) == url
