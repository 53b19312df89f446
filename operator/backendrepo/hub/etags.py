"""Remembered answers: an unchanged one is asked for conditionally, answered 304 and free of the hourly limit.

GitHub binds an ETag to the credential, so an App's answers are fetched anew once an hour.
Source: docs.github.com, REST, "Best practices for using the REST API", "Use conditional requests".
"""

import threading
import zlib
from collections import OrderedDict

from requests import PreparedRequest, Response

LIMIT = 50_000
"""Answers kept: four for each of the 12,500 repositories that a large fleet has."""


class ETags:
    """Answers by URL, the least recently used forgotten first. Safe to share between threads."""

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit = limit
        self._lock = threading.Lock()
        self._answers: OrderedDict[str, tuple[str, bytes]] = OrderedDict()

    def condition(self, request: PreparedRequest) -> None:
        """Make a read conditional on a change since the remembered answer."""
        with self._lock:
            remembered = self._answers.get(str(request.url))
        if request.method == "GET" and remembered:
            request.headers["If-None-Match"] = remembered[0]

    def resolve(self, request: PreparedRequest, response: Response) -> Response:
        """Return the answer with the remembered body in the place of a 304; remember a new one."""
        url, etag = str(request.url), response.headers.get("ETag")
        if request.method != "GET":
            return response
        with self._lock:
            if response.status_code == 304 and url in self._answers:
                self._answers.move_to_end(url)
                response.status_code, response._content = 200, zlib.decompress(self._answers[url][1])
            elif response.status_code == 200 and etag:
                self._answers[url] = (etag, zlib.compress(response.content))
                if len(self._answers) > self._limit:
                    self._answers.popitem(last=False)
        return response
