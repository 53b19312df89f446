"""The archive of one commit, as GitHub sends it: read as a stream, never unpacked to disk, bounded in every respect."""

import gzip
import posixpath
import tarfile
import zlib
from collections.abc import Callable
from typing import BinaryIO, cast

from backendrepo.snapshot import Unreadable
from backendrepo.trees.listed import Listed, leads_to, not_read
from backendrepo.trees.tree import LARGEST, MOST

LARGEST_ARCHIVE = 2 * 1024**3
"""Bytes that an archive may come to when it is unpacked: what is skipped is decompressed all the same."""

MOST_ENTRIES = 2 * MOST
"""Entries of an archive: files, folders, links and what else it has."""

LARGEST_READ = LARGEST + 64 * 1024
"""Bytes that are asked for at once: a file's. A header that is longer would be read into memory whole."""

LARGEST_KEPT = 256 * 1024**2
"""Bytes of all files that are kept for the controls."""


class Archive(Listed):
    """The regular files of a tar archive; of what no control reads only the path is kept.

    `wanted` says of a path whether its content may be read. Raises `Unreadable` where a limit is passed or the
    archive is broken.
    """

    def __init__(self, stream: BinaryIO, wanted: Callable[[str], bool]) -> None:
        self._contents: dict[str, bytes] = {}
        files: set[str] = set()
        links: dict[str, str] = {}
        entries = kept = 0
        try:
            with tarfile.open(fileobj=cast(BinaryIO, _Unpacked(stream)), mode="r:", encoding="utf-8") as archive:
                while member := archive.next():
                    archive.members.clear()  # type: ignore[attr-defined] # or it would keep each header
                    path = _below_root(member.name)
                    entries += 1
                    if entries > MOST_ENTRIES or len(files) >= MOST:
                        raise Unreadable("the archive is too large")
                    if member.issym() and path:
                        links[path] = leads_to(path, member.linkname)
                    if not member.isreg() or member.issparse() or not path:
                        continue
                    files.add(path)
                    if wanted(path):
                        file = archive.extractfile(member)
                        self._contents[path] = file.read(LARGEST + 1) if file else b""
                        kept += len(self._contents[path])
                        if kept > LARGEST_KEPT:
                            raise Unreadable("the files of the archive are too large")
        except (tarfile.TarError, EOFError, OSError, ValueError, OverflowError, RecursionError, zlib.error) as error:
            raise Unreadable(f"the archive is broken ({type(error).__name__})") from error
        super().__init__(files, links)

    def content(self, path: str) -> bytes | None:
        """Return the content of a file as far as one is read, None where it is not kept."""
        return self._contents.get(path)

    def _content(self, path: str, limit: int) -> bytes:
        content = self.content(path)
        if content is None:
            raise not_read(path)
        return content[:limit]


class _Unpacked:
    """The unpacked bytes of a stream, as tarfile reads a file: forward only, never much at once, bounded in all."""

    def __init__(self, stream: BinaryIO) -> None:
        self._bytes = gzip.GzipFile(fileobj=stream)

    def read(self, size: int) -> bytes:
        """Return the next bytes. Raises `Unreadable`."""
        if size > LARGEST_READ or self.tell() + size > LARGEST_ARCHIVE:
            raise Unreadable("the archive is too large")
        return self._bytes.read(size)

    def seek(self, offset: int) -> int:
        """Pass over bytes; there is no way back. Raises `Unreadable`."""
        if offset > LARGEST_ARCHIVE:
            raise Unreadable("the archive is too large")
        return self._bytes.seek(offset)

    def tell(self) -> int:
        """Return how many bytes have passed."""
        return self._bytes.tell()


def _below_root(name: str) -> str:
    """Return a member's path below the one folder that GitHub puts around everything, empty where it leads out."""
    path = posixpath.normpath(name)
    if name.startswith("/") or path.startswith(".."):
        return ""
    return path.partition("/")[2]
