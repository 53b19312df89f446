"""Turns: who has one, what it comes to where something goes wrong, and when the next one is."""

import asyncio
import threading
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from backendrepo import engine as module
from backendrepo.api.kinds import BACKEND_REPO, BACKEND_STANDARD, GITHUB_CONNECTION, Kind
from backendrepo.cluster import Raw
from backendrepo.engine import Engine
from backendrepo.errors import InvalidSpec, KubernetesUnavailable, Paced, RepositoryArchived, Superseded
from backendrepo.hub.hubs import Hubs
from backendrepo.reports import pace
from backendrepo.status import Failed, Released
from backendrepo.world import World

NOW = datetime(2026, 11, 24, tzinfo=UTC)


class ApiServer:
    """Keeps what is written to the status of each object, and the path of each ConfigMap that is made."""

    namespace = "system"

    def __init__(self) -> None:
        self.reasons: dict[str, str] = {}
        self.made: list[str] = []

    def get(self, _: str) -> None:
        return None

    metadata = get

    def create(self, path: str, body: Raw) -> Raw:
        self.made.append(f"{path}/{body['metadata']['name']}")
        return {"metadata": {"resourceVersion": "1"}}

    def read(self, *_: object) -> None:
        return None

    def post(self, *_: object) -> None:
        """Take an Event."""

    def write_status(self, kind: Kind, metadata: Any, status: Any) -> None:
        self.reasons[metadata.name] = status.conditions[0].reason


def raw(name: str = "a", **spec: Any) -> Raw:
    metadata = {"name": name, "namespace": "team", "uid": name, "resourceVersion": "1", "generation": 1}
    refs = {"standardRef": {"name": "backend-foundation"}, "connectionRef": {"name": "c"}}
    spec = {"repository": f"acme/{name}", **refs, **spec}
    return {"metadata": {**metadata, "creationTimestamp": "2026-01-01T00:00:00Z"}, "spec": spec}


class House:
    """An engine whose reconciles are answered by the test, one answer after the other; the last one stays."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *answers: Any, enough: int = 1) -> None:
        self.server = ApiServer()
        self.world = World(self.server, Hubs(self.server), now=lambda: NOW)  # type: ignore[arg-type]
        self.turns: list[str] = []
        self._answers, self._enough = list(answers), enough
        monkeypatch.setattr(module, "reconcile", self._reconcile)

    def _reconcile(self, seen: Any, _: World) -> Any:
        self.turns.append(seen.repo.metadata.name)
        answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer

    def run(self, *objects: Raw, after: Any = None, until: Any = lambda: True) -> None:
        """Tell of objects and let the engine work until there were enough turns, and each was reported, and so on."""

        async def scenario() -> None:
            engine = Engine(self.world, workers=2)
            for each in objects:
                engine.observe(BACKEND_REPO, each, listed=False)
            if after:
                after(engine)
            working = asyncio.create_task(engine.run())
            async with asyncio.timeout(20):
                while len(self.turns) < self._enough or not until():
                    await asyncio.sleep(0)
            working.cancel()
            with suppress(asyncio.CancelledError):
                await working

        asyncio.run(scenario())


def test_a_mistake_in_the_operator_is_told_and_logged_and_the_others_go_on(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    house = House(monkeypatch, LookupError("x"), Failed(RepositoryArchived("acme/b")), enough=2)
    house.run(raw("a"), raw("b"))
    assert sorted(house.server.reasons.values()) == ["InternalError", "RepositoryArchived"]
    assert "A mistake in the operator, at the BackendRepo team/a" in caplog.text
    assert "LookupError" in caplog.text


def test_a_spec_that_this_version_cannot_read_is_told_at_once(monkeypatch: pytest.MonkeyPatch):
    house = House(monkeypatch, Failed(RepositoryArchived("acme/b")))
    house.run(raw("unreadable", mode="Yes"), raw("b"))
    assert house.server.reasons["unreadable"] == "InvalidSpec"
    assert house.turns == ["b"]


def test_a_standard_that_this_version_cannot_read_ends_nothing(monkeypatch: pytest.MonkeyPatch):
    house = House(monkeypatch, Failed(InvalidSpec("spec.driftInterval")), enough=2)
    standard = {"metadata": {"name": "backend-foundation", "uid": "s"}, "spec": {"driftInterval": "soon"}}
    house.world.store.put(BACKEND_STANDARD, standard)
    house.run(raw("a"), raw("b"))
    assert house.server.reasons == {"a": "InvalidSpec", "b": "InvalidSpec"}


def test_a_turn_on_an_object_that_has_changed_is_given_anew(monkeypatch: pytest.MonkeyPatch):
    house = House(monkeypatch, Superseded(), Failed(RepositoryArchived("acme/a")), enough=2)
    house.run(raw())
    assert house.turns == ["a", "a"]
    assert house.server.reasons == {"a": "RepositoryArchived"}


@pytest.mark.parametrize("wait", [Paced(NOW + timedelta(seconds=1)), KubernetesUnavailable("503")])
def test_what_only_waits_is_told_nowhere_and_comes_again(wait: Exception, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "SOON", 0.01)
    house = House(monkeypatch, wait, Failed(RepositoryArchived("acme/a")), enough=2)
    if isinstance(wait, KubernetesUnavailable):
        monkeypatch.setattr(module, "report", _raise_once(wait, module.report))
        house._answers.pop(0)
    house.run(raw())
    assert house.server.reasons == {"a": "RepositoryArchived"}


def _raise_once(error: Exception, report: Any) -> Any:
    errors = [error]

    def reporting(*arguments: Any) -> Any:
        if errors:
            raise errors.pop()
        return report(*arguments)

    return reporting


def test_a_released_object_has_no_status_to_write(monkeypatch: pytest.MonkeyPatch):
    house = House(monkeypatch, Released())
    house.run(raw())
    assert house.server.reasons == {}


def test_an_object_that_is_gone_before_its_turn_has_none(monkeypatch: pytest.MonkeyPatch):
    house = House(monkeypatch, Failed(RepositoryArchived("acme/b")))

    def delete(engine: Engine) -> None:
        engine.forget(BACKEND_REPO, raw("a"))
        engine._queue.add(("BackendRepo", ("team", "a")))  # as a turn does that was under way meanwhile

    house.run(raw("a"), raw("b"), after=delete)
    assert house.turns == ["b"]


def test_what_was_told_of_before_needs_no_turn(monkeypatch: pytest.MonkeyPatch):
    house = House(monkeypatch, Released(), enough=2)

    def again(engine: Engine) -> None:
        engine.observe(BACKEND_REPO, raw("a"), listed=False)
        engine.observe(BACKEND_REPO, raw("b"), listed=False)

    house.run(raw("a"), after=again)
    assert sorted(house.turns) == ["a", "b"]


def test_a_connection_that_went_away_gives_its_repositories_a_turn(monkeypatch: pytest.MonkeyPatch):
    house = House(monkeypatch, Released())
    house.world.store.put(BACKEND_REPO, raw("a"))
    connection = {"metadata": {"name": "c", "uid": "c", "resourceVersion": "1", "generation": 1}}
    house.run(after=lambda engine: engine.forget(GITHUB_CONNECTION, connection))
    assert house.turns == ["a"]


class NoScans:
    """Scans of which none is due."""

    def listen(self, _: object) -> None:
        """Tell of nothing."""

    def leave(self, _: str) -> None:
        """Hold no place."""

    def sweep(self, _: object) -> None:
        """Find nothing."""


def test_a_rollup_is_written_while_turns_take_every_worker(monkeypatch: pytest.MonkeyPatch):
    written = threading.Event()
    monkeypatch.setattr(pace, "LATEST", 0.01)
    monkeypatch.setattr(pace, "GATHER", 0.01)
    monkeypatch.setattr(module, "_write_rollup", lambda *_: written.set())
    house = House(monkeypatch, Released(), enough=3)
    house.world = replace(house.world, scans=NoScans())
    answered, before = house._reconcile, []

    def reconcile(seen: Any, world: World) -> Any:
        before.append(written.wait(5))
        return answered(seen, world)

    monkeypatch.setattr(module, "reconcile", reconcile)
    house.run(raw("a"), raw("b"), raw("c"))
    assert all(before)


def test_the_rollup_of_a_namespace_is_made_when_that_of_the_fleet_names_it(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pace, "LATEST", 0.01)
    monkeypatch.setattr(pace, "GATHER", 0.01)
    house, early = House(monkeypatch, Failed(RepositoryArchived("acme/a"))), threading.Event()
    house.world = replace(house.world, scans=NoScans())
    create = house.server.create

    def slow_for_the_fleet(path: str, body: Raw) -> Raw:
        if "/system/" in path:
            early.wait(0.3)
        else:
            early.set()
        return create(path, body)

    monkeypatch.setattr(house.server, "create", slow_for_the_fleet)
    house.run(raw("a"), until=lambda: len(house.server.made) == 2)
    assert [each.split("/")[-3] for each in house.server.made] == ["system", "team"]


def test_a_rollup_is_tried_again_where_the_api_server_does_not_answer(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pace, "LATEST", 0.01)
    monkeypatch.setattr(pace, "GATHER", 0.01)
    monkeypatch.setattr(module, "SOON", 0.01)
    house = House(monkeypatch, Failed(RepositoryArchived("acme/a")))
    house.world = replace(house.world, scans=NoScans())
    outage = _raise_once(KubernetesUnavailable("503"), house.server.create)
    monkeypatch.setattr(house.server, "create", outage)
    house.run(raw("a"), until=lambda: len(house.server.made) == 2)
    assert sorted(each.split("/")[-3] for each in house.server.made) == ["system", "team"]
