"""What a commit consists of: all its files and links, and the content of one.

Sources: docs.github.com, REST, "Get a tree" (a recursive answer has 100,000 entries or 7 MB at most), "Get a blob".
"""

import base64
from collections.abc import Iterator
from itertools import islice
from typing import Any

from backendrepo.errors import GitHubUnavailable
from backendrepo.hub import documents
from backendrepo.hub.remote import Remote
from backendrepo.hub.transport import Oversized
from backendrepo.snapshot import Unreadable
from backendrepo.trees.commit import Entry, object_id
from backendrepo.trees.tree import MOST

MOST_ANSWERS = 200
"""Answers in which the files of a commit are told: one, or two for each folder that one has no room for."""


def entries(remote: Remote, commit: str) -> list[Entry]:
    """Return all files and links of a commit. Raises `Unreadable` where they are too many."""
    found = list(islice(_below(_Trees(remote), "", commit), MOST + 1))
    if len(found) > MOST:
        raise Unreadable(f"it has more than {MOST} files")
    return found


def blob(remote: Remote, sha: str) -> bytes:
    """Return the content of a file by the name of its object."""
    return remote.read(f"/git/blobs/{sha}", "read a file").read(lambda body: _content(body, sha))


class _Trees:
    """Folders as GitHub tells them, and how many answers that took."""

    def __init__(self, remote: Remote) -> None:
        self._remote = remote
        self._answers = 0

    def read(self, path: str) -> list[documents.TreeEntry] | None:
        """Return what is in a folder, None where one answer has no room for it."""
        self._answers += 1
        if self._answers > MOST_ANSWERS:
            raise Unreadable(f"GitHub tells its files in more than {MOST_ANSWERS} answers")
        try:
            answer = self._remote.read(f"/git/trees/{path}", "list the files of a commit")
        except GitHubUnavailable as error:
            if isinstance(error.__cause__, Oversized):
                return None
            raise
        tree = answer.read(documents.Tree.model_validate)
        return None if tree.truncated else tree.tree


def _below(trees: _Trees, folder: str, sha: str) -> Iterator[Entry]:
    """Yield what is below a folder: from one answer, or from one for the folder itself and those of its folders."""
    whole = trees.read(f"{sha}?recursive=1")
    inside = whole if whole is not None else trees.read(sha)
    if inside is None:
        raise Unreadable(f"the folder {folder or '/'} has more files than GitHub tells")
    for each in inside:
        if each.type == "blob":
            yield Entry(folder + each.path, each.mode, each.sha, each.size)
        elif each.type == "tree" and whole is None:
            yield from _below(trees, f"{folder}{each.path}/", each.sha)


def _content(body: Any, sha: str) -> bytes:
    content = base64.b64decode(documents.Blob.model_validate(body).content)
    if object_id(content, sha) != sha:
        raise ValueError("the content of another object")
    return content
