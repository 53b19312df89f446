"""Scans as Jobs of a real cluster: what is refused, stuck, half done, or gone."""

import dataclasses
import json
import logging
from datetime import timedelta
from typing import Any

import pytest
from tests.cluster import Cluster as RealCluster
from tests.cluster import wait_until
from tests.scans.conftest import Ear, order
from tests.scans.kubelet import Kubelet

from backendrepo.cluster import Cluster
from backendrepo.errors import KubernetesRefused, KubernetesUnavailable
from backendrepo.scans import jobs as module
from backendrepo.scans.collect import result
from backendrepo.scans.failures import ScanFailed
from backendrepo.scans.jobs import Jobs
from backendrepo.scans.manifest import UID, Template, job, secret
from backendrepo.scans.order import Order
from backendrepo.scans.runner import Running

pytestmark = pytest.mark.integration


@pytest.fixture
def ear(jobs: Jobs) -> Ear:
    ear = Ear()
    jobs.listen(ear)
    return ear


@pytest.fixture
def held(kubelet: Kubelet) -> Kubelet:
    """A node that leaves pods Pending, for the test to say what becomes of them."""
    kubelet.working.clear()
    return kubelet


class Rig:
    """Looks at a namespace as people do."""

    def __init__(self, cluster: RealCluster, api: Cluster) -> None:
        self._cluster = cluster
        self._namespace = api.namespace

    def kubectl(self, *arguments: str, **how: Any) -> str:
        return self._cluster.kubectl("-n", self._namespace, *arguments, **how)

    def names(self, kind: str) -> list[str]:
        return self.kubectl("get", kind, "-l", UID, "-o", "jsonpath={.items[*].metadata.name}").split()

    def pod(self, scan: Running) -> str:
        """The name of a scan's pod, once there is one."""
        query = ("get", "pods", "-l", f"job-name={scan.id}", "-o", "jsonpath={.items[*].metadata.name}")
        return wait_until(lambda: self.kubectl(*query), f"the pod of {scan.id}")

    def end(self, scan: Running) -> None:
        path = "jsonpath={.status.conditions[?(@.status=='True')].type}"
        wait_until(
            lambda: {"Complete", "Failed"} & set(self.kubectl("get", "job", scan.id, "-o", path).split()),
            f"the end of {scan.id}",
        )


@pytest.fixture
def rig(cluster: RealCluster, api: Cluster) -> Rig:
    return Rig(cluster, api)


def failure(jobs: Jobs, scan: Running) -> ScanFailed:
    with pytest.raises(ScanFailed) as failed:
        jobs.log(scan)
    return failed.value


# What a cluster takes


def test_a_restricted_namespace_takes_the_pods_of_a_scan_of_any_name(
    cluster: RealCluster, api: Cluster, kubelet: Kubelet, jobs: Jobs, ear: Ear, rig: Rig
):
    cluster.kubectl("label", "namespace", api.namespace, "pod-security.kubernetes.io/enforce=restricted")
    name = f"a.b-{'c' * 60}.d"
    asked = order(name=name, uid="1d6f4e0c-4a1b-4b52-9b0e-0f4a4b8b2a61", branch="-feature/$(HOME)'\"é")
    jobs.start(asked, "gh-token")
    ear.wait(asked.uid)
    scan = jobs.find(asked.uid)
    assert scan
    assert result(jobs.log(scan), scan, repository="acme/good")
    assert (rig.names("jobs"), rig.names("secrets")) == ([asked.id], [asked.id])


def test_all_goes_with_a_scan_that_is_let_go_of(held: Kubelet, jobs: Jobs, rig: Rig):
    scan = jobs.start(order(), "gh-token")
    rig.pod(scan)
    jobs.discard(dataclasses.replace(scan, handle="of-another-that-had-the-name"))
    assert jobs.find(scan.uid) == scan
    jobs.discard(scan)
    wait_until(lambda: not (rig.names("pods") or rig.names("secrets") or rig.names("jobs")), "everything to go")


@pytest.mark.parametrize(("counted", "what"), [("count/jobs.batch", "Job"), ("count/secrets", "Secret")])
def test_a_quota_that_leaves_no_room_is_told_and_nothing_is_left(
    counted: str, what: str, jobs: Jobs, api: Cluster, rig: Rig
):
    rig.kubectl("create", "quota", "none", f"--hard={counted}=0")
    wait_until(lambda: rig.kubectl("get", "quota", "none", "-o", "jsonpath={.status.hard}"), "the quota to hold")
    with pytest.raises(
        ScanFailed, match=rf"not take the {what} of the scan:.*exceeded quota: none.*Raise the quota"
    ) as no:
        jobs.start(order(), "gh-token")
    assert no.value.reason == "ScanNotStarted"
    wait_until(lambda: not rig.names("jobs"), "the Job to go")


def test_an_order_that_no_cluster_takes_is_told(jobs: Jobs):
    with pytest.raises(ScanFailed, match=r"422 to POST .*must be greater than or equal to"):
        jobs.start(order(timeout=-1000), "gh-token")


# Starts that were not brought to their end


def half_started(api: Cluster, asked: Order) -> str:
    """Start a scan as an operator does that is killed between the Job and its Secret."""
    path = f"/apis/batch/v1/namespaces/{api.namespace}/jobs"
    made = api.create(path, job(asked, Template("backendrepo:test"), api.namespace))
    assert made
    return str(made["metadata"]["uid"])


def test_a_start_is_brought_to_its_end_after_a_restart(api: Cluster, kubelet: Kubelet, jobs: Jobs, ear: Ear):
    handle = half_started(api, order())
    assert jobs.find("uid-good") is None
    assert jobs.start(order(), "gh-token").handle == handle
    ear.wait("uid-good")
    scan = jobs.find("uid-good")
    assert scan
    assert result(jobs.log(scan), scan, repository="acme/good")


def test_a_start_of_something_else_takes_the_place_of_half_a_start(api: Cluster, jobs: Jobs, rig: Rig):
    half_started(api, order())
    scan = jobs.start(order(commit="b" * 40), "gh-token")
    assert rig.names("jobs") == [scan.id]
    again = jobs.start(order(commit="c" * 40), "gh-token")
    assert set(rig.names("jobs")) == {scan.id, again.id}, "a whole one is left alone"


def test_what_is_left_of_an_earlier_job_is_not_taken_for_the_secret_of_this_one(api: Cluster, jobs: Jobs, rig: Rig):
    handle = half_started(api, order())
    left = secret(order(), "old-token", api.namespace, "uid-of-the-earlier-job")
    left["metadata"]["ownerReferences"] = []  # else the garbage collector may be here first
    api.create(f"/api/v1/namespaces/{api.namespace}/secrets", left)
    assert jobs.find("uid-good") is None
    scan = jobs.start(order(), "gh-token")
    made = json.loads(rig.kubectl("get", "secret", scan.id, "-o", "json"))
    assert made["metadata"]["ownerReferences"][0]["uid"] == handle
    assert jobs.find("uid-good") == scan
    jobs.start(order(), "another-token")
    assert json.loads(rig.kubectl("get", "secret", scan.id, "-o", "json")) == made


def test_a_secret_that_does_not_go_away_is_waited_for(api: Cluster, jobs: Jobs, rig: Rig):
    half_started(api, order())
    left = secret(order(), "old-token", api.namespace, "x")
    left["metadata"] |= {"ownerReferences": [], "finalizers": ["backendrepo.test/held"]}
    api.create(f"/api/v1/namespaces/{api.namespace}/secrets", left)
    with pytest.raises(KubernetesUnavailable, match="still being deleted"):
        jobs.start(order(), "gh-token")
    rig.kubectl("patch", "secret", order().id, "--type=merge", "-p", '{"metadata":{"finalizers":null}}')
    scan = wait_until(lambda: jobs.start(order(), "gh-token"), "the start")
    assert jobs.find("uid-good") == scan


def test_a_secret_that_has_just_gone_is_made_anew(api: Cluster, jobs: Jobs, rig: Rig, monkeypatch: pytest.MonkeyPatch):
    create, conflicts = api.create, iter([False, True])
    monkeypatch.setattr(api, "create", lambda path, body: None if next(conflicts, False) else create(path, body))
    scan = jobs.start(order(), "gh-token")
    assert rig.names("secrets") == [scan.id]


def test_a_job_that_goes_away_as_it_is_made_is_tried_again(jobs: Jobs, api: Cluster, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(api, "create", lambda path, body: None)  # one of that name was there, and is no more
    with pytest.raises(KubernetesUnavailable, match="went away"):
        jobs.start(order(), "gh-token")


def test_jobs_that_are_being_deleted_are_gone(jobs: Jobs, rig: Rig):
    scan = jobs.start(order(), "gh-token")
    rig.kubectl("patch", "job", scan.id, "--type=merge", "-p", '{"metadata":{"finalizers":["backendrepo.test/held"]}}')
    rig.kubectl("delete", "job", scan.id, "--wait=false")
    assert jobs.find(scan.uid) is None
    assert jobs.all() == []
    rig.kubectl("patch", "job", scan.id, "--type=merge", "-p", '{"metadata":{"finalizers":null}}')


# Scans that do not run


def test_an_image_that_is_not_there_is_told_in_the_kubelets_words_and_that_it_came_after_all(
    held: Kubelet, jobs: Jobs, ear: Ear, rig: Rig
):
    scan = jobs.start(order(), "gh-token")
    pod = rig.pod(scan)
    assert jobs.trouble(scan) == ""
    waiting = {"reason": "ImagePullBackOff", "message": 'Back-off pulling image "backendrepo:test": not found'}
    held.write(pod, containerStatuses=[{"name": "scan", "image": "", "imageID": "", "state": {"waiting": waiting}}])
    ear.wait(scan.uid)
    assert jobs.trouble(scan) == 'ImagePullBackOff: Back-off pulling image "backendrepo:test": not found'
    held.working.set()
    ear.wait(scan.uid, 3)
    assert jobs.trouble(scan) == ""


def test_a_quota_on_pods_is_told_in_the_words_of_the_job_controller(jobs: Jobs, ear: Ear, rig: Rig):
    rig.kubectl("create", "quota", "none", "--hard=pods=0")
    wait_until(lambda: rig.kubectl("get", "quota", "none", "-o", "jsonpath={.status.hard}"), "the quota to hold")
    scan = jobs.start(order(), "gh-token")
    told = wait_until(lambda: jobs.trouble(scan), "the trouble")
    assert told.startswith("FailedCreate: Error creating: pods")
    assert "exceeded quota: none" in told
    rig.kubectl("patch", "job", scan.id, "--type=merge", "-p", '{"spec":{"activeDeadlineSeconds":1}}')
    ear.wait(scan.uid, 2)
    lost = failure(jobs, scan)
    assert lost.reason == "ScanNotStarted"
    assert "got no pod: FailedCreate" in str(lost)


def warn(rig: Rig, about: str, message: str, **when: Any) -> None:
    event = {
        "apiVersion": "v1",
        "kind": "Event",
        "metadata": {"generateName": "e."},
        "involvedObject": {"kind": "Pod", "name": about, "apiVersion": "v1"},
        "type": "Warning",
        "reason": "FailedMount",
        "message": message,
        **when,
    }
    event["involvedObject"]["namespace"] = rig._namespace
    rig.kubectl("create", "-f", "-", input=json.dumps(event))


def test_what_the_latest_warning_says_of_a_pod_that_does_not_come_up_is_told(
    held: Kubelet, jobs: Jobs, ear: Ear, rig: Rig
):
    scan = jobs.start(order(), "gh-token")
    pod = rig.pod(scan)
    warn(rig, pod, "no disk yet", lastTimestamp="2026-11-24T03:00:00Z")
    warn(rig, pod, "no disk", lastTimestamp="2026-11-24T03:09:00Z")
    ear.wait(scan.uid)
    assert jobs.trouble(scan) == "FailedMount: no disk"
    held.write(pod, phase="Failed", reason="DeadlineExceeded", startTime="2026-11-24T03:00:00Z")
    lost = failure(jobs, scan)
    assert (lost.reason, str(lost)) == ("ScanNotStarted", "The pod of the scan did not run: FailedMount: no disk.")
    held.write(pod, reason="Evicted")
    rig.kubectl("delete", "events", "--all")
    assert str(failure(jobs, scan)) == "The pod of the scan ended before it ran: Evicted."


# Logs that cannot be had


def test_a_pod_that_somebody_deleted_is_lost(kubelet: Kubelet, jobs: Jobs, ear: Ear, rig: Rig):
    scan = jobs.start(order("hangs"), "gh-token")
    rig.kubectl("delete", "pod", rig.pod(scan), "--wait=false")
    ear.wait(scan.uid)
    wait_until(lambda: not rig.names("pods"), "the pod to go")
    lost = failure(jobs, scan)
    assert lost.reason == "ScanLost"
    assert "deleted, by somebody or with its node" in str(lost)
    assert "BackoffLimitExceeded" in str(lost)


def test_a_kubelet_that_is_away_is_waited_for_but_not_forever(
    kubelet: Kubelet, jobs: Jobs, ear: Ear, rig: Rig, monkeypatch: pytest.MonkeyPatch
):
    scan = jobs.start(order("cut"), "gh-token")
    ear.wait(scan.uid)
    kubelet.logs_work = False
    with pytest.raises(KubernetesUnavailable):
        jobs.log(scan)
    monkeypatch.setattr(module, "PATIENCE", timedelta(0))
    lost = failure(jobs, scan)
    assert lost.reason == "ScanLost"
    assert "cannot be read. The Kubernetes API does not answer as it should: 500" in str(lost)
    kubelet.logs_work = True
    assert jobs.log(scan)


@pytest.mark.parametrize(("answer", "told"), [(KubernetesRefused("403 to GET"), "403 to GET"), (None, "was deleted")])
def test_a_log_that_is_refused_or_gone_is_lost_at_once(
    answer: Exception | None, told: str, kubelet: Kubelet, jobs: Jobs, api: Cluster, ear: Ear, monkeypatch
):
    def log(*_: Any) -> None:
        if answer:
            raise answer

    scan = jobs.start(order("cut"), "gh-token")
    ear.wait(scan.uid)
    monkeypatch.setattr(api, "log", log)
    lost = failure(jobs, scan)
    assert lost.reason == "ScanLost"
    assert told in str(lost)


# What it costs


def test_a_scan_costs_two_writes(kubelet: Kubelet, control_plane: Any, api: Cluster, jobs: Jobs, ear: Ear):
    scan = jobs.start(order(), "gh-token")
    ear.wait(scan.uid)
    jobs.log(scan)
    ours = [
        (entry["verb"], entry["objectRef"]["resource"])
        for entry in control_plane.audit()
        if entry["verb"] not in ("get", "list", "watch")
        and entry.get("objectRef", {}).get("namespace") == api.namespace
        and entry["objectRef"]["resource"] in ("jobs", "secrets")
        and entry["user"]["username"] == "admin"
    ]
    assert ours == [("create", "jobs"), ("create", "secrets")]


def test_who_stops_listening_hears_nothing_and_its_jobs_go_on(held: Kubelet, jobs: Jobs, rig: Rig, caplog):
    ear = Ear()
    jobs.listen(ear)
    scan = jobs.start(order(), "gh-token")
    with caplog.at_level(logging.WARNING):
        jobs.close()
        for each in jobs._following:
            each.join(10)
            assert not each.is_alive()
    assert not caplog.records
    held.working.set()
    rig.end(scan)
    assert ear.heard == []
    found = jobs.find(scan.uid)
    assert found
    assert found.ended
