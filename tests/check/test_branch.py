"""The default branch of a checkout."""

from pathlib import Path

import pytest

from backendrepo.check.branch import default_branch

pytestmark = pytest.mark.e2e

TOLD = "ref: refs/remotes/origin/release/2\n"


def git(folder: Path, head: str | bytes) -> Path:
    """Write what `git clone` leaves about the remote's head."""
    place = folder / "refs" / "remotes" / "origin"
    place.mkdir(parents=True)
    (place / "HEAD").write_bytes(head.encode() if isinstance(head, str) else head)
    return folder


def test_the_default_branch_is_what_the_remote_calls_its_head(tmp_path: Path):
    git(tmp_path / ".git", TOLD)
    assert default_branch(tmp_path) == "release/2"


def test_a_worktree_shares_what_its_repository_knows(tmp_path: Path):
    own = git(tmp_path / "main" / ".git", TOLD) / "worktrees" / "fix"
    own.mkdir(parents=True)
    (own / "commondir").write_text("../..\n")
    (tmp_path / "fix").mkdir()
    (tmp_path / "fix" / ".git").write_text(f"gitdir: {own}\n")
    assert default_branch(tmp_path / "fix") == "release/2"


def test_a_submodule_has_its_own_folder(tmp_path: Path):
    git(tmp_path / ".git" / "modules" / "sub", TOLD)
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / ".git").write_text("gitdir: ../.git/modules/sub\n")
    assert default_branch(tmp_path / "sub") == "release/2"


@pytest.mark.parametrize("head", ["", "0123456789", "ref: refs/heads/x", b"\xff\xfe"])
def test_main_is_meant_where_nothing_tells(tmp_path: Path, head: str | bytes):
    git(tmp_path / ".git", head)
    assert default_branch(tmp_path) == "main"


def test_a_folder_without_git_or_with_a_hostile_one_is_no_trouble(tmp_path: Path):
    assert default_branch(tmp_path) == "main"
    (tmp_path / ".git").write_text("gitdir: a\0b\n")
    assert default_branch(tmp_path) == "main"


def test_a_head_that_cannot_be_read_is_no_trouble(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    git(tmp_path / ".git", TOLD)

    def denied(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "open", denied)
    assert default_branch(tmp_path) == "main"
