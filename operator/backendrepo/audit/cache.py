"""Answers of advisory sources, kept in files with the moment that they were given."""

import contextlib
import hashlib
import json
import os
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

LARGEST = 8 * 2**20
"""Bytes of an answer that is kept."""


class Cache:
    """A folder of answers; a broken or foreign file in it is no answer, and a full disk is no reason to stop."""

    def __init__(self, folder: Path | None, max_age: timedelta, now: datetime) -> None:
        self._folder = folder
        self._max_age = max_age
        self.now = now

    def get(self, *key: str, stale: bool = False) -> tuple[Any, datetime] | None:
        """Return what was answered and when; `stale` takes it however old it is."""
        if self._folder is None:
            return None
        try:
            with self._path(key).open("rb") as file:
                kept = json.loads(file.read(LARGEST + 1))
            at = datetime.fromisoformat(kept["at"])
            fresh = timedelta(0) <= self.now - at <= self._max_age
            return (kept["value"], at) if kept["key"] == list(key) and (fresh or stale) else None
        except (OSError, ValueError, TypeError, KeyError, RecursionError):
            return None

    def put(self, value: Any, *key: str) -> None:
        """Keep an answer."""
        if self._folder is None:
            return
        text = json.dumps({"at": self.now.isoformat(), "key": key, "value": value})
        with contextlib.suppress(OSError):
            path = self._path(key)
            path.parent.mkdir(parents=True, exist_ok=True)
            descriptor, written = tempfile.mkstemp(dir=path.parent)
            try:
                with os.fdopen(descriptor, "w") as file:
                    file.write(text)
                os.replace(written, path)
            except OSError:
                os.unlink(written)
                raise

    def _path(self, key: tuple[str, ...]) -> Path:
        """Return an answer's file. Names come from manifests, so that they are hashed rather than used."""
        digest = hashlib.sha256("\0".join(key).encode(errors="replace")).hexdigest()
        return (self._folder or Path()) / digest[:2] / f"{digest}.json"
