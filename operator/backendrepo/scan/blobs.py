"""The files that a commit's archive lacks, fetched one by one, so that they are few or the scan is over."""

from collections.abc import Callable

from backendrepo.scan.tree import omits
from backendrepo.snapshot import Files, Unreadable
from backendrepo.trees.commit import Entry

MOST = 500
"""Files that are fetched: a tenth of what GitHub answers in an hour."""

LARGEST = 64 * 2**20
"""Bytes of them all."""


class Interrupted(BaseException):
    """The end of a scan in the middle of it: a file could not be fetched, for a reason that is not the file's.

    It is no `Exception`, so that no control takes it for a failure of its own and judges without the file.
    """

    def __init__(self, reason: Exception) -> None:
        super().__init__(reason)
        self.reason = reason


class Blobs:
    """The content of files, each fetched once. `fetch` returns that of an object, `archive` is what lacks them."""

    def __init__(self, archive: Files, fetch: Callable[[str], bytes]) -> None:
        self._archive, self._fetch = archive, fetch
        self._known: dict[str, bytes] = {}
        self._bytes = 0

    def __call__(self, entry: Entry) -> bytes:
        """Return the content of a file. Raises `Interrupted`."""
        if entry.sha not in self._known:
            try:
                self._admit(entry)
                self._known[entry.sha] = self._fetch(entry.sha)
            except Exception as error:
                raise Interrupted(error) from error
        return self._known[entry.sha]

    def _admit(self, entry: Entry) -> None:
        self._bytes += entry.size
        if len(self._known) < MOST and self._bytes <= LARGEST:
            return
        place = omits(self._archive)
        where = f"{place} leaves files out of it ({place.text})" if place else f"it lacks files such as {entry.path}"
        bound = f"more than {MOST}, or more than {LARGEST >> 20} MiB"
        raise Unreadable(f"{where}, of which {bound}, would have to be read one by one")
