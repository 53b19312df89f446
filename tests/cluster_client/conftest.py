"""The operator's view of a real API server that serves its kinds."""

from pathlib import Path

import pytest
from kubernetes import config
from tests.cluster import Cluster as RealCluster

from backendrepo.cluster import Cluster

CRDS = Path(__file__).parents[2] / "crds"


@pytest.fixture
def api(cluster: RealCluster, namespace: str) -> Cluster:
    cluster.define(CRDS)
    return Cluster(config.new_client_from_config(str(cluster.kubeconfig)), namespace)
