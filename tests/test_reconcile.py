"""The corners of a reconcile that the whole product does not reach by itself; the rest is in e2e/."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from backendrepo.api.backendrepo import BackendRepo
from backendrepo.errors import Paced
from backendrepo.learning import Seen
from backendrepo.reconcile import reconcile
from backendrepo.standards import built_in
from backendrepo.status import Released


def repo(**metadata: Any) -> BackendRepo:
    return BackendRepo.model_validate({"metadata": {"name": "a", **metadata}, "spec": {"repository": "acme/a"}})


def test_a_reached_pace_is_no_outcome_but_a_time_to_come_back():
    def pace(_: object) -> None:
        raise Paced(datetime(2026, 11, 24, tzinfo=UTC))

    connection = SimpleNamespace(spec=SimpleNamespace(actions_app_id=1))
    world = SimpleNamespace(
        standard=lambda _: built_in(), connection=lambda _: connection, claim=lambda *_: None, hub=pace
    )
    with pytest.raises(Paced):
        reconcile(Seen(repo()), world)  # type: ignore[arg-type]


def test_an_object_that_somebody_elses_finalizer_holds_is_none_of_ours():
    deleted = repo(deletionTimestamp="2026-11-24T00:00:00Z", finalizers=["example.com/other"])
    assert reconcile(Seen(deleted), SimpleNamespace()) == Released()  # type: ignore[arg-type]
