"""A list of the API server, followed by a watch: each object once, then each change, over outages and restarts.

Source: Kubernetes, "API concepts", "Efficient detection of changes".
"""

import logging
import threading
from collections.abc import Callable
from typing import Any

from backendrepo.cluster import Cluster, Stream
from backendrepo.errors import KubernetesUnavailable
from backendrepo.turns import jittered

logger = logging.getLogger(__name__)

Raw = dict[str, Any]

GONE = "DELETED"
"""The change of an object that is there no more."""

LONGEST_PAUSE = 30.0
"""Seconds between two tries, at most."""

REST = 1.0
"""Seconds between two streams: an API server that ends each one at once is not besieged."""


class Following(threading.Thread):
    """Calls `seen` with each change and its object, in a thread of its own. Where `seen` raises, all is told again."""

    def __init__(self, cluster: Cluster, path: str, query: str, seen: Callable[[str, Raw], None]) -> None:
        super().__init__(name=f"following {path.rpartition('/')[2]}", daemon=True)
        self._cluster = cluster
        self._path = path
        self._query = query
        self._seen = seen
        self._known: dict[str, Raw] = {}
        self._stream: Stream | None = None
        self._stopped = threading.Event()
        self._failures = 0

    def run(self) -> None:
        """Follow until stopped."""
        while not self._stopped.is_set():
            try:
                self._follow()
            except Exception as error:  # whatever it is, nobody would be told of anything if this ended
                self._note(error)
            self._stopped.wait(jittered(min(REST * 2.0 ** min(self._failures, 10), LONGEST_PAUSE)))

    def stop(self) -> None:
        """End it, from any thread."""
        self._stopped.set()
        if stream := self._stream:
            stream.stop()

    def _note(self, error: Exception) -> None:
        self._failures += 1
        if self._stopped.is_set():
            return
        if isinstance(error, KubernetesUnavailable):
            logger.warning("%s: %s The list is read again.", self._path, error)
        else:
            logger.exception("A mistake in the operator, at a change of %s", self._path, exc_info=error)

    def _follow(self) -> None:
        """List, then watch from there until the version is too old for the API server."""
        version = self._list()
        while version and not self._stopped.is_set():
            version = self._watch(version)
            self._stopped.wait(REST)

    def _list(self) -> str:
        gone, version = dict(self._known), ""
        for page in self._cluster.pages(self._path, self._query):
            version = page["metadata"]["resourceVersion"]
            for each in page["items"]:
                gone.pop(each["metadata"]["uid"], None)
                self._tell("ADDED", each)
        for each in gone.values():
            self._tell(GONE, each)
        return version

    def _watch(self, version: str) -> str:
        """Follow one stream to its end; return the version that it came to, empty where a list is needed first."""
        self._stream = self._cluster.watch(self._path, self._query, version)
        self._failures = 0
        if self._stopped.is_set():  # before there was a stream to stop
            self._stream.stop()
        for change in self._stream:
            if change["type"] == "ERROR":
                return ""
            version = change["object"]["metadata"]["resourceVersion"]
            if change["type"] != "BOOKMARK":
                self._tell(change["type"], change["object"])
        return version

    def _tell(self, change: str, found: Raw) -> None:
        """Pass a change on; what is known is only what was passed on."""
        self._seen(change, found)
        metadata = found["metadata"]
        if change == GONE:
            self._known.pop(metadata["uid"], None)
        else:
            kept = ("name", "uid", "labels")
            self._known[metadata["uid"]] = {"metadata": {key: metadata[key] for key in kept if key in metadata}}
