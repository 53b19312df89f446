"""Fixtures of the scans' tests: both runners, with a program in place of the scan that does as it is told."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from kubernetes import config
from tests.cluster import Cluster as RealCluster
from tests.cluster import wait_until
from tests.scans.kubelet import Kubelet

from backendrepo.cluster import Cluster
from backendrepo.scans.jobs import Jobs
from backendrepo.scans.manifest import Template
from backendrepo.scans.order import Order
from backendrepo.scans.processes import Processes
from backendrepo.scans.runner import Runner, Running

COMMAND = (sys.executable, str(Path(__file__).with_name("fake_scan.py")))
COMMIT = "a" * 40


def order(behaviour: str = "good", **differing: Any) -> Order:
    """A scan that behaves so, of a BackendRepo of its own."""
    standard = {
        "uid": f"uid-{behaviour}",
        "namespace": "team",
        "name": behaviour,
        "repository": f"acme/{behaviour}",
        "branch": "main",
        "commit": COMMIT,
        "api_url": "https://api.github.com",
        "terms": "kind: BackendStandard\n",
        "timeout": 60,
    }
    return Order(**{**standard, **differing})


@dataclass
class Ear:
    """Hears of whom a runner tells."""

    heard: list[str] = field(default_factory=list)

    def __call__(self, uid: str) -> None:
        self.heard.append(uid)

    def wait(self, uid: str, times: int = 1) -> None:
        wait_until(lambda: self.heard.count(uid) >= times, f"news of {uid}")


@pytest.fixture
def api(cluster: RealCluster, namespace: str) -> Cluster:
    """The operator's view of a namespace in which pods can be made."""
    api = Cluster(config.new_client_from_config(str(cluster.kubeconfig)), namespace)
    account = f"/api/v1/namespaces/{namespace}/serviceaccounts/default"
    wait_until(lambda: api.get(account), account)
    return api


@pytest.fixture
def kubelet(control_plane: RealCluster, api: Cluster) -> Iterator[Kubelet]:
    with Kubelet(api, COMMAND) as kubelet:
        yield kubelet


@pytest.fixture
def jobs(api: Cluster) -> Iterator[Jobs]:
    jobs = Jobs(api, Template("backendrepo:test"))
    yield jobs
    jobs.close()


@pytest.fixture
def processes(tmp_path: Path) -> Iterator[Processes]:
    processes = Processes(COMMAND, tmp_path)
    yield processes
    processes.close()


@pytest.fixture(params=["processes", pytest.param("jobs", marks=pytest.mark.integration)])
def runner(request: pytest.FixtureRequest) -> Runner:
    """Each of the runners."""
    if request.param == "jobs":
        request.getfixturevalue("kubelet")
    runner: Runner = request.getfixturevalue(request.param)
    return runner


@pytest.fixture
def ended(runner: Runner) -> Callable[[Order], Running]:
    """Start a scan and await its end."""
    ear = Ear()
    runner.listen(ear)

    def end(order: Order) -> Running:
        runner.start(order, "gh-token")
        ear.wait(order.uid)
        found = runner.find(order.uid)
        assert found
        assert found.ended
        return found

    return end
