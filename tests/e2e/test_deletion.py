"""Deletion: the settings stay (Orphan), or what was found at adoption comes back (Restore)."""

import pytest
from tests.e2e.rig import Rig

from backendrepo.hub import hubs


def test_orphan_leaves_the_settings_and_never_holds_a_deletion(running: Rig):
    running.apply(running.repo())
    running.ready()
    assert "finalizers" not in running.get()["metadata"]
    running.github.requests.clear()
    running.kubectl("delete", "br", "a")
    running.settle()
    assert running.writes() == []
    assert running.protection()["enforce_admins"] is True


def test_restore_puts_back_what_was_changed_and_nothing_else(running: Rig):
    repository = running.github.repository("acme/a")
    repository.protect("main", checks=["security"], allow_force_pushes=True)
    running.apply(running.repo(deletionPolicy="Restore"))
    running.ready()
    assert running.get()["metadata"]["finalizers"] == ["backendrepo.dev/restore"]
    repository.protection().lock_branch = True  # somebody else's change, after the adoption
    running.kubectl("delete", "br", "a")
    restored = running.protection()
    assert restored["allow_force_pushes"] is True
    assert restored["enforce_admins"] is False
    assert restored["required_pull_request_reviews"] is None
    assert set(restored["required_status_checks"].checks) == {"security"}
    assert restored["lock_branch"] is True
    assert repository.allow_merge_commit is True


def test_restore_removes_a_protection_that_the_operator_made(running: Rig):
    running.apply(running.repo(deletionPolicy="Restore"))
    running.ready()
    running.kubectl("delete", "br", "a")
    assert running.protection() == {}


def test_a_repository_that_was_never_written_to_is_let_go_at_once(running: Rig):
    running.apply(running.repo(deletionPolicy="Restore", mode="Observe"))
    running.ready()
    assert "finalizers" not in running.get()["metadata"]
    running.kubectl("delete", "br", "a")
    assert running.writes() == []


@pytest.mark.parametrize("gone", ["removed", "archived"])
def test_restore_lets_go_where_nothing_can_be_put_back(running: Rig, gone: str):
    running.apply(running.repo(deletionPolicy="Restore"))
    running.ready()
    if gone == "removed":
        running.github.remove("acme/a")
    else:
        running.github.repository("acme/a").archived = True
    running.kubectl("delete", "br", "a", "--timeout=15s")
    assert running.get() == {}


def test_a_restore_that_fails_says_so_and_orphan_lets_go(running: Rig):
    running.apply(running.repo(deletionPolicy="Restore"))
    running.ready()
    running.store_token(running.github.add_token("bot", permissions={"administration": "read", "contents": "write"}))
    running.kubectl("delete", "br", "a", "--wait=false")
    message = running.failed("RestoreFailed")["Stalled"]["message"]
    assert "PermissionMissing" in message
    assert "spec.deletionPolicy: Orphan" in message
    running.patch(deletionPolicy="Orphan")
    running.until(lambda: running.get() == {}, "a gone")


def test_a_deletion_waits_for_github_to_come_back(running: Rig):
    running.apply(running.repo(deletionPolicy="Restore"))
    running.ready()
    running.github.faults.bad_gateway(times=None, path="/repos")
    running.kubectl("delete", "br", "a", "--wait=false")
    running.failed("GitHubUnavailable")
    running.github.faults.clear()
    running.until(lambda: running.get() == {}, "a gone")
    assert running.protection() == {}


def test_a_whole_namespace_can_be_deleted(running: Rig, monkeypatch: pytest.MonkeyPatch):
    running.apply(running.repo(deletionPolicy="Restore"))
    running.ready()
    monkeypatch.setattr(hubs, "FRESH", 60.0)  # here the Secret goes too; an operator's own namespace stays
    running.request()
    running.cluster.kubectl("delete", "namespace", running.namespace, "--wait=false")
    running.until(lambda: running.get() == {}, "a gone")
    assert running.protection() == {}


def test_restore_that_is_asked_for_after_the_first_write_holds_the_deletion(running: Rig):
    running.apply(running.repo())
    running.ready()
    running.patch(deletionPolicy="Restore")
    running.ready()
    running.kubectl("delete", "br", "a")
    assert running.protection() == {}


def test_orphan_that_is_asked_for_later_holds_no_deletion(running: Rig):
    running.apply(running.repo(deletionPolicy="Restore"))
    running.ready()
    running.patch(deletionPolicy="Orphan")
    running.ready()
    assert "finalizers" not in running.get()["metadata"]


def test_each_branch_that_was_governed_is_restored(running: Rig):
    repository = running.github.repository("acme/a")
    repository.commit({"x": "y"}, "release")
    repository.protect("release", allow_force_pushes=True)
    running.apply(running.repo(deletionPolicy="Restore"))
    running.ready()
    running.patch(branch="release")
    running.ready()
    assert running.protection(branch="release")["allow_force_pushes"] is False
    running.kubectl("delete", "br", "a")
    assert running.protection() == {}
    assert running.protection(branch="release")["allow_force_pushes"] is True
    assert repository.allow_merge_commit is True


def test_a_branch_that_is_gone_does_not_keep_others_from_being_restored(running: Rig):
    repository = running.github.repository("acme/a")
    repository.commit({"x": "y"}, "release")
    running.apply(running.repo(deletionPolicy="Restore"))
    running.ready()
    for branch in ("release", "main"):
        running.patch(branch=branch)
        running.ready()
    del repository.branches["release"]
    running.kubectl("delete", "br", "a")
    assert running.protection() == {}
    assert repository.allow_merge_commit is True
