"""A commit on disk, for git itself to work on."""

import os
import subprocess
import zlib
from pathlib import Path

from tests.github.state.git import Commit, Tree, framed


def git(folder: Path | str, *arguments: str) -> bytes:
    """Run git in a folder, without anybody's configuration; its output."""
    clean = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "PATH": os.environ["PATH"]}
    return subprocess.run(["git", *arguments], cwd=folder, env=clean, check=True, capture_output=True).stdout


def write_repository(commit: Commit, repository: Path) -> None:
    """Make a folder a repository that has one commit, and all that it consists of."""
    (repository / "refs").mkdir(parents=True)
    (repository / "HEAD").write_text("ref: refs/heads/main\n")
    objects = {commit.sha: framed("commit", commit.raw), commit.tree.sha: framed("tree", commit.tree.raw)}
    for entry, child in commit.tree.walk():
        objects[entry.sha] = framed("tree", child.raw) if isinstance(child, Tree) else framed("blob", child)
    for sha, content in objects.items():
        path = repository / "objects" / sha[:2] / sha[2:]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(zlib.compress(content, 1))


def check_out(commit: Commit, folder: Path) -> Path:
    """Make a folder a checkout of a commit."""
    write_repository(commit, folder / ".git")
    git(folder, "checkout", "--quiet", commit.sha)
    return folder
