"""The default branch of a checkout, read from `.git` as files: git itself obeys a repository's configuration.

Source: git's documentation, "gitrepository-layout", "git-remote" (`set-head`).
"""

from pathlib import Path

DEFAULT = "main"
_REMOTE = "ref: refs/remotes/origin/"
_LONGEST = 4096


def default_branch(checkout: Path) -> str:
    """Return the branch that the remote `origin` calls its head, `main` where none is known."""
    head = _line(_common(checkout) / "refs" / "remotes" / "origin" / "HEAD")
    return head.removeprefix(_REMOTE) if head.startswith(_REMOTE) else DEFAULT


def _common(checkout: Path) -> Path:
    """Return the folder with the references; a worktree or submodule has a file that leads to it."""
    git = checkout / ".git"
    if not git.is_file():
        return git
    folder = checkout / _line(git).removeprefix("gitdir: ")
    return folder / (_line(folder / "commondir") or ".")


def _line(path: Path) -> str:
    """Return the first line of a regular file, empty where there is none."""
    try:
        if not path.is_file():
            return ""
        with path.open(encoding="utf-8", errors="replace") as file:
            return file.readline(_LONGEST).strip()
    except (OSError, ValueError):
        return ""
