"""What goes while no operator runs takes its rollups with it, as soon as one runs again."""

import json
from pathlib import Path

import pytest
from tests.cluster import wait_until
from tests.e2e.process import OperatorProcess
from tests.e2e.rig import Rig

from backendrepo.reports import sharded
from backendrepo.scans.processes import Processes

FLEET, TEAM = "backendrepos-fleet", "backendrepos"


def rollups(rig: Rig) -> list[str]:
    """The names of the ConfigMaps of rollups."""
    label = "--selector=app.kubernetes.io/component=rollup"
    found = json.loads(rig.kubectl("get", "configmaps", label, "-o", "json"))["items"]
    return sorted(each["metadata"]["name"] for each in found)


def apply(rig: Rig, count: int) -> list[str]:
    """Apply so many BackendRepos of archived repositories, which are told of without a scan; return their names."""
    names = [f"repo-{number}" for number in range(count)]
    for name in names:
        rig.github.add_repository(f"acme/{name}", archived=True)
    rig.apply(*map(rig.repo, names))
    return names


def told(rig: Rig) -> int:
    """How many repositories the rollup of the namespace tells of."""
    found = rig.configmap(TEAM)
    return json.loads(found["data"]["index.json"])["totals"]["repositories"] if found else 0


def test_killed_and_its_backendrepos_deleted_the_operator_leaves_no_rollup(rig: Rig, tmp_path: Path):
    names = apply(rig, 2)
    process = (rig.cluster.kubeconfig, rig.namespace, tmp_path / "operator.log")
    with OperatorProcess(*process, scans=True):
        wait_until(lambda: told(rig) == len(names), "the rollup")
        assert rollups(rig) == [TEAM, FLEET]
    rig.kubectl("delete", "backendrepos", *names)
    with OperatorProcess(*process, scans=True):
        wait_until(lambda: rollups(rig) == [], "no rollup")


def test_stopped_it_leaves_no_shard(rig: Rig, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sharded, "ROOM", 1_500)  # a row has some 700 bytes
    names, runner = apply(rig, 8), Processes()
    with rig.operator(runner):
        wait_until(lambda: told(rig) == len(names), "the rollup")
    assert len(rollups(rig)) > 4
    rig.kubectl("delete", "backendrepos", *names)
    with rig.operator(runner):
        wait_until(lambda: rollups(rig) == [], "no rollup")
    runner.close()
