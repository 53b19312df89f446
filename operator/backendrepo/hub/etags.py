"""Remembered answers: an unchanged one is asked for conditionally, answered 304 and free of the hourly limit.

GitHub binds an ETag to the credential, so an App's answers are fetched anew once an hour; each credential has a
memory of its own.
Source: docs.github.com, REST, "Best practices for using the REST API", "Use conditional requests".
"""

import threading
import zlib
from collections import OrderedDict
from dataclasses import dataclass

from requests import PreparedRequest, Response

LIMIT = 64 * 2**20
"""Bytes kept, compressed: four answers for each of 10,000 repositories."""

OVERHEAD = 450
"""Bytes that an entry takes beside its body, measured."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """An answer that GitHub gave once."""

    etag: str
    compressed: bytes

    @property
    def size(self) -> int:
        """Bytes that it takes."""
        return len(self.compressed) + OVERHEAD


class ETags:
    """Answers by URL, the least recently used forgotten first. Safe to share between threads."""

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit = limit
        self._lock = threading.Lock()
        self._answers: OrderedDict[str, Remembered] = OrderedDict()
        self._size = 0

    def condition(self, request: PreparedRequest) -> Remembered | None:
        """Make a read conditional on a change since the remembered answer, and return that."""
        if request.method != "GET":
            return None
        with self._lock:
            if remembered := self._answers.get(str(request.url)):
                self._answers.move_to_end(str(request.url))
                request.headers["If-None-Match"] = remembered.etag
            return remembered

    def resolve(self, request: PreparedRequest, response: Response, remembered: Remembered | None) -> Response:
        """Return the answer with the remembered body in the place of a 304; remember a new one."""
        if remembered and response.status_code == 304:
            response.status_code, response._content = 200, zlib.decompress(remembered.compressed)
        elif request.method == "GET" and response.status_code == 200 and "ETag" in response.headers:
            self._keep(str(request.url), Remembered(response.headers["ETag"], zlib.compress(response.content)))
        return response

    def _keep(self, url: str, answer: Remembered) -> None:
        with self._lock:
            if earlier := self._answers.pop(url, None):
                self._size -= earlier.size
            self._answers[url] = answer
            self._size += answer.size
            while self._size > self._limit:
                self._size -= self._answers.popitem(last=False)[1].size
