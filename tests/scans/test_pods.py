"""What a pod's status says of a scan."""

from typing import Any

import pytest

from backendrepo.scans.pods import ended, fate, running, said, stuck

BEGAN, FINISHED = "2026-11-24T03:00:00Z", "2026-11-24T03:00:09Z"


def pod(state: dict[str, Any] | None = None, **status: Any) -> dict[str, Any]:
    statuses = {"containerStatuses": [{"name": "scan", "state": state}]} if state is not None else {}
    return {"spec": {"activeDeadlineSeconds": 600}, "status": {**statuses, **status}}


def waiting(reason: str, message: str | None = None) -> dict[str, Any]:
    return {"waiting": {"reason": reason, **({"message": message} if message else {})}}


def terminated(code: int = 0, reason: str = "Error", **more: Any) -> dict[str, Any]:
    return {"terminated": {"exitCode": code, "reason": reason, "startedAt": BEGAN, "finishedAt": FINISHED, **more}}


UNSCHEDULABLE = {
    "type": "PodScheduled",
    "status": "False",
    "reason": "Unschedulable",
    "message": "0/3 nodes are available: 3 Insufficient memory.",
}
SCHEDULED = {"type": "PodScheduled", "status": "True"}


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (pod(), ""),
        (pod({}), ""),
        (pod(waiting("ContainerCreating")), ""),
        (pod(waiting("PodInitializing")), ""),
        (pod({"running": {"startedAt": BEGAN}}, conditions=[SCHEDULED]), ""),
        (pod(terminated()), ""),
        (pod(waiting("ImagePullBackOff", "Back-off pulling image x.")), "ImagePullBackOff: Back-off pulling image x"),
        (pod(waiting("CreateContainerConfigError")), "CreateContainerConfigError"),
        (pod(conditions=[UNSCHEDULABLE]), "Unschedulable: 0/3 nodes are available: 3 Insufficient memory"),
        (pod(conditions=[{"type": "Ready", "status": "False"}]), ""),
    ],
)
def test_a_pod_that_does_not_run_says_why(found: dict[str, Any], told: str):
    assert stuck(found) == told


@pytest.mark.parametrize(
    ("found", "reason", "told"),
    [
        (pod(terminated()), None, ""),
        (pod(terminated(1)), None, ""),
        (pod(terminated(137, "OOMKilled")), "ScanKilled", "more memory than its limit (512Mi)"),
        (pod(terminated(137)), "ScanKilled", "signal 9"),
        (pod(terminated(137), reason="DeadlineExceeded"), "ScanOverdue", "stopped after 600 s"),
        (
            pod(terminated(137), reason="Evicted", message="The node was low on disk."),
            "ScanKilled",
            "Evicted: The node",
        ),
        (
            pod(
                terminated(137), conditions=[SCHEDULED, {"type": "DisruptionTarget", "reason": "PreemptionByScheduler"}]
            ),
            "ScanKilled",
            "PreemptionByScheduler.",
        ),
        (
            pod(waiting("ErrImagePull", "not found"), reason="DeadlineExceeded"),
            "ScanNotStarted",
            "ErrImagePull: not found.",
        ),
        (pod(terminated(137, startedAt=None), reason="DeadlineExceeded"), "ScanNotStarted", "DeadlineExceeded."),
        (pod(reason="OutOfcpu", message="Node has no room"), "ScanNotStarted", "OutOfcpu: Node has no room."),
        (pod(), "ScanNotStarted", "no reason is told"),
    ],
)
def test_a_pod_that_ended_says_what_ended_it(found: dict[str, Any], reason: str | None, told: str):
    failure = fate(found, "512Mi")
    assert (failure and failure.reason) == reason
    assert told in str(failure)


def test_a_pod_says_whether_and_how_long_it_ran():
    assert running(pod({"running": {"startedAt": BEGAN}}))
    assert not running(pod(waiting("ContainerCreating")))
    assert ended(pod(terminated())) == FINISHED
    assert ended(pod({"running": {}})) == ""


def test_what_a_cluster_says_has_room_in_a_condition():
    assert len(said({"reason": "FailedCreate", "message": "x" * 9000})) == 1024
    assert said({"reason": None, "message": None}) == "no reason is told"
