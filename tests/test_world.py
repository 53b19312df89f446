"""What a reconcile reaches; the API server here is one that answers what the test says."""

import logging
from datetime import UTC, datetime
from typing import Any

import pytest

from backendrepo.api.backendrepo import BackendRepo
from backendrepo.api.backendstandard import BackendStandard
from backendrepo.api.kinds import BACKEND_REPO, BACKEND_STANDARD, GITHUB_CONNECTION, Kind
from backendrepo.errors import InvalidSpec, KubernetesUnavailable, RepositoryTaken, Superseded
from backendrepo.status import Event
from backendrepo.world import World, parse

NOW = datetime(2026, 11, 24, tzinfo=UTC)


class ApiServer:
    """Answers each read with one object, and refuses Events."""

    def __init__(self, answer: dict[str, Any] | None = None) -> None:
        self.answer = answer

    def read(self, *_: object) -> dict[str, Any] | None:
        return self.answer

    def post(self, *_: object) -> None:
        raise KubernetesUnavailable("403 to POST")


def raw(name: str = "a", created: str = "2026-01-01T00:00:00Z", *, generation: int = 1, **spec: Any) -> dict[str, Any]:
    metadata = {"name": name, "namespace": "team", "uid": name, "resourceVersion": "1", "generation": generation}
    refs = {"standardRef": {"name": "s"}, "connectionRef": {"name": "c"}}
    return {"metadata": {**metadata, "creationTimestamp": created}, "spec": {"repository": "acme/a", **refs, **spec}}


def connection(namespaces: list[str], api_url: str = "https://a") -> dict[str, Any]:
    auth = {"tokenSecretRef": {"name": "s", "key": "k"}}
    metadata = {"name": "c", "uid": "c", "resourceVersion": "1", "generation": 1}
    return {"metadata": metadata, "spec": {"auth": auth, "allowedNamespaces": namespaces, "apiUrl": api_url}}


def world(*repos: dict[str, Any], answer: dict[str, Any] | None = None, namespaces: tuple[str, ...] = ("*",)) -> World:
    made = World(ApiServer(answer), None, now=lambda: NOW)  # type: ignore[arg-type]
    made.store.put(GITHUB_CONNECTION, connection(list(namespaces)))
    for repo in repos:
        made.store.put(BACKEND_REPO, repo)
    return made


def claimed(made: World, mine: dict[str, Any]) -> None:
    repo = parse(BackendRepo, mine)
    made.claim(repo, made.connection(repo))


def test_the_older_of_two_governs():
    older, younger = raw("old", "2026-01-01T00:00:00Z"), raw("young", "2026-02-01T00:00:00Z", repository="ACME/A")
    made = world(older, younger, answer=older)
    claimed(made, older)
    with pytest.raises(RepositoryTaken, match="team/old, which is older, governs ACME/A already"):
        claimed(made, younger)


@pytest.mark.parametrize("now", [None, {**raw("old"), "metadata": {**raw("old")["metadata"], "uid": "another"}}])
def test_one_whose_deletion_the_watch_has_missed_stands_in_nobodys_way(now: dict[str, Any] | None):
    older, younger = raw("old", "2026-01-01T00:00:00Z"), raw("young", "2026-02-01T00:00:00Z")
    made = world(older, younger, answer=now)
    claimed(made, younger)
    assert made.store.get(BACKEND_REPO, ("team", "old")) is None


@pytest.mark.parametrize(
    "rival",
    [
        raw("old", connectionRef={"name": "none"}),  # reaches no GitHub
        raw("old", repository="acme/b"),
        raw("old", connectionRef={}),  # cannot be read by this version
    ],
)
def test_one_that_cannot_govern_the_same_repository_stands_in_nobodys_way(rival: dict[str, Any]):
    mine = raw("young", "2026-02-01T00:00:00Z")
    made = world(mine)
    made.store.put(BACKEND_REPO, {**rival, "spec": {**rival["spec"]}})
    claimed(made, mine)


@pytest.mark.parametrize(
    "now", [None, raw(generation=2), {**raw(), "metadata": {**raw()["metadata"], "uid": "another"}}]
)
def test_nothing_is_written_for_an_object_that_is_gone_or_has_changed(now: dict[str, Any] | None):
    made = world(raw(), answer=now)
    with pytest.raises(Superseded):
        made.confirm(parse(BackendRepo, raw()))
    assert (made.store.get(BACKEND_REPO, ("team", "a")) is None) == (now is None)


def test_a_spec_that_this_version_cannot_read_names_the_fields():
    with pytest.raises(
        InvalidSpec, match=r"BackendStandard s cannot be carried out by this version: spec\.driftInterval"
    ):
        parse(BackendStandard, {"metadata": {"name": "s"}, "spec": {"driftInterval": "soon"}})


@pytest.mark.parametrize(("told", "interval"), [("1h", 3600.0), ("soon", 600.0)])
def test_a_standard_that_cannot_be_read_leaves_the_built_in_interval(told: str, interval: float):
    made = world(raw())
    made.store.put(BACKEND_STANDARD, {"metadata": {"name": "s", "uid": "s"}, "spec": {"driftInterval": told}})
    assert made.drift_interval(raw()) == interval


def test_an_event_that_cannot_be_posted_stops_nothing(caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.INFO)
    kind: Kind = BACKEND_REPO
    world().post(kind, parse(BackendRepo, raw()).metadata, Event("Normal", "InSync", "Good."))
    assert "BackendRepo team/a: InSync: Good." in caplog.text
    assert "could not be posted" in caplog.text


def test_every_object_is_known_before_the_first_turn():
    class Lists(ApiServer):
        def list(self, kind: Kind, namespace: str = "") -> list[dict[str, Any]]:
            return [raw(f"{kind.plural}-{namespace}")] if kind is BACKEND_REPO else []

    made = World(Lists(), None)  # type: ignore[arg-type]
    made.fill(["a", "b"])
    assert sorted(each["metadata"]["name"] for each in made.store.all(BACKEND_REPO)) == [
        "backendrepos-a",
        "backendrepos-b",
    ]
    made.fill()
    assert "backendrepos-" in {each["metadata"]["name"] for each in made.store.all(BACKEND_REPO)}


def test_a_clock_reads_utc_to_the_second():
    now = World(ApiServer(), None).now()  # type: ignore[arg-type]
    assert now.tzinfo is UTC
    assert now.microsecond == 0
