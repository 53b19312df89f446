"""Below PyGithub: answers are bounded, redirects are not followed, an unchanged answer comes from memory.

PyGithub follows a 301 with any method, takes a 307 for success, asks again without end after a 202, and stops with
a `ValueError` at a limit that is no number. No answer is asked for twice here: that is the work queue's.
"""

import logging
import re
import time
from collections.abc import Callable
from typing import Any

from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter
from requests.exceptions import ConnectionError as Broken
from requests.exceptions import RequestException, Timeout

from backendrepo.hub.etags import ETags
from backendrepo.hub.limits import number

LARGEST = 8 * 2**20
"""Bytes of an answer, uncompressed: a hundred times the largest that is asked for."""

DEADLINE = 60.0
"""Seconds that an answer's body may take."""

LOCATION = "Redirected-To"
"""The header under which a redirect is passed on, so that neither requests nor PyGithub follows it."""

_CHUNK = 64 * 2**10
_NUMBERS = ("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset")
_CAUSE = re.compile(
    "certificate verify failed[^(\\]']*|Unable to connect to proxy|Failed to resolve '[^']*'|Connection refused|"
    "Connection reset by peer|Remote end closed connection|IncompleteRead|timed out"
)

# At DEBUG PyGithub logs whole answers, and the token of an installation is one.
logging.getLogger("github.Requester").addFilter(lambda record: record.levelno > logging.DEBUG)


class Unusable(RequestException):
    """An answer that is not read on; the text says why."""


class Oversized(Unusable):
    """An answer that is not read on because it is too large."""


class Transport(HTTPAdapter):
    """Sends requests of one credential. Safe to share between threads."""

    def __init__(self, etags: ETags, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(max_retries=0, pool_maxsize=32)
        self._etags = etags
        self._clock = clock

    def send(self, request: PreparedRequest, *args: Any, **kwargs: Any) -> Response:
        """Send a request and return its answer, read to the end. Raises `RequestException` or urllib3's `HTTPError`."""
        remembered = self._etags.condition(request)
        response = self._sent(request, *args, **kwargs)
        try:
            response._content = self._body(response)
        except Exception:
            response.close()
            raise
        response._content_consumed = True
        return self._etags.resolve(request, _tamed(response), remembered)

    def _sent(self, request: PreparedRequest, *args: Any, **kwargs: Any) -> Response:
        """Return the answer; a read is sent again where the connection broke, as an idle one does in a NAT gateway."""
        try:
            return super().send(request, *args, **kwargs)
        except Broken as error:
            if request.method != "GET" or isinstance(error, Timeout):
                raise
            return super().send(request, *args, **kwargs)

    def _body(self, response: Response) -> bytes:
        body, end = bytearray(), self._clock() + DEADLINE
        while chunk := response.raw.read1(_CHUNK, decode_content=True):
            body += chunk
            if len(body) > LARGEST:
                raise Oversized(f"an answer of more than {LARGEST >> 20} MiB")
            if self._clock() > end:
                raise Unusable(f"an answer that takes more than {DEADLINE:.0f} s")
        return bytes(body)


def _tamed(response: Response) -> Response:
    """Return an answer that PyGithub passes on as it is."""
    if response.status_code == 202 and response.request.method in ("GET", "HEAD"):
        raise Unusable("202, an answer that is not ready yet")
    response.encoding = "utf-8"  # as JSON is; requests would guess, which takes seconds for a large one
    if location := response.headers.pop("Location", ""):
        response.headers[LOCATION] = location
    for name in _NUMBERS:
        if number(response.headers.get(name)) is None:
            response.headers.pop(name, None)
    return response


def cause(error: Exception) -> str:
    """Return in a few words why a request was not answered; never what it carried."""
    if isinstance(error, Unusable):
        return str(error)
    found = _CAUSE.search(str(error))
    return found.group().strip() if found else type(error).__name__
