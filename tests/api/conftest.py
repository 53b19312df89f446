"""The three kinds on the cluster of this session."""

from pathlib import Path

import pytest
from tests.api.api_server import ApiServer
from tests.cluster import Cluster

CRDS = Path(__file__).parents[2] / "crds"


@pytest.fixture(scope="session")
def kinds(cluster: Cluster) -> Cluster:
    """The cluster with the CRDs."""
    cluster.kubectl("apply", "--server-side", "-f", str(CRDS))
    cluster.kubectl("wait", "--for=condition=Established", "crd", "--all")
    return cluster


@pytest.fixture(scope="session")
def api(kinds: Cluster) -> ApiServer:
    """Its API server."""
    return ApiServer(kinds.kubeconfig)
