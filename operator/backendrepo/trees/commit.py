"""The files of one commit: those of its archive, and what that lacks or has otherwise than the commit.

GitHub packs as `git archive` does. What has the attribute `export-ignore` is not in it, tests and workflows often, nor
need the `.gitattributes` be in it that says so; what has `export-subst` has other text in the place of `$Format:…$`.
Source: git's documentation, "gitattributes", "Creating an archive".
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from backendrepo.trees.archive import Archive
from backendrepo.trees.listed import Listed, leads_to, not_read
from backendrepo.trees.tree import LARGEST

LINK = "120000"
"""The mode of a symbolic link, whose content is where it leads."""

_SUBSTITUTED = b"$Format:"


@dataclass(frozen=True)
class Entry:
    """A file or a link of a commit."""

    path: str
    mode: str
    sha: str
    """The object that is its content."""
    size: int
    """Bytes of that."""


class Commit(Listed):
    """The files of a commit. What its archive has not as the commit has it is fetched, a file when it is read.

    `entries` are all files and links of the commit, `wanted` says of a path whether its content may be read, `fetch`
    returns the content of one. Line ends are not converted in what was fetched, as `eol=crlf` has a checkout do.
    """

    def __init__(
        self,
        archive: Archive,
        entries: Iterable[Entry],
        wanted: Callable[[str], bool],
        fetch: Callable[[Entry], bytes],
    ) -> None:
        self._archive, self._wanted, self._fetch = archive, wanted, fetch
        # A path that is not UTF-8 is told in other letters than the archive has; no checkout is asked for it either.
        self._entries = {entry.path: entry for entry in entries if "\ufffd" not in entry.path}
        lacking = self._entries.keys() - archive.files - archive.links.keys()
        links = {path for path in lacking if self._entries[path].mode == LINK}
        super().__init__(archive.files | (lacking - links), {**archive.links, **dict(map(self._link, sorted(links)))})

    def _link(self, path: str) -> tuple[str, str]:
        return path, leads_to(path, self._fetch(self._entries[path]).decode(errors="replace"))

    def _content(self, path: str, limit: int) -> bytes:
        kept, entry = self._archive.content(path), self._entries.get(path)
        if kept is None and not (entry and self._wanted(path)):
            raise not_read(path)
        if entry and entry.size > LARGEST:
            return bytes(limit)  # too large to be judged, whatever it holds
        if entry and (kept is None or not _same(kept, entry.sha)):
            fetched = self._fetch(entry)
            kept = fetched if kept is None or _SUBSTITUTED in fetched else kept
        return (kept or b"")[:limit]


def object_id(content: bytes, like: str) -> str:
    """Return the name that git gives to the content of a file, in a repository with such names.

    Source: git's documentation, "hash-function-transition".
    """
    digest = hashlib.sha256 if len(like) == 64 else hashlib.sha1
    return digest(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def _same(kept: bytes, sha: str) -> bool:
    """Whether an archive has a file as the commit has it, or with the line ends that a checkout has."""
    return object_id(kept, sha) == sha or object_id(kept.replace(b"\r\n", b"\n"), sha) == sha
