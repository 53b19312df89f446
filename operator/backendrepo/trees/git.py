"""What a checkout's `.git` tells, read as files: git itself obeys a repository's configuration, which may be hostile.

Source: git's documentation, "gitformat-index", "gitrepository-layout".
"""

import re
import struct
from pathlib import Path

from backendrepo.trees.tree import MOST

LARGEST_INDEX = 64 * 1024 * 1024
"""Bytes of an index; one entry takes about a hundred."""

_ENTRY = struct.Struct(">40x20sH")
"""Ten times and numbers, the object's id, flags."""


def tracked(checkout: Path) -> list[str] | None:
    """Return the paths in the index, None where there is no index that can be read."""
    index = _folder(checkout) / "index"
    try:
        if index.stat().st_size > LARGEST_INDEX:
            return None
        return _paths(index.read_bytes())
    except (OSError, ValueError, IndexError, struct.error):
        return None


def head(checkout: Path) -> str:
    """Return the commit that is checked out, empty where it cannot be told."""
    folder = _folder(checkout)
    try:
        told = _line(folder / "HEAD")
        name = told.removeprefix("ref: ")
        return told if name == told else _resolved(folder, name)
    except OSError:
        return ""


def _folder(checkout: Path) -> Path:
    """Return the folder of git's own files; a worktree or submodule has a file that points to it."""
    git = checkout / ".git"
    if not git.is_file():
        return git
    return checkout / _line(git).removeprefix("gitdir: ")


def _resolved(folder: Path, name: str) -> str:
    common = folder / "commondir"
    for place in (folder, folder / _line(common)) if common.is_file() else (folder,):
        if (place / name).is_file():
            return _line(place / name)
        if (place / "packed-refs").is_file():
            packed = (place / "packed-refs").read_text(errors="replace")
            if found := re.search(rf"^([0-9a-f]{{40,64}}) {re.escape(name)}$", packed, re.MULTILINE):
                return found[1]
    return ""


def _line(path: Path) -> str:
    with path.open(errors="replace") as file:
        return file.readline(4096).strip()


def _paths(index: bytes) -> list[str]:
    signature, version, count = struct.unpack_from(">4sLL", index)
    if signature != b"DIRC" or version not in (2, 3) or count > MOST:
        raise ValueError("an index of another format")
    paths, at = [], 12
    for _ in range(count):
        _, flags = _ENTRY.unpack_from(index, at)
        begin = at + _ENTRY.size + (2 if flags & 0x4000 else 0)  # the extended flag adds two bytes
        end = index.index(b"\0", begin)
        paths.append(index[begin:end].decode(errors="replace"))
        at += (end - at + 8) & ~7  # padded with one to eight NULs
    return list(dict.fromkeys(paths))  # a conflict has up to three entries
