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
        self._root = os.path.realpath(root)
        self._inside: dict[str, bool] = {}
        known = tracked(Path(self._root))
        super().__init__(self._walk() if known is None else filter(self._regular, known))

    def _regular(self, path: str) -> bool:
        """Whether a path leads to a regular file inside the folder; a link may, if it stays inside."""
        full = os.path.join(self._root, path)
        try:
            mode = os.lstat(full).st_mode
        except (OSError, ValueError):
            return False
        if stat.S_ISLNK(mode):
            return self._below(full) and os.path.isfile(full)
        folder = os.path.dirname(full)
        if folder not in self._inside:
            self._inside[folder] = folder == self._root or self._below(folder)
        return stat.S_ISREG(mode) and self._inside[folder]

    def _below(self, full: str) -> bool:
        return os.path.realpath(full).startswith(f"{self._root}{os.sep}")

    def _walk(self) -> Iterator[str]:
        count = 0
        folders = [""]
        while folders:
            folder = folders.pop()
            for entry in _entries(os.path.join(self._root, folder)):
                path = f"{folder}{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    if entry.name not in SKIPPED:
                        folders.append(f"{path}/")
                    continue
                if entry.is_file(follow_symlinks=False) or self._regular(path):
                    yield path
                count += 1
                if count > MOST:
                    raise Unreadable(f"{self._root} has more than {MOST} files")

    def _bytes(self, path: str, limit: int) -> bytes:
        # Not blocking: what was a file when it was listed may be a pipe now.
        descriptor = os.open(os.path.join(self._root, path), os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                raise Unreadable(f"{path} is no regular file")
            return _read(descriptor, min(limit, status.st_size + 1), limit)
        finally:
            os.close(descriptor)


def _read(descriptor: int, size: int, limit: int) -> bytes:
    """Return what an open file has, at most so many bytes; it may be longer or shorter than it was said to be."""
    content = part = os.read(descriptor, size)
    while part and len(content) < limit:
        part = os.read(descriptor, min(limit - len(content), 65_536))
        content += part
    return content


def _entries(folder: str) -> list["os.DirEntry[str]"]:
    """Return what is in a folder; nothing where it cannot be looked into."""
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:
        return []
