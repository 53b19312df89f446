"""A folder of advisory records, instead of a network: as OSV publishes them, unpacked or not.

Source: google.github.io/osv.dev, "Data dumps"; `PyPI/all.zip` of its bucket, or the folder of `osv-scanner
--download-offline-databases`.
"""

import json
import zipfile
from collections.abc import Collection, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from backendrepo.advisories.record import Record, ids, usable
from backendrepo.advisories.versions import affects, names
from backendrepo.audit.sources import Unavailable

LARGEST = 4 * 2**20
"""Bytes of a record."""

MOST = 500_000
"""Records of a database."""


class Database:
    """The records about some packages of PyPI, with all that share a name with one. Raises `Unavailable`."""

    def __init__(self, folder: Path, packages: Collection[str]) -> None:
        if not folder.is_dir():
            raise Unavailable(f"there is no advisory database at {folder}")
        wanted = frozenset(packages)
        self.by_package: dict[str, list[Record]] = {}
        self.records: list[Record] = []
        self.modified: datetime | None = None
        """When the youngest record was changed: how far the database reaches."""
        for count, record in enumerate(_records(folder)):
            if count >= MOST:
                raise Unavailable(f"the advisory database at {folder} has more than {MOST} records")
            self.modified = max(filter(None, (self.modified, _moment(record.get("modified")))), default=None)
            about = names(record) & wanted
            for name in about:
                self.by_package.setdefault(name, []).append(record)
            if about:
                self.records.append(record)
        if self.modified is None:
            raise Unavailable(f"the advisory database at {folder} has no record that says when it was changed")

    def named(self, name: str, version: str) -> tuple[frozenset[str], ...]:
        """Return the names of each vulnerability of a version."""
        return tuple(ids(record) for record in self.by_package.get(name, ()) if affects(record, name, version))


def _records(folder: Path) -> Iterator[Record]:
    for path in sorted(folder.rglob("*")):
        try:
            if path.suffix == ".json" and path.stat().st_size <= LARGEST:
                yield from _read(path.read_bytes())
            elif path.name == "all.zip":
                yield from _zipped(path)
        except OSError as error:
            raise Unavailable(f"the advisory database cannot be read: {path.name} ({type(error).__name__})") from error


def _zipped(path: Path) -> Iterator[Record]:
    try:
        with zipfile.ZipFile(path) as archive:
            for member in archive.infolist():
                if member.filename.endswith(".json") and member.file_size <= LARGEST:
                    yield from _read(archive.read(member))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise Unavailable(f"the advisory database cannot be read: {path.name} is no zip file") from error


def _read(content: bytes) -> Iterator[Record]:
    try:
        record: Any = json.loads(content)
    except (ValueError, RecursionError):
        return
    if usable(record):
        yield record


def _moment(value: Any) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return moment if moment.tzinfo else None
