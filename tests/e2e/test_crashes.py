"""Killed at any moment: after a restart the world converges, and nothing that matters is written twice."""

import json
import random
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from tests.e2e.process import OperatorProcess
from tests.e2e.rig import Rig
from tests.github.exchange import Exchange
from tests.github.server import Dropped

MOMENTS = 50
REQUESTS = 6
"""Of each journey, about the repository: three reads, two writes, and what was written is read back."""
PUT, PATCH = 4, 5
"""The writes among them."""

MOMENTS_OF_A_JOURNEY = [(number, True) for number in range(1, REQUESTS + 1)] + [(PUT, False), (PATCH, False)]
"""Which request is the last one, and whether it still takes effect."""

Start = Callable[..., OperatorProcess]


@pytest.fixture
def start(rig: Rig, tmp_path: Path) -> Iterator[Start]:
    yield partial(OperatorProcess, rig.cluster.kubeconfig, rig.namespace, tmp_path / "operator.log")
    # Killed while it sends, a process leaves half a request, of which GitHub would take no notice.
    rig.github.violations[:] = [each for each in rig.github.violations if not each.endswith("a body is required")]


@pytest.fixture
def found(rig: Rig) -> dict[str, Any]:
    """What GitHub has before the operator comes: weak protection, every merge method, and somebody else's check."""
    rig.github.repository("acme/a").protect("main", checks=["security"], allow_force_pushes=True)
    return on_github(rig)


def on_github(rig: Rig) -> dict[str, Any]:
    """All that the operator may change."""
    repository = rig.github.repository("acme/a")
    merge = {name: value for name, value in vars(repository).items() if name.startswith(("allow_", "delete_branch"))}
    kept: dict[str, Any] = json.loads(json.dumps({"merge": merge, "protection": repository.protection()}, default=vars))
    return kept


def loosen(rig: Rig) -> None:
    """Change both classic protection and a merge setting behind the operator's back."""
    repository = rig.github.repository("acme/a")
    repository.protection().allow_deletions = True
    repository.allow_rebase_merge = True


def kill_at(rig: Rig, operator: OperatorProcess, request: int, *, effective: bool) -> None:
    """Kill the operator when its so-many-th request from now on about the repository has reached GitHub."""
    seen = 0

    def count(exchange: Exchange) -> None:
        nonlocal seen
        seen += exchange.path.startswith("/repos/")
        if seen == request:
            operator.kill()
            rig.github.before_each = None
            if not effective:
                raise Dropped

    rig.github.requests.clear()
    rig.github.before_each = count


def effects(rig: Rig) -> list[str]:
    """Return the changes that took effect."""
    return sorted(exchange.method for exchange in rig.github.requests.writes() if exchange.status)


@pytest.mark.parametrize(("request_", "effective"), MOMENTS_OF_A_JOURNEY)
def test_killed_in_a_first_enforcement(request_: int, effective: bool, rig: Rig, start: Start, found: dict[str, Any]):
    rig.apply(rig.repo(deletionPolicy="Restore"))
    with start() as operator:
        kill_at(rig, operator, request_, effective=effective)
        operator.join()
    with start():
        rig.ready()
        assert effects(rig) == ["PATCH", "PUT"]
        assert rig.protection()["allow_force_pushes"] is False
        rig.kubectl("delete", "br", "a")
    assert on_github(rig) == found  # what was found at first, not what the kill left


@pytest.mark.parametrize(("request_", "effective"), MOMENTS_OF_A_JOURNEY)
def test_killed_in_a_repair(request_: int, effective: bool, rig: Rig, start: Start, found: dict[str, Any]):
    rig.apply(rig.repo(deletionPolicy="Restore"))
    with start() as operator:
        rig.ready()
        governed = on_github(rig)
        loosen(rig)
        kill_at(rig, operator, request_, effective=effective)
        rig.kubectl("annotate", "br", "a", "backendrepo.dev/requestedAt=now")
        operator.join()
    with start():
        rig.until(lambda: rig.status().get("lastHandledReconcileAt") == "now", "a handled")
        assert effects(rig) == ["PATCH", "PUT"]
        assert on_github(rig) == governed
        rig.kubectl("delete", "br", "a")
    assert on_github(rig)["protection"] == {**found["protection"], "allow_deletions": False}


@pytest.mark.parametrize(("request_", "effective"), MOMENTS_OF_A_JOURNEY)
def test_killed_while_putting_back(request_: int, effective: bool, rig: Rig, start: Start, found: dict[str, Any]):
    rig.apply(rig.repo(deletionPolicy="Restore"))
    with start() as operator:
        rig.ready()
        kill_at(rig, operator, request_, effective=effective)
        rig.kubectl("delete", "br", "a", "--wait=false")
        operator.join()
    with start():
        rig.until(lambda: rig.get() == {}, "a gone")
    assert effects(rig) == ["PATCH", "PUT"]
    assert on_github(rig) == found


@pytest.mark.parametrize("last_write", [1, 2, 3], ids=["finalizer", "adoption", "outcome"])
def test_killed_after_a_write_to_kubernetes(last_write: int, rig: Rig, start: Start, found: dict[str, Any]):
    rig.apply(rig.repo(deletionPolicy="Restore"))
    with start(last_write=last_write) as operator:
        operator.join()
    with start():
        rig.ready()
        assert effects(rig) == ["PATCH", "PUT"]
        rig.kubectl("delete", "br", "a")
    assert on_github(rig) == found


def test_killed_at_random_moments(rig: Rig, start: Start, found: dict[str, Any]):
    chance, begun = random.Random(20261124), threading.Event()
    rig.apply(rig.repo(deletionPolicy="Restore"))
    for moment in range(MOMENTS):
        begun.clear()
        rig.github.before_each = lambda exchange: begun.set() if exchange.path.startswith("/repos/") else None
        with start():
            begun.wait(10)
            time.sleep(chance.uniform(0, 0.03))  # a random moment is what is wanted; a whole turn takes as long
        if chance.random() < 0.7:
            loosen(rig)
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
    assert on_github(rig)["protection"]["enforce_admins"] is found["protection"]["enforce_admins"] is False
    assert on_github(rig)["protection"]["required_status_checks"] == found["protection"]["required_status_checks"]
