"""The API server goes away, in an orderly manner or not: the operator outlives it and goes on."""

import pytest
from tests.backends import backend
from tests.cluster import ControlPlane
from tests.e2e.rig import Rig
from tests.github.exchange import Exchange

from backendrepo.scans.processes import Processes


def test_what_happened_during_an_outage_is_repaired_after_it(running: Rig, control_plane: ControlPlane):
    running.apply(running.repo())
    running.ready()
    control_plane.stop_apiserver()
    running.github.repository("acme/a").protect("main", allow_deletions=True)
    control_plane.start_apiserver()
    running.request()
    assert running.protection()["allow_deletions"] is False


@pytest.mark.parametrize("method", ["GET", "PUT"], ids=["before the adoption is kept", "between write and status"])
def test_an_api_server_killed_in_a_turn_loses_nothing(rig: Rig, control_plane: ControlPlane, method: str):
    rig.github.repository("acme/a").protect("main", allow_force_pushes=True)
    killed = []

    def kill_once(exchange: Exchange) -> None:
        if exchange.method == method and exchange.path.endswith("/protection") and not killed:
            killed.append(exchange)
            control_plane.kill_apiserver()

    rig.apply(rig.repo(deletionPolicy="Restore"))
    rig.github.before_answer = kill_once
    with rig.operator():
        rig.until(lambda: killed, "the moment")
        control_plane.start_apiserver()
        rig.ready()
        assert rig.writes() == ["PUT /repos/acme/a/branches/main/protection", "PATCH /repos/acme/a"]
        rig.kubectl("delete", "br", "a")
    assert rig.protection()["allow_force_pushes"] is True
    assert rig.protection()["enforce_admins"] is False


def test_an_api_server_killed_while_a_scan_runs_loses_no_report(rig: Rig, control_plane: ControlPlane):
    rig.github.repository("acme/a").commit(backend())
    killed = []

    def kill_once(exchange: Exchange) -> None:
        if "/tarball/" in exchange.path and not killed:
            killed.append(exchange)
            control_plane.kill_apiserver()

    rig.apply(rig.repo())
    rig.github.before_answer = kill_once
    runner = Processes()
    with rig.operator(runner):
        rig.until(lambda: killed, "the moment")
        control_plane.start_apiserver()
        status = rig.scanned()
        assert rig.configmap(status["conformance"]["reportRef"]["name"])
    runner.close()
    assert len(killed) == 1
    assert len(rig.github.requests.matching(path="/tarball/")) == 1
