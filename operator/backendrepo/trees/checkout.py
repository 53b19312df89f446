"""A checkout on this machine, with or without `.git`."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from backendrepo.snapshot import Unreadable
from backendrepo.trees.git import tracked
from backendrepo.trees.tree import MOST, Tree

SKIPPED = frozenset(
    {
        ".git",
        ".hg",
        ".svn",
        ".venv",
        "venv",
        "node_modules",
        "__pycache__",
        ".tox",
        ".nox",
        ".mypy_cache",
        ".ruff_cache",
    }
)
"""Folders that nobody commits; only where there is no `.git` to tell."""


class Checkout(Tree):
    """The regular files below a folder: what git tracks, else everything but what nobody commits."""

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()
        known = tracked(self._root)
        paths = (path for path in known if self._regular(path)) if known is not None else self._walk()
        super().__init__(paths)

    def _regular(self, path: str) -> bool:
        """Whether a path leads to a regular file inside the folder; a link may, if it stays inside."""
        full = os.path.realpath(self._root / path)
        return full.startswith(f"{self._root}{os.sep}") and os.path.isfile(full)

    def _walk(self) -> Iterator[str]:
        count = 0
        for folder, folders, names in os.walk(self._root):
            folders[:] = [name for name in folders if name not in SKIPPED]
            for name in names:
                path = os.path.relpath(os.path.join(folder, name), self._root).replace(os.sep, "/")
                if self._regular(path):
                    yield path
                count += 1
                if count > MOST:
                    raise Unreadable(f"{self._root} has more than {MOST} files")

    def _bytes(self, path: str, limit: int) -> bytes:
        # Not blocking: what was a file when it was listed may be a pipe now.
        descriptor = os.open(os.path.realpath(self._root / path), os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise Unreadable(f"{path} is no regular file")
            return file.read(limit)
