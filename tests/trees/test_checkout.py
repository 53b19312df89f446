import os
import subprocess
from pathlib import Path

import pytest

from backendrepo.snapshot import Unreadable
from backendrepo.trees import checkout, git
from backendrepo.trees.checkout import Checkout

IDENTITY = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@b"}


def run_git(folder: Path, *arguments: str) -> str:
    environment = {**os.environ, **IDENTITY, "GIT_CONFIG_GLOBAL": os.devnull}
    ran = subprocess.run(["git", *arguments], cwd=folder, env=environment, check=True, capture_output=True, text=True)
    return ran.stdout.strip()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with two tracked files, an ignored and an untracked one."""
    folder = tmp_path / "repository"
    (folder / "src").mkdir(parents=True)
    (folder / "src" / "a.py").write_text("a = 1\n")
    (folder / "Makefile").write_text("lint:\n\truff check\n")
    (folder / ".gitignore").write_text("output\n")
    run_git(folder, "init", "-q", "-b", "main")
    run_git(folder, "add", "-A")
    run_git(folder, "commit", "-qm", "First")
    (folder / "output").mkdir()
    (folder / "output" / "report.md").write_text("#\n")
    (folder / "scratch.py").write_text("b = 2\n")
    return folder


def test_what_git_tracks_is_read_and_nothing_else(repository: Path):
    assert Checkout(repository).glob("**") == [".gitignore", "Makefile", "src/a.py"]
    assert git.tracked(repository) == run_git(repository, "ls-files").splitlines()
    assert git.head(repository) == run_git(repository, "rev-parse", "HEAD")


def test_the_working_tree_counts_not_the_commit(repository: Path):
    (repository / "Makefile").write_text("changed:\n")
    (repository / "src" / "a.py").unlink()
    tree = Checkout(repository)
    assert tree.read("Makefile") == "changed:\n"
    assert tree.read("src/a.py") is None


@pytest.mark.parametrize("version", ["2", "3"])
def test_an_index_of_each_usual_version_is_read(repository: Path, version: str):
    run_git(repository, "update-index", f"--index-version={version}")
    if version == "3":
        run_git(repository, "add", "--intent-to-add", "scratch.py")  # needs the extended flag
    assert git.tracked(repository) == run_git(repository, "ls-files").splitlines()


def test_an_index_that_cannot_be_read_falls_back_to_the_folder(repository: Path):
    run_git(repository, "update-index", "--index-version=4")
    assert git.tracked(repository) is None
    assert "scratch.py" in Checkout(repository).glob("**")


@pytest.mark.parametrize("content", [b"", b"DIRC", b"DIRC\0\0\0\2\0\0\0\x09", b"DIRC\0\0\0\2\xff\xff\xff\xff"])
def test_a_broken_index_is_no_index(repository: Path, content: bytes):
    (repository / ".git" / "index").write_bytes(content)
    assert git.tracked(repository) is None


def test_an_index_beyond_the_limit_is_not_read(repository: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(git, "LARGEST_INDEX", 10)
    assert git.tracked(repository) is None


def test_the_commit_is_found_detached_packed_and_in_a_worktree(repository: Path, tmp_path: Path):
    commit = run_git(repository, "rev-parse", "HEAD")
    run_git(repository, "worktree", "add", "-q", "-b", "other", str(tmp_path / "worktree"))
    assert git.head(tmp_path / "worktree") == commit
    assert git.tracked(tmp_path / "worktree") == [".gitignore", "Makefile", "src/a.py"]
    run_git(repository, "pack-refs", "--all")
    assert git.head(repository) == commit
    assert git.head(tmp_path / "worktree") == commit
    run_git(repository, "checkout", "-q", "--detach")
    assert git.head(repository) == commit


def test_the_commit_of_what_is_no_repository_is_unknown(tmp_path: Path):
    assert git.head(tmp_path) == ""
    run_git(tmp_path, "init", "-q")
    assert git.head(tmp_path) == ""
    (tmp_path / ".git" / "packed-refs").write_text("# nothing\n")
    assert git.head(tmp_path) == ""


def test_a_hostile_configuration_runs_nothing(repository: Path, tmp_path: Path):
    run_git(repository, "config", "core.fsmonitor", f"touch {tmp_path}/ran")
    Checkout(repository)
    git.head(repository)
    assert not (tmp_path / "ran").exists()


def test_without_git_everything_but_what_nobody_commits_is_read(tmp_path: Path):
    for path in ("Makefile", "src/a.py", ".venv/lib/x.py", "node_modules/y.js"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).touch()
    assert Checkout(tmp_path).glob("**") == ["Makefile", "src/a.py"]


def test_links_that_lead_out_pipes_and_loops_are_no_files(tmp_path: Path):
    folder = tmp_path / "folder"
    folder.mkdir()
    (tmp_path / "secret").write_text("secret")
    (folder / "out").symlink_to(tmp_path / "secret")
    (folder / "up").symlink_to("../secret")
    (folder / "loop").symlink_to("loop")
    (folder / "real").write_text("text")
    (folder / "inside").symlink_to("real")
    os.mkfifo(folder / "pipe")
    tree = Checkout(folder)
    assert tree.glob("**") == ["inside", "real"]
    assert tree.read("inside") == "text"


def test_what_became_a_pipe_since_it_was_listed_does_not_block(tmp_path: Path):
    (tmp_path / "a").write_text("text")
    tree = Checkout(tmp_path)
    (tmp_path / "a").unlink()
    os.mkfifo(tmp_path / "a")
    with pytest.raises(Unreadable, match="no regular file"):
        tree.read("a")


@pytest.mark.parametrize(("limit", "read"), [(100, b"12345678"), (8, b"12345678"), (5, b"12345"), (2, b"12")])
def test_a_file_that_is_longer_than_it_was_said_to_be_is_read_up_to_the_limit(tmp_path: Path, limit: int, read: bytes):
    (tmp_path / "log").write_text("12345678")
    with (tmp_path / "log").open("rb") as file:
        assert checkout._read(file.fileno(), 2, limit) == read


def test_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(checkout, "MOST", 2)
    for name in "abc":
        (tmp_path / name).touch()
    with pytest.raises(Unreadable, match="more than 2 files"):
        Checkout(tmp_path)


def test_a_tracked_path_that_leads_out_by_a_folder_is_no_file(repository: Path, tmp_path: Path):
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "a.py").write_text("secret = 1\n")
    (repository / "src" / "a.py").unlink()
    (repository / "src").rmdir()
    (repository / "src").symlink_to(tmp_path / "outside")
    tree = Checkout(repository)
    assert tree.glob("**") == [".gitignore", "Makefile"]
    assert tree.read("src/a.py") is None


@pytest.mark.parametrize("path", ["/etc/passwd", "../outside", "no\ud800text", "src"])
def test_an_index_names_no_file_outside_the_folder(repository: Path, path: str, monkeypatch: pytest.MonkeyPatch):
    (repository.parent / "outside").write_text("secret")
    monkeypatch.setattr(checkout, "tracked", lambda _: ["Makefile", path])
    assert Checkout(repository).glob("**") == ["Makefile"]


def test_a_folder_that_cannot_be_looked_into_has_no_files(tmp_path: Path):
    assert Checkout(tmp_path / "missing").glob("**") == []
