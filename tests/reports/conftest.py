"""The operator's side of a real API server."""

import json
from pathlib import Path
from typing import Any

import pytest
from kubernetes import config
from tests.cluster import Cluster as RealCluster

from backendrepo.api.backendrepo import BackendRepo
from backendrepo.cluster import Cluster

CRDS = Path(__file__).parents[2] / "crds"


@pytest.fixture
def api(cluster: RealCluster, namespace: str) -> Cluster:
    """The cluster; the operator's own namespace is the test's."""
    cluster.define(CRDS)
    return Cluster(config.new_client_from_config(str(cluster.kubeconfig)), namespace)


@pytest.fixture
def payments(api: Cluster, cluster: RealCluster, namespace: str) -> BackendRepo:
    """A BackendRepo in the namespace of the test; what refers to one that is not there would be collected."""
    return applied(cluster, namespace, "payments")


def applied(cluster: RealCluster, namespace: str, name: str) -> BackendRepo:
    """Return a BackendRepo of acme/NAME as it was created."""
    head = {"apiVersion": "backendrepo.dev/v1alpha1", "kind": "BackendRepo"}
    about = {"name": name, "namespace": namespace}
    cluster.apply(json.dumps({**head, "metadata": about, "spec": {"repository": f"acme/{name}"}}))
    return BackendRepo.model_validate(read(cluster, namespace, "backendrepo", name))


def read(cluster: RealCluster, namespace: str, kind: str, name: str) -> dict[str, Any]:
    """Return an object as kubectl reads it."""
    found: dict[str, Any] = json.loads(cluster.kubectl("-n", namespace, "get", kind, name, "-o", "json"))
    return found
