"""Pytest plugin: one cluster for the whole session, a namespace for each test.

The cluster is a control plane started here. A developer's own is used only when `TEST_KUBECONFIG` names
its kubeconfig; `KUBECONFIG` and ~/.kube/config are never looked at, so that no test run meets production.
"""

import os
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cluster.binaries import find_binaries, find_kubectl
from tests.cluster.cluster import Cluster, GivenCluster
from tests.cluster.control_plane import ControlPlane


def pytest_collection_finish(session: pytest.Session) -> None:
    """Build what the tests need before the first one, whose time limit a build would exceed."""
    if not any("cluster" in getattr(item, "fixturenames", ()) for item in session.items):
        return
    if session.config.option.collectonly:
        return
    capture = session.config.pluginmanager.getplugin("capturemanager")
    with capture.global_and_fixture_disabled():
        find_kubectl()
        if not os.environ.get("TEST_KUBECONFIG"):
            find_binaries()


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """The cluster of this session."""
    given = os.environ.get("TEST_KUBECONFIG")
    with GivenCluster(Path(given).expanduser()) if given else ControlPlane() as cluster:
        yield cluster


@pytest.fixture
def control_plane(cluster: Cluster) -> ControlPlane:
    """The same cluster, for what needs it to be ours: stopping its API server, reading its audit log."""
    if not isinstance(cluster, ControlPlane):
        pytest.skip("the cluster of TEST_KUBECONFIG is not ours to stop")
    return cluster


@pytest.fixture
def namespace(cluster: Cluster) -> Iterator[str]:
    """The name of a namespace of this test alone."""
    name = f"test-{secrets.token_hex(4)}"
    cluster.kubectl("create", "namespace", name)
    yield name
    cluster.kubectl("delete", "namespace", name, "--wait=false", "--ignore-not-found")
