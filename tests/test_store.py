import pytest

from backendrepo.api.kinds import BACKEND_REPO
from backendrepo.store import Store, name_of

NAME = ("team", "a")


def raw(version: int, uid: str = "1", **more) -> dict:
    metadata = {"name": "a", "namespace": "team", "uid": uid, "resourceVersion": str(version), "generation": 1}
    return {"metadata": {**metadata, **more}, "spec": {"repository": "acme/a"}}


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [
        (raw(9), raw(10), "10"),
        (raw(10), raw(9), "10"),  # an old event after the answer to a write
        (raw(10), raw(9, uid="2"), "9"),  # another object took the name
    ],
)
def test_the_newest_version_of_an_object_is_kept(store: Store, first: dict, second: dict, kept: str):
    store.put(BACKEND_REPO, first)
    store.put(BACKEND_REPO, second)
    assert store.get(BACKEND_REPO, NAME)["metadata"]["resourceVersion"] == kept


def test_a_deletion_that_comes_late_does_not_take_the_successor(store: Store):
    store.put(BACKEND_REPO, raw(10, uid="2"))
    store.remove(BACKEND_REPO, NAME, "1")
    assert store.get(BACKEND_REPO, NAME)
    store.remove(BACKEND_REPO, NAME, "2")
    assert store.get(BACKEND_REPO, NAME) is None
    store.remove(BACKEND_REPO, NAME, "2")
    assert list(store.all(BACKEND_REPO)) == []


def test_only_what_the_operator_reads_is_kept(store: Store):
    annotations = {"backendrepo.dev/requestedAt": "now", "kubectl.kubernetes.io/last-applied-configuration": "{…}"}
    store.put(BACKEND_REPO, raw(1, annotations=annotations, managedFields=[{"manager": "kubectl"}], labels={"a": "b"}))
    (kept,) = store.all(BACKEND_REPO)
    assert kept["metadata"]["annotations"] == {"backendrepo.dev/requestedAt": "now"}
    assert not {"managedFields", "labels"} & set(kept["metadata"])
    assert name_of({"metadata": {"name": "x"}}) == ("", "x")
