"""Fixtures of the end-to-end tests."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from tests.cluster import Cluster
from tests.e2e.rig import Rig
from tests.github.standin import GitHub

from backendrepo.hub import credentials, hubs

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def installed(cluster: Cluster) -> Cluster:
    """The cluster with the CRDs."""
    cluster.define(ROOT / "crds")
    return cluster


@pytest.fixture
def rig(installed: Cluster, github: GitHub, namespace: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Rig]:
    """A namespace with a connection to an organisation of one repository, acme/a; no operator yet."""
    monkeypatch.setenv("KUBECONFIG", str(installed.kubeconfig))
    monkeypatch.setattr(hubs, "FRESH", 0.0)  # a changed Secret counts at once
    monkeypatch.setattr(credentials, "PAUSE", 0.0)  # and so does an installation that works again
    github.add_repository("acme/a")
    with ExitStack() as stack:
        rig = Rig(installed, github, namespace)
        rig.tear_down(stack)
        rig.connect()
        yield rig


@pytest.fixture
def running(rig: Rig) -> Iterator[Rig]:
    """The rig with the operator running in this process."""
    with rig.operator():
        yield rig
