"""Rollups of a namespace and of the fleet, on a real API server."""

import contextlib
import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from kubernetes import config
from tests.cluster import Cluster as RealCluster
from tests.reports.conftest import applied
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
    assert index(found, "backendrepos-fleet")["namespaces"] == sorted([namespace, "elsewhere"])
    assert "namespaces" not in index(found)


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


def test_only_what_a_row_tells_is_news_and_only_once(rollups: Rollups, store: Store):
    key = ("team", "repo-1")
    assert not rollups.news(key)
    put(store, "team", 1)
    assert [rollups.news(key) for _ in range(2)] == [True, False]
    put(store, "team", 1, observedGeneration=7, scan=raw(1)["status"]["scan"] | {"state": "Running"})
    assert not rollups.news(key)
    put(store, "team", 1, scan={"lastScan": "2026-11-24T11:30:00Z"})
    assert rollups.news(key)
    rollups.forget("uid-1")
    assert rollups.news(key)


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
def test_the_shard_in_which_a_result_waits_longest_is_written_first(rollups, store, cluster, namespace: str):
    put(store, namespace, *range(40))
    rollups.write(namespace)
    for number in range(12):
        put(store, namespace, number, scan={"lastScan": f"2026-11-24T11:{10 + number * 37 % 50}:00Z"})
    rollups.write(namespace)
    found = stored(cluster, namespace)
    shards = {each["name"]: found[each["name"]] for each in index(found)["shards"]}
    written = sorted(shards, key=lambda name: int(found[name]["metadata"]["resourceVersion"]))
    waits = [min(new) for name in written if (new := _scanned_after_eleven(shards[name]))]
    assert waits == sorted(waits)
    assert len(waits) > 1


def _scanned_after_eleven(shard: dict[str, Any]) -> list[str]:
    results = json.loads(shard["data"][f"{CONFORMANCE}.json"])["results"]
    return [row["generated_at"] for row in results if row["generated_at"] > "2026-11-24T11:00:00Z"]


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


def until(method: Any, left: list[None]) -> Any:
    """Return the requests of a cluster, of which so many change something; then it is gone."""

    def call(verb: str, *args: Any) -> Any:
        if verb != "GET":
            if not left:
                raise KubernetesUnavailable("gone")
            left.pop()
        return method(verb, *args)

    return call


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

    first, second, third = sizes
    for steps in (1, 3, 5):
        write(first)
        left = [None] * steps
        with monkeypatch.context() as patched, contextlib.suppress(KubernetesUnavailable):
            patched.setattr(api, "_read", until(api._read, left))
            write(second)
        write(third)
        found = stored(cluster, namespace)
        assert repositories(found) == sorted(f"acme/repo-{number}" for number in range(third))
        assert set(found) == ({"backendrepos", *(each["name"] for each in index(found)["shards"])} if third else set())


@pytest.fixture
def team(cluster: RealCluster, namespace: str) -> Iterator[str]:
    """A namespace beside the operator's."""
    name = f"{namespace}-team"
    cluster.kubectl("create", "namespace", name)
    yield name
    cluster.kubectl("delete", "namespace", name, "--wait=false")


def write(rollups: Rollups, *namespaces: str) -> None:
    """Write all rollups in the order of the engine."""
    for each in (None, *namespaces):
        rollups.write(each)


def names(cluster: RealCluster, namespace: str) -> list[str]:
    """The namespaces that the fleet's index names; none where there is no such rollup."""
    found = stored(cluster, namespace)
    return index(found, "backendrepos-fleet")["namespaces"] if "backendrepos-fleet" in found else []


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("others", [(), (1,)], ids=["nothing", "another namespace"])
@pytest.mark.parametrize("numbers", [(2,), range(2, 42)], ids=["in one", "in shards"])
def test_the_rollup_of_a_namespace_that_went_while_no_operator_ran_is_found_and_removed(
    numbers, others, rollups, store, api, cluster, namespace: str, team: str
):
    put(store, namespace, *others)
    put(store, team, *numbers)
    write(rollups, namespace, team)
    assert repositories(stored(cluster, team)) == sorted(f"acme/repo-{number}" for number in numbers)
    drop(store, team, *numbers)
    Rollups(api, store, lambda: NOW).write(None)
    assert stored(cluster, team) == {}
    assert names(cluster, namespace) == ([namespace] if others else [])
    assert repositories(stored(cluster, namespace)) == [f"acme/repo-{number}" for number in (*others, *others)]


@pytest.mark.parametrize("steps", range(1, 6))
def test_killed_between_any_two_writes_a_namespace_that_went_is_found_afterwards(
    steps: int, store, api, cluster, namespace: str, team: str, monkeypatch: pytest.MonkeyPatch
):
    put(store, namespace, 1)
    with monkeypatch.context() as patched, contextlib.suppress(KubernetesUnavailable):
        patched.setattr(api, "_read", until(api._read, [None] * steps))
        put(store, team, 2)
        write(Rollups(api, store, lambda: NOW), team, namespace)
        drop(store, team, 2)
        write(Rollups(api, store, lambda: NOW), namespace)
    drop(store, team, 2)
    write(Rollups(api, store, lambda: NOW), namespace)
    assert stored(cluster, team) == {}
    assert names(cluster, namespace) == [namespace]


def test_the_rollup_of_a_namespace_that_is_not_watched_any_more_stays_while_it_has_backendrepos(
    rollups, store, api: Cluster, cluster: RealCluster, namespace: str, team: str
):
    put(store, namespace, 1)
    put(store, team, 2)
    write(rollups, namespace, team)
    applied(cluster, team, "repo-2")
    drop(store, team, 2)
    write(restarted := Rollups(api, store, lambda: NOW), namespace)
    put(store, namespace, 3)
    write(restarted, namespace)
    assert repositories(stored(cluster, team)) == ["acme/repo-2"]
    assert names(cluster, namespace) == sorted([namespace, team])
    cluster.kubectl("-n", team, "delete", "backendrepo", "repo-2")
    write(Rollups(api, store, lambda: NOW), namespace)
    assert stored(cluster, team) == {}
    assert names(cluster, namespace) == [namespace]


def test_where_the_right_to_look_is_missing_the_rollup_of_a_namespace_stays(
    rollups, store, cluster: RealCluster, namespace: str, team: str, caplog: pytest.LogCaptureFixture
):
    put(store, namespace, 1)
    put(store, team, 2)
    write(rollups, namespace, team)
    drop(store, team, 2)
    limited = Cluster(config.new_client_from_config(str(_limited(cluster, namespace))), namespace)
    Rollups(limited, store, lambda: NOW).write(None)
    assert repositories(stored(cluster, team)) == ["acme/repo-2"]
    assert names(cluster, namespace) == sorted([namespace, team])
    assert f"The rollup of {team}, which has no BackendRepo that is known: " in caplog.text
    assert "403" in caplog.text


def _limited(cluster: RealCluster, namespace: str) -> Path:
    """Return the kubeconfig of somebody who may do anything, in one namespace."""
    cluster.kubectl("-n", namespace, "create", "serviceaccount", "limited")
    subject = f"--serviceaccount={namespace}:limited"
    cluster.kubectl("-n", namespace, "create", "rolebinding", "limited", "--clusterrole=cluster-admin", subject)
    return cluster.kubeconfig_for_service_account(namespace, "limited")


def test_a_namespace_whose_backendrepos_are_all_being_deleted_has_no_rollup(
    rollups, store, cluster, namespace: str, team: str
):
    put(store, team, 1)
    write(rollups, team)
    gone = raw(1, team)
    gone["metadata"] |= {"deletionTimestamp": "2026-11-24T11:59:00Z", "resourceVersion": "2"}
    store.put(BACKEND_REPO, gone)
    rollups.write(None)
    assert stored(cluster, team) == stored(cluster, namespace) == {}


def test_a_namespace_is_named_before_it_has_a_rollup_even_where_that_of_the_fleet_cannot_be_written(
    rollups, store, cluster: RealCluster, namespace: str
):
    cluster.kubectl("-n", namespace, "create", "configmap", "backendrepos-fleet", "--from-literal=theirs=kept")
    put(store, namespace, 1)
    assert not rollups.named(namespace)
    with pytest.raises(Taken):
        rollups.write(None)
    assert rollups.named(namespace)


def test_the_operator_owns_what_it_has_written_and_puts_it_right_when_rows_change(
    rollups, store, cluster: RealCluster, namespace: str
):
    put(store, namespace, 1)
    rollups.write(namespace)
    edited = {"data": {"index.json": "theirs", "notes": "kept"}}
    cluster.kubectl("-n", namespace, "patch", "configmap", "backendrepos", "--type=merge", "-p", json.dumps(edited))
    put(store, namespace, 1, scan={"lastScan": "2026-11-24T11:30:00Z"})
    assert rollups.write(namespace) == 1
    found = stored(cluster, namespace)["backendrepos"]
    assert set(found["data"]) == ARTIFACTS | {"index.json", "notes"}
    assert json.loads(found["data"]["index.json"])["totals"]["repositories"] == 1
    owned = json.loads(
        cluster.kubectl("-n", namespace, "get", "configmap", "backendrepos", "-o", "json", "--show-managed-fields")
    )["metadata"]["managedFields"]
    fields = {each["manager"]: set(each["fieldsV1"]["f:data"]) - {"."} for each in owned}
    assert fields["backendrepo"] == {f"f:{key}" for key in (*ARTIFACTS, "index.json")}
    assert [values for manager, values in fields.items() if manager != "backendrepo"] == [{"f:notes"}]


def test_what_somebody_edits_while_no_operator_runs_is_put_right_when_one_starts(
    rollups, store, api: Cluster, cluster: RealCluster, namespace: str
):
    put(store, namespace, 1)
    rollups.write(namespace)
    edited = json.dumps({"data": {"index.json": "theirs"}})
    cluster.kubectl("-n", namespace, "patch", "configmap", "backendrepos", "--type=merge", "-p", edited)
    assert Rollups(api, store, lambda: NOW).write(namespace) == 1
    assert index(stored(cluster, namespace))["totals"]["repositories"] == 1


def test_an_answer_that_is_cut_is_a_reason_to_try_again(
    rollups, store, api: Cluster, cluster: RealCluster, namespace: str, monkeypatch: pytest.MonkeyPatch
):
    put(store, namespace, 1)
    rollups.write(namespace)
    put(store, namespace, 2)
    read = api._read
    with monkeypatch.context() as patched:
        patched.setattr(api, "_read", lambda *args: (read(*args) or b"")[:-9])
        with pytest.raises(KubernetesUnavailable, match="no JSON"):
            rollups.write(namespace)
    assert rollups.write(namespace) == 0
    assert repositories(stored(cluster, namespace)) == ["acme/repo-1", "acme/repo-2"]


def test_a_backendrepo_made_anew_that_stands_as_before_is_no_reason_to_write(rollups, store, namespace: str):
    put(store, namespace, 1)
    assert rollups.write(namespace) == 1
    anew = raw(1, namespace)
    anew["metadata"]["uid"] = "another"
    store.put(BACKEND_REPO, anew)
    assert rollups.write(namespace) == 0


def test_one_that_is_deleted_is_made_again_when_rows_change(rollups, store, cluster: RealCluster, namespace: str):
    put(store, namespace, 1)
    rollups.write(namespace)
    cluster.kubectl("-n", namespace, "delete", "configmap", "backendrepos")
    put(store, namespace, 2)
    assert rollups.write(namespace) == 1
    assert repositories(stored(cluster, namespace)) == ["acme/repo-1", "acme/repo-2"]


@pytest.mark.parametrize("there", [True, False], ids=["edited", "made"])
def test_somebody_who_writes_at_the_same_moment_is_a_reason_to_try_again(
    there: bool, rollups, store, api: Cluster, cluster: RealCluster, namespace: str, monkeypatch: pytest.MonkeyPatch
):
    if there:
        put(store, namespace, 1)
        rollups.write(namespace)
    look, verb = api.metadata, ("annotate", "theirs=x") if there else ("create",)
    looks: list[str] = []

    def meanwhile(path: str) -> Any:
        looks.append(path)
        found = look(path)
        if len(looks) == 2:  # the first is for how many shards there are
            cluster.kubectl("-n", namespace, verb[0], "configmap", "backendrepos", *verb[1:])
        return found

    put(store, namespace, 2)
    with monkeypatch.context() as patched:
        patched.setattr(api, "metadata", meanwhile)
        with pytest.raises(KubernetesUnavailable, match="somebody else writes to"):
            Rollups(api, store, lambda: NOW).write(namespace)


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
