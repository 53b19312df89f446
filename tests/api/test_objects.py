"""What the operator reads of an object's metadata, and which of it a user asks by."""

import pytest
from pydantic import ValidationError

from backendrepo.api.objects import REQUESTED_AT, RESTORE_FINALIZER, Metadata, Reference

WRITTEN = {
    "name": "payments-api",
    "namespace": "team-payments",
    "uid": "b7",
    "generation": 3,
    "resourceVersion": "41",
    "creationTimestamp": "2026-11-24T12:00:00Z",
    "annotations": {REQUESTED_AT: "now", "argocd.argoproj.io/tracking-id": "x"},
    "finalizers": [RESTORE_FINALIZER],
    "managedFields": [{"manager": "kubectl"}],
}


def metadata(**changes) -> Metadata:
    return Metadata.model_validate({**WRITTEN, **changes})


def test_metadata_is_read_as_the_api_server_writes_it():
    read = metadata()
    assert (read.name, read.namespace, read.uid, read.generation) == ("payments-api", "team-payments", "b7", 3)
    assert (read.resource_version, read.finalizers) == ("41", (RESTORE_FINALIZER,))
    assert read.requested_at == "now"
    assert not read.deleting


def test_a_cluster_scoped_object_has_no_namespace():
    read = Metadata.model_validate({"name": "default"})
    assert read.namespace == ""
    assert read.requested_at is None


def test_an_object_that_waits_for_a_finalizer_is_being_deleted():
    assert metadata(deletionTimestamp="2026-11-24T13:00:00Z").deleting


@pytest.mark.parametrize(
    "changes",
    [
        {"resourceVersion": "42"},
        {"finalizers": []},
        {"annotations": {REQUESTED_AT: "now", "argocd.argoproj.io/tracking-id": "y"}},
        {"managedFields": []},
    ],
)
def test_what_the_operator_or_another_tool_writes_asks_for_nothing(changes: dict):
    assert metadata(**changes).asked == metadata().asked


@pytest.mark.parametrize(
    "changes",
    [
        {"generation": 4},
        {"annotations": {REQUESTED_AT: "again"}},
        {"annotations": {}},
        {"deletionTimestamp": "2026-11-24T13:00:00Z"},
        {"uid": "c8"},  # deleted, and created anew under the same name
    ],
)
def test_what_a_user_changes_asks_for_a_turn(changes: dict):
    assert metadata(**changes).asked != metadata().asked


def test_of_two_objects_the_older_comes_first_and_the_uid_decides_within_a_second():
    older, same_second, younger = (
        metadata(creationTimestamp=created, uid=uid)
        for created, uid in (
            ("2026-11-24T11:59:59Z", "z"),
            ("2026-11-24T12:00:00Z", "a"),
            ("2026-11-24T12:00:00Z", "b"),
        )
    )
    assert sorted([younger, same_second, older], key=lambda each: each.seniority) == [older, same_second, younger]


@pytest.mark.parametrize("name", ["", "x" * 254])
def test_a_reference_without_a_name_refers_to_nothing(name: str):
    with pytest.raises(ValidationError):
        Reference(name=name)
