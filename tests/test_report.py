"""What is written down after a turn: the status where it changed, and after it the Events."""

from datetime import UTC, datetime
from typing import Any

import pytest
from tests.strategies import plan_of

from backendrepo.api.backendrepo import BackendRepoStatus
from backendrepo.api.kinds import BACKEND_REPO, Kind
from backendrepo.errors import KubernetesUnavailable, RepositoryArchived
from backendrepo.plan import Change
from backendrepo.report import report
from backendrepo.status import Failed, Governed, Suspended, Told
from backendrepo.store import Raw
from backendrepo.world import World

NOW = datetime(2026, 11, 24, tzinfo=UTC)
CHANGE = Change("enforceAdmins", False, True)
REPAIRED = Governed(7, plan_of(), repaired=(CHANGE,))
IN_SYNC = Governed(7, plan_of())


class ApiServer:
    """Keeps one object, and in their order what is written and posted."""

    def __init__(self) -> None:
        metadata = {"name": "a", "namespace": "team", "uid": "1", "resourceVersion": "1", "generation": 1}
        self.raw: Raw = {"metadata": metadata, "spec": {"repository": "acme/a"}}
        self.done: list[str] = []
        self.away = False

    def write_status(self, kind: Kind, metadata: Any, status: BackendRepoStatus) -> Raw:
        if self.away:
            raise KubernetesUnavailable("503")
        self.done.append("status")
        version = str(int(self.raw["metadata"]["resourceVersion"]) + 1)
        self.raw = {
            **self.raw,
            "metadata": {**self.raw["metadata"], "resourceVersion": version},
            "status": status.manifest(),
        }
        return self.raw

    def post(self, kind: Kind, metadata: Any, event: Any) -> None:
        self.done.append(event.reason)


@pytest.fixture
def server() -> ApiServer:
    return ApiServer()


@pytest.fixture
def world(server: ApiServer) -> World:
    made = World(server, None, now=lambda: NOW)  # type: ignore[arg-type]
    made.store.put(BACKEND_REPO, server.raw)
    return made


def tell(world: World, server: ApiServer, *outcomes: Told, **metadata: Any) -> list[str]:
    """Report each outcome of a turn on the object as it is at first; return what was done."""
    server.done.clear()
    raw = {**server.raw, "metadata": {**server.raw["metadata"], **metadata}}
    for outcome in outcomes:
        report(raw, outcome, None, world)
    return server.done


def test_what_has_changed_is_written_and_then_told(world: World, server: ApiServer):
    assert tell(world, server, REPAIRED) == ["status", "Repaired"]
    assert server.raw["status"]["governance"]["lastRepair"]["changes"][0]["setting"] == "enforceAdmins"


@pytest.mark.parametrize("outcome", [IN_SYNC, Failed(RepositoryArchived("acme/a")), Suspended()], ids=str)
def test_what_has_not_changed_is_neither_written_nor_told(outcome: Told, world: World, server: ApiServer):
    assert len(tell(world, server, outcome)) == 2
    assert tell(world, server, outcome, outcome) == []


def test_an_older_object_does_not_bring_an_older_status_back(world: World, server: ApiServer):
    """A turn sees the object as it was at its begin; the adoption is written meanwhile."""
    assert tell(world, server, REPAIRED, IN_SYNC) == ["status", "Repaired"]
    assert server.raw["status"]["governance"]["lastRepair"]


def test_a_new_generation_and_a_request_are_acknowledged_without_an_event(world: World, server: ApiServer):
    tell(world, server, IN_SYNC)
    annotations = {"backendrepo.dev/requestedAt": "now"}
    assert tell(world, server, IN_SYNC, generation=2, annotations=annotations) == ["status"]
    assert server.raw["status"]["observedGeneration"] == 2
    assert server.raw["status"]["lastHandledReconcileAt"] == "now"


def test_nothing_is_told_that_is_not_written_down(world: World, server: ApiServer):
    server.away = True
    with pytest.raises(KubernetesUnavailable):
        tell(world, server, REPAIRED)
    assert server.done == []
    server.away = False
    assert tell(world, server, REPAIRED) == ["status", "Repaired"]
