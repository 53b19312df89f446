"""What is not done: no request, write or Event without a reason."""

from typing import Any

import pytest
from tests.cluster import ControlPlane
from tests.e2e.rig import Rig


class Audit:
    """What the operator has written to Kubernetes since this was made."""

    def __init__(self, rig: Rig, control_plane: ControlPlane) -> None:
        self._rig, self._control_plane = rig, control_plane
        self._seen = len(control_plane.audit())

    def writes(self) -> list[str]:
        """Return each write about the namespace as `patch backendrepos/status`, in order."""
        entries = self._control_plane.audit()[self._seen :]
        return [_told(entry["verb"], entry["objectRef"]) for entry in entries if self._counts(entry)]

    def _counts(self, entry: dict[str, Any]) -> bool:
        mine = entry.get("objectRef", {}).get("namespace") == self._rig.namespace
        return mine and entry["verb"] in ("create", "patch", "update", "delete") and "kubectl" not in entry["userAgent"]


def _told(verb: str, what: dict[str, str]) -> str:
    return "/".join(filter(None, (f"{verb} {what['resource']}", what.get("subresource"))))


@pytest.fixture
def audit(rig: Rig, control_plane: ControlPlane) -> Audit:
    return Audit(rig, control_plane)


STATUS, EVENT, FINALIZER = "patch backendrepos/status", "create events", "patch backendrepos"


def test_each_change_is_written_down_once(running: Rig, audit: Audit):
    expected = [FINALIZER, STATUS, STATUS, EVENT]  # held, adopted, governed and told
    running.apply(running.repo(deletionPolicy="Restore"))
    running.ready()
    _insist(running, audit, expected)

    running.request()
    expected += [STATUS]  # the acknowledgement
    _insist(running, audit, expected)

    running.github.repository("acme/a").protection().allow_force_pushes = True
    running.request()
    expected += [STATUS, EVENT]  # the repair, with the acknowledgement
    _insist(running, audit, expected)

    running.patch(suspend=True)
    running.failed("Suspended")
    expected += [STATUS, EVENT]
    _insist(running, audit, expected)

    running.patch(suspend=False, deletionPolicy="Orphan")
    running.ready()
    expected += [FINALIZER, STATUS, EVENT]
    _insist(running, audit, expected)


def _insist(rig: Rig, audit: Audit, expected: list[str]) -> None:
    rig.until(lambda: len(audit.writes()) >= len(expected), f"{len(expected)} writes")
    rig.settle()
    assert audit.writes() == expected


def test_a_failure_that_lasts_is_told_once(running: Rig, audit: Audit):
    running.github.repository("acme/a").archived = True
    running.apply(running.repo())
    running.failed("RepositoryArchived")
    for _ in range(3):
        running.request()
    running.settle()
    assert [reason for _, reason, _ in running.events()] == ["RepositoryArchived"]
    assert audit.writes() == [STATUS, EVENT, STATUS, STATUS, STATUS]  # acknowledgements


def test_a_restart_neither_looks_at_once_nor_writes(rig: Rig, control_plane: ControlPlane):
    rig.apply(
        rig.make("BackendStandard", rig.standard, driftInterval="168h", governance={"allowDeletions": {"value": False}})
    )
    rig.apply(rig.repo(standardRef={"name": rig.standard}))
    with rig.operator():
        rig.ready()
        rig.settle()
    rig.github.requests.clear()
    audit = Audit(rig, control_plane)
    with rig.operator():
        rig.until(lambda: rig.github.requests, "the connection's check")
        rig.settle()
    assert [exchange.path for exchange in rig.github.requests] == ["/rate_limit"]
    assert audit.writes() == []


def test_a_label_or_a_foreign_annotation_asks_for_nothing(running: Rig, audit: Audit):
    running.apply(running.repo())
    running.ready()
    running.settle()
    running.github.requests.clear()
    before = audit.writes()
    running.kubectl("label", "br", "a", "team=payments")
    running.kubectl("annotate", "br", "a", "example.com/note=x")
    running.settle()
    assert list(running.github.requests.lines()) == []
    assert audit.writes() == before
