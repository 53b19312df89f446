"""Killed at any moment: after a restart the world converges, and nothing that matters is written twice."""

import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cluster import ControlPlane
from tests.e2e.process import OperatorProcess
from tests.e2e.rig import Rig
from tests.github.exchange import Exchange

MOMENTS = 50
FIRST_ENFORCEMENT = 6
"""Requests about the repository."""


@pytest.fixture
def start(rig: Rig, tmp_path: Path) -> Iterator:
    return lambda: OperatorProcess(rig.cluster.kubeconfig, rig.namespace, tmp_path / "operator.log")


def kill_at(rig: Rig, operator: OperatorProcess, request: int) -> None:
    """Kill the operator when its so-many-th request about the repository has reached GitHub."""
    seen = 0

    def count(exchange: Exchange) -> None:
        nonlocal seen
        seen += exchange.path.startswith("/repos/")
        if seen == request:
            operator.kill()

    rig.github.before_each = count


@pytest.mark.parametrize("request_", range(1, FIRST_ENFORCEMENT + 1))
def test_killed_between_two_requests_of_a_first_enforcement(request_: int, rig: Rig, start):
    rig.github.repository("acme/a").protect("main", checks=["security"], allow_force_pushes=True)
    rig.apply(rig.repo(deletionPolicy="Restore"))
    with start() as operator:
        kill_at(rig, operator, request_)
        rig.until(lambda: not operator.alive, "killed")
    rig.github.before_each = None
    with start():
        rig.ready()
        assert sorted(rig.writes()) == ["PATCH /repos/acme/a", "PUT /repos/acme/a/branches/main/protection"]
        assert rig.protection()["allow_force_pushes"] is False
        rig.kubectl("delete", "br", "a")
    assert rig.protection()["allow_force_pushes"] is True  # what was found at first, not what the kill left
    assert rig.protection()["enforce_admins"] is False


def test_killed_at_any_moment(rig: Rig, start):
    chance = random.Random(20261124)
    repository = rig.github.repository("acme/a")
    repository.protect("main", checks=["security"])
    rig.apply(rig.repo(deletionPolicy="Restore"))
    for moment in range(MOMENTS):
        with start():
            time.sleep(chance.uniform(0.1, 0.7))  # a random moment is what is wanted
        if moment % 3 == 0:
            repository.protect("main", checks=["security"], allow_deletions=True)
        rig.kubectl("annotate", "--overwrite", "br", "a", f"backendrepo.dev/requestedAt={moment}")
    with start():
        rig.request()
        rig.ready()
        assert rig.protection()["enforce_admins"] is True
        assert rig.protection()["allow_deletions"] is False
        rig.github.requests.clear()
        rig.request()
        assert rig.writes() == []
        rig.kubectl("delete", "br", "a")
    assert rig.protection()["enforce_admins"] is False
    assert set(rig.protection()["required_status_checks"].checks) == {"security"}


def test_an_outage_of_the_api_server_is_survived(running: Rig, control_plane: ControlPlane):
    running.apply(running.repo())
    running.ready()
    control_plane.stop_apiserver()
    running.github.repository("acme/a").protect("main", allow_deletions=True)
    control_plane.start_apiserver()
    running.request()
    assert running.protection()["allow_deletions"] is False


def test_a_killed_api_server_loses_nothing(rig: Rig, control_plane: ControlPlane):
    rig.apply(rig.repo())
    calls = []

    def kill_once(exchange: Exchange) -> None:
        if exchange.method == "PUT" and not calls:
            calls.append(exchange)
            control_plane.kill_apiserver()

    rig.github.before_answer = kill_once
    with rig.operator():
        rig.until(lambda: calls, "the first write")
        control_plane.start_apiserver()
        rig.ready()
        assert [each["branch"] for each in rig.status()["adopted"]] == ["main"]
