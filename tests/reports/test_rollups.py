"""Rollups of a namespace and of the fleet, on a real API server."""

import contextlib
import json
import re
from datetime import timedelta
from typing import Any

import pytest
from tests.cluster import Cluster as RealCluster
from tests.reports.made import NOW, raw

from backendrepo.api.kinds import BACKEND_REPO, BACKEND_STANDARD
from backendrepo.artifacts import CONFORMANCE
from backendrepo.cluster import Cluster
from backendrepo.errors import KubernetesUnavailable
from backendrepo.reports import sharded
from backendrepo.reports.rollups import Rollups
from backendrepo.reports.shelf import Taken
from backendrepo.store import Store

pytestmark = pytest.mark.integration

ARTIFACTS = {
    "backend-standards-conformance.json",
    "backend-standards-conformance.md",
    "dependency-vulnerability-rollup.json",
    "dependency-vulnerability-rollup.md",
}


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
def rollups(api: Cluster, store: Store) -> Rollups:
    return Rollups(api, store, lambda: NOW)


def put(store: Store, namespace: str, *numbers: int, **status: Any) -> None:
    for number in numbers:
        store.put(BACKEND_REPO, raw(number, namespace, **status))


def drop(store: Store, namespace: str, *numbers: int) -> None:
    for number in numbers:
        store.remove(BACKEND_REPO, (namespace, f"repo-{number}"), f"uid-{number}")


def stored(cluster: RealCluster, namespace: str) -> dict[str, dict[str, Any]]:
    """Every rollup of a namespace by its name."""
    label = "--selector=app.kubernetes.io/component=rollup"
    found = json.loads(cluster.kubectl("-n", namespace, "get", "configmap", label, "-o", "json"))
    return {each["metadata"]["name"]: each for each in found["items"]}


def repositories(found: dict[str, dict[str, Any]]) -> list[str]:
    """The repositories that rollups hold, each as often as it is there."""
    texts = [text for each in found.values() if (text := each["data"].get(f"{CONFORMANCE}.json"))]
    return sorted(repository for text in texts for repository in json.loads(text)["backend_repos"])


def index(found: dict[str, dict[str, Any]], name: str = "backendrepos") -> dict[str, Any]:
    known: dict[str, Any] = json.loads(found[name]["data"]["index.json"])
    return known


def test_a_namespace_and_the_fleet_have_a_rollup_each(rollups, store, cluster, namespace: str):
    put(store, namespace, 1, 2)
    put(store, "elsewhere", 3)
    assert (rollups.write(namespace), rollups.write(None)) == (1, 1)
    found = stored(cluster, namespace)
    assert set(found) == {"backendrepos", "backendrepos-fleet"}
    assert set(found["backendrepos"]["data"]) == ARTIFACTS | {"index.json"}
    fleet = json.loads(found["backendrepos-fleet"]["data"][f"{CONFORMANCE}.json"])
    assert sorted(fleet["backend_repos"]) == ["acme/repo-1", "acme/repo-2", "acme/repo-3"]
    assert index(found)["shards"] == [{"name": "backendrepos", "rows": 2}]


def test_a_rollup_is_written_only_where_it_changed(rollups, store, api: Cluster, cluster, namespace: str):
    put(store, namespace, 1, 2)
    assert rollups.write(namespace) == 1
    assert rollups.write(namespace) == 0
    assert Rollups(api, store, lambda: NOW).write(namespace) == 0  # nor after a restart
    drop(store, namespace, 2)
    rollups.forget("uid-2")
    assert rollups.write(namespace) == 1
    assert repositories(stored(cluster, namespace)) == ["acme/repo-1"]


def test_by_the_clock_of_the_machine_an_old_scan_is_out_of_date(api: Cluster, store: Store, cluster, namespace: str):
    put(store, namespace, 1, scan={"lastScan": "2020-01-01T00:00:00Z"})
    assert Rollups(api, store).write(namespace) == 1
    assert index(stored(cluster, namespace))["totals"]["out_of_date"] == 1


def test_a_row_that_gets_out_of_date_by_the_clock_alone_is_told(api: Cluster, store: Store, cluster, namespace: str):
    times = [NOW, NOW + timedelta(days=2), NOW + timedelta(days=8)]
    rollups = Rollups(api, store, lambda: times.pop(0))
    put(store, namespace, 1)
    assert [rollups.write(namespace) for _ in range(3)] == [1, 0, 1]
    assert index(stored(cluster, namespace))["totals"]["out_of_date"] == 1


def test_the_standard_of_a_repository_says_how_old_a_scan_may_be(rollups, store: Store, cluster, namespace: str):
    put(store, namespace, 1, scan={"lastScan": "2026-11-22T11:00:00Z"})
    standard = {"metadata": {"name": "backend-foundation", "uid": "s", "resourceVersion": "1"}}
    store.put(BACKEND_STANDARD, {**standard, "spec": {"controls": {"oldestEvidenceDays": 1}}})
    rollups.write(namespace)
    assert index(stored(cluster, namespace))["totals"]["out_of_date"] == 1


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A ConfigMap holds three rows or so."""
    monkeypatch.setattr(sharded, "ROOM", 6_000)


@pytest.mark.usefixtures("small")
def test_a_rollup_grows_into_shards_and_back_and_nothing_is_left_over(rollups, store, cluster, namespace: str):
    put(store, namespace, 1)
    rollups.write(namespace)
    for numbers in (range(1, 4), range(1, 41), range(1, 9), range(1, 2)):
        put(store, namespace, *numbers)
        drop(store, namespace, *(set(range(1, 41)) - set(numbers)))
        rollups.write(namespace)
        found = stored(cluster, namespace)
        known = index(found)
        assert repositories(found) == sorted(f"acme/repo-{number}" for number in numbers)
        assert {each["name"] for each in known["shards"]} == {
            name for name, each in found.items() if f"{CONFORMANCE}.json" in each["data"]
        }
        assert sum(each["rows"] for each in known["shards"]) == known["totals"]["repositories"] == len(numbers)
    assert set(found) == {"backendrepos"}
    assert set(found["backendrepos"]["data"]) == ARTIFACTS | {"index.json"}
    assert "backendrepo.dev/shards" not in found["backendrepos"]["metadata"]["annotations"]


@pytest.mark.usefixtures("small")
def test_a_change_of_one_row_writes_one_shard_and_the_index(rollups, store, api, cluster, namespace: str):
    put(store, namespace, *range(40))
    rollups.write(namespace)
    put(store, namespace, 7, scan={"lastScan": "2026-11-24T11:30:00Z"})
    assert rollups.write(namespace) == 2
    assert Rollups(api, store, lambda: NOW).write(namespace) == 0


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("numbers", [range(4), range(40)], ids=["in one", "in shards"])
def test_a_namespace_without_backendrepos_has_no_rollup(numbers, rollups, store, api, cluster, namespace: str):
    put(store, namespace, *numbers)
    rollups.write(namespace)
    drop(store, namespace, *numbers)
    restarted = Rollups(api, store, lambda: NOW)
    assert restarted.write(namespace) == 0
    assert stored(cluster, namespace) == {}
    put(store, namespace, 1)
    assert restarted.write(namespace) == 1
    assert repositories(stored(cluster, namespace)) == ["acme/repo-1"]


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("restarts", [True, False], ids=["killed", "refused"])
@pytest.mark.parametrize("sizes", [(1, 40, 2), (40, 2, 2), (40, 1, 1), (20, 40, 0), (40, 0, 0)], ids=str)
def test_interrupted_between_any_two_writes_nothing_is_left_over(
    sizes: tuple[int, int, int], restarts: bool, store: Store, api: Cluster, cluster, namespace: str, monkeypatch
):
    """After one, two, … requests that change something the API server goes, and perhaps the operator as well."""
    rollups = Rollups(api, store, lambda: NOW)

    def write(size: int) -> None:
        put(store, namespace, *range(size))
        drop(store, namespace, *range(size, 40))
        (Rollups(api, store, lambda: NOW) if restarts else rollups).write(namespace)

    def until(method: Any, left: list[None]) -> Any:
        def call(*args: Any) -> Any:
            if not left:
                raise KubernetesUnavailable("gone")
            left.pop()
            return method(*args)

        return call

    first, second, third = sizes
    for steps in (1, 3, 5):
        write(first)
        left = [None] * steps
        with monkeypatch.context() as patched, contextlib.suppress(KubernetesUnavailable):
            for name in ("apply", "delete"):
                patched.setattr(api, name, until(getattr(api, name), left))
            write(second)
        write(third)
        found = stored(cluster, namespace)
        assert repositories(found) == sorted(f"acme/repo-{number}" for number in range(third))
        assert set(found) == ({"backendrepos", *(each["name"] for each in index(found)["shards"])} if third else set())


def test_a_configmap_of_somebody_else_is_left_as_it_is(rollups, store, cluster: RealCluster, namespace: str):
    cluster.kubectl("-n", namespace, "create", "configmap", "backendrepos", "--from-literal=theirs=kept")
    put(store, namespace, 1)
    with pytest.raises(Taken, match=re.escape(f"The ConfigMap backendrepos in the namespace {namespace} was not made")):
        rollups.write(namespace)
    drop(store, namespace, 1)
    rollups.write(namespace)
    assert cluster.kubectl("-n", namespace, "get", "configmap", "backendrepos", "-o", "jsonpath={.data}") == (
        '{"theirs":"kept"}'
    )
