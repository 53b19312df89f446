"""The three kinds on the cluster of this session."""

from pathlib import Path

import pytest
from tests.api.api_server import ApiServer
from tests.cluster import Cluster, wait_until

CRDS = Path(__file__).parents[2] / "crds"


@pytest.fixture(scope="session")
def kinds(cluster: Cluster) -> Cluster:
    """The cluster with the CRDs."""
    cluster.define(CRDS)
    # Established, and told to clients a moment later.
    for kind in ("backendrepos", "backendstandards", "githubconnections"):
        wait_until(lambda kind=kind: "VERSION" in cluster.kubectl("explain", kind, check=False), f"{kind} explained")
    return cluster


@pytest.fixture(scope="session")
def api(kinds: Cluster) -> ApiServer:
    """Its API server."""
    return ApiServer(kinds.kubeconfig)
