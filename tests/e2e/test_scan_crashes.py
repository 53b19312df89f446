"""Scans as Jobs, and the operator killed at any moment: no report is lost, no Job doubled, nothing left behind."""

import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from kubernetes import config
from tests.backends import JOBS, backend
from tests.cluster import wait_until
from tests.e2e.process import OperatorProcess
from tests.e2e.rig import Object, Rig
from tests.scans.kubelet import Kubelet

from backendrepo.cluster import Cluster
from backendrepo.scans.manifest import LABELS

Start = Callable[..., OperatorProcess]

WRITES = 8
"""Of the first scan: adoption, Job, Secret, status; report, adoption, status; and one of what comes after."""


@pytest.fixture
def api(rig: Rig) -> Cluster:
    """What the test reads the cluster with."""
    api = Cluster(config.new_client_from_config(str(rig.cluster.kubeconfig)), rig.namespace)
    account = f"/api/v1/namespaces/{rig.namespace}/serviceaccounts/default"
    wait_until(lambda: api.get(account), account)
    return api


@pytest.fixture
def kubelet(api: Cluster) -> Iterator[Kubelet]:
    """A node that runs scans."""
    with Kubelet(api, (sys.executable, "-m", "backendrepo")) as kubelet:
        yield kubelet


@pytest.fixture
def start(rig: Rig, kubelet: Kubelet, tmp_path: Path) -> Start:
    rig.github.repository("acme/a").commit(backend())
    rig.apply(rig.repo())
    return partial(OperatorProcess, rig.cluster.kubeconfig, rig.namespace, tmp_path / "operator.log", scans=True)


def listed(api: Cluster, group: str, plural: str) -> list[Object]:
    labels = ",".join(f"{key}={value}" for key, value in LABELS.items())
    return list(api.items(f"{group}/namespaces/{api.namespace}/{plural}", f"labelSelector={labels}"))


def agrees(rig: Rig, api: Cluster) -> None:
    """Everything is as if nothing had happened."""
    status = rig.scanned()
    assert {each["type"]: each["reason"] for each in status["conditions"]} == {
        "Ready": "InSync",
        "GovernanceInSync": "InSync",
        "ScanSucceeded": "Scanned",
        "Conformant": "NotJudged",  # nobody is asked about advisories here
        "DependenciesSecure": "AdvisoriesNotRead",
    }
    assert rig.configmap(status["conformance"]["reportRef"]["name"])
    jobs, secrets = listed(api, "/apis/batch/v1", "jobs"), listed(api, "/api/v1", "secrets")
    assert [job["metadata"]["name"] for job in jobs] == [status["scan"]["id"]]
    owners = [owner["uid"] for secret in secrets for owner in secret["metadata"]["ownerReferences"]]
    assert owners == [jobs[0]["metadata"]["uid"]]


@pytest.mark.parametrize("last", range(1, WRITES + 1))
def test_killed_after_any_write_the_first_scan_is_made_once(start: Start, rig: Rig, api: Cluster, last: int):
    with start(last) as doomed:
        doomed.join_or_done(lambda: "lastScan" in rig.status().get("scan", {}))
    with start():
        agrees(rig, api)


def test_killed_while_a_scan_runs_its_result_is_read_afterwards(start: Start, rig: Rig, api: Cluster, kubelet: Kubelet):
    kubelet.working.clear()
    with start():
        rig.until(lambda: rig.status().get("scan", {}).get("state") == "Running", "the scan under way")
    kubelet.working.set()
    wait_until(lambda: all(_over(job) for job in listed(api, "/apis/batch/v1", "jobs")), "the end of the Job")
    with start():
        agrees(rig, api)


def test_the_object_goes_and_its_scan_with_it(start: Start, rig: Rig, api: Cluster, kubelet: Kubelet):
    kubelet.working.clear()
    with start():
        rig.until(lambda: rig.status().get("scan", {}).get("state") == "Running", "the scan under way")
        rig.kubectl("delete", "br", "a")
        wait_until(lambda: not listed(api, "/apis/batch/v1", "jobs"), "the Job gone")
        wait_until(lambda: not listed(api, "/api/v1", "secrets"), "the Secret gone")


def test_the_object_goes_while_nobody_looks_and_its_scan_afterwards(
    start: Start, rig: Rig, api: Cluster, kubelet: Kubelet
):
    kubelet.working.clear()
    with start():
        rig.until(lambda: rig.status().get("scan", {}).get("state") == "Running", "the scan under way")
    rig.kubectl("delete", "br", "a")
    with start():
        wait_until(lambda: not listed(api, "/apis/batch/v1", "jobs"), "the Job gone")


def test_a_pod_that_is_deleted_is_a_scan_that_is_lost_and_made_again(
    start: Start, rig: Rig, api: Cluster, kubelet: Kubelet
):
    kubelet.working.clear()
    with start():
        rig.until(lambda: listed(api, "/api/v1", "pods"), "the pod")
        (pod,) = listed(api, "/api/v1", "pods")
        api.delete(f"/api/v1/namespaces/{rig.namespace}/pods/{pod['metadata']['name']}", pod["metadata"]["uid"])
        kubelet.working.set()
        rig.scanned()
        assert set(rig.protection()["required_status_checks"].checks) == set(JOBS)


def _over(job: Object) -> bool:
    return any(each["type"] in ("Complete", "Failed") for each in job.get("status", {}).get("conditions", []))
