"""A list that is followed: nothing is missed, whatever the API server does."""

import json
import logging
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from tests.cluster import Cluster as RealCluster
from tests.cluster import ControlPlane, wait_until

from backendrepo.cluster import Cluster, Stream
from backendrepo.errors import KubernetesUnavailable
from backendrepo.scans import following
from backendrepo.scans.following import Following

pytestmark = pytest.mark.integration


class Reader:
    """Follows the ConfigMaps of a namespace; what it was told is what it knows."""

    def __init__(self, api: Cluster) -> None:
        path = f"/api/v1/namespaces/{api.namespace}/configmaps"
        self.told: list[tuple[str, str]] = []
        self.mistakes = 0
        self.thread = Following(api, path, "labelSelector=followed%3Dyes", self._seen)
        self.thread.start()

    def _seen(self, change: str, found: dict[str, Any]) -> None:
        if self.mistakes:
            self.mistakes -= 1
            raise ValueError("no time")
        self.told.append((change, found["metadata"]["name"]))

    def wait(self, *news: tuple[str, str]) -> None:
        wait_until(lambda: set(news) <= set(self.told), f"{news} among {self.told}", timeout=60)


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "REST", 0.05)
    monkeypatch.setattr(following, "LONGEST_PAUSE", 0.1)


@pytest.fixture
def write(cluster: RealCluster, namespace: str) -> Any:
    def write(name: str, *, gone: bool = False, value: str = "a") -> None:
        if gone:
            cluster.kubectl("-n", namespace, "delete", "configmap", name)
            return
        metadata = {"name": name, "namespace": namespace, "labels": {"followed": "yes"}}
        body = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata, "data": {"key": value}}
        cluster.apply(json.dumps(body))

    return write


@pytest.fixture
def reader(api: Cluster) -> Iterator[Reader]:
    reader = Reader(api)
    yield reader
    reader.thread.stop()
    reader.thread.join(10)
    assert not reader.thread.is_alive()


def test_what_is_there_and_what_changes_is_told(write: Any, api: Cluster, reader: Reader, cluster, namespace: str):
    cluster.kubectl("-n", namespace, "create", "configmap", "another")
    write("a")
    reader.wait(("ADDED", "a"))
    write("a", value="b")
    reader.wait(("MODIFIED", "a"))
    write("a", gone=True)
    reader.wait(("DELETED", "a"))
    assert len(reader.told) == 3


def test_streams_end_and_the_next_goes_on_where_the_last_ended(
    write: Any, api: Cluster, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("backendrepo.cluster.verbs.LIFE", 1)
    versions: list[str] = []
    watch = api.watch

    def counted(path: str, query: str, version: str) -> Stream:
        versions.append(version)
        return watch(path, query, version)

    monkeypatch.setattr(api, "watch", counted)
    reader = Reader(api)
    wait_until(lambda: versions, "the first stream")
    write("a")
    wait_until(lambda: len(versions) > 2, "three streams")
    write("b")
    reader.wait(("ADDED", "b"))
    reader.thread.stop()
    assert reader.told == [("ADDED", "a"), ("ADDED", "b")], "nothing is listed again at the end of a stream"


def test_a_version_too_old_for_the_api_server_leads_to_a_new_list(write: Any, api: Cluster, monkeypatch):
    write("a")
    versions = iter(["1"])
    watch = api.watch
    monkeypatch.setattr(api, "watch", lambda path, query, version: watch(path, query, next(versions, version)))
    reader = Reader(api)
    wait_until(lambda: reader.told.count(("ADDED", "a")) == 2, "the second list")
    write("b")
    reader.wait(("ADDED", "b"))
    reader.thread.stop()


def test_an_error_in_a_stream_leads_to_a_new_list_and_a_bookmark_to_a_later_version(
    api: Cluster, write: Any, monkeypatch
):
    class Scripted(list[Any]):
        def stop(self) -> None: ...

    bookmark = {"type": "BOOKMARK", "object": {"metadata": {"resourceVersion": "9"}}}
    streams = iter([Scripted([bookmark]), Scripted([{"type": "ERROR", "object": {"code": 410}}])])
    versions: list[str] = []
    watch = api.watch

    def scripted(path: str, query: str, version: str) -> Any:
        versions.append(version)
        return next(streams, None) or watch(path, query, version)

    monkeypatch.setattr(api, "watch", scripted)
    write("a")
    reader = Reader(api)
    wait_until(lambda: len(versions) == 3, "the third stream")
    assert versions[1] == "9"
    assert versions[2] != "9"
    assert reader.told == [("ADDED", "a")] * 2
    reader.thread.stop()


def test_what_went_away_during_an_outage_is_told_after_it(
    write: Any, api: Cluster, control_plane: ControlPlane, reader: Reader, caplog: pytest.LogCaptureFixture
):
    write("a")
    write("b")
    reader.wait(("ADDED", "a"), ("ADDED", "b"))
    held = threading.Event()
    pages = api.pages
    api.pages = lambda *given: held.wait(60) and pages(*given)  # type: ignore[method-assign]
    with caplog.at_level(logging.WARNING, "backendrepo.scans.following"):
        control_plane.kill_apiserver()
        wait_until(lambda: caplog.records, "the outage to be noticed")
        control_plane.start_apiserver()
    assert "The list is read again." in caplog.text
    write("a", gone=True)
    write("c")
    held.set()
    reader.wait(("DELETED", "a"), ("ADDED", "c"))
    assert ("DELETED", "b") not in reader.told


def test_what_could_not_be_taken_is_told_again(write: Any, reader: Reader, caplog: pytest.LogCaptureFixture):
    wait_until(lambda: reader.thread._stream, "the first stream")
    reader.mistakes = 2
    write("a")
    reader.wait(("ADDED", "a"))
    assert caplog.text.count("A mistake in the operator") == 2


def test_who_is_stopped_before_the_first_stream_ends_without_one(api: Cluster, monkeypatch: pytest.MonkeyPatch):
    opened, released = threading.Event(), threading.Event()
    watch = api.watch

    def slow(*given: str) -> Stream:
        opened.set()
        released.wait(10)
        return watch(*given)

    monkeypatch.setattr(api, "watch", slow)
    reader = Reader(api)
    opened.wait(10)
    reader.thread.stop()
    released.set()
    reader.thread.join(10)
    assert not reader.thread.is_alive()


def test_a_list_that_is_gone_is_asked_for_again(api: Cluster, write: Any, monkeypatch: pytest.MonkeyPatch):
    pages = api.pages
    answers: list[Any] = [KubernetesUnavailable("503"), []]

    def told(*given: str) -> Any:
        answer = answers.pop(0) if answers else pages(*given)
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(api, "pages", told)
    write("a")
    reader = Reader(api)
    reader.wait(("ADDED", "a"))
    reader.thread.stop()
