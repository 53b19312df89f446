"""A commit's archive, streamed from the host that GitHub's API leads to, which is told no credential.

The link itself lets in who has it, for five minutes, so it stands in no message.
Source: docs.github.com, REST, "Download a repository archive (tar)".
"""

import io
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.exceptions import RequestException
from urllib3.exceptions import HTTPError

from backendrepo.errors import GitHubUnavailable
from backendrepo.hub.account import TIMEOUT
from backendrepo.hub.transport import cause
from backendrepo.redaction import remember
from backendrepo.snapshot import Unreadable

LARGEST = 512 * 2**20
"""Bytes of an archive, compressed."""

DEADLINE = 300.0
"""Seconds that a download may take."""

_HOST = re.compile(
    r"https://([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(:\d{1,5})?/|http://(127\.0\.0\.1|localhost|\[::1\])[:/]"
)
"""As in a connection: https, or http to the machine itself."""


class Download(io.RawIOBase):
    """The bytes of an archive as they come.

    Raises `GitHubUnavailable` where they do not, or not in time, and `Unreadable` where they are too many.
    """

    def __init__(self, raw: Any, host: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._raw = raw
        self._host = host
        self._clock = clock
        self._end = clock() + DEADLINE
        self.received = 0
        """Bytes so far."""

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, `size` at most, none at the end."""
        try:
            chunk: bytes = self._raw.read1(size if size >= 0 else 64 * 2**10, decode_content=False)
        except (HTTPError, OSError) as error:
            raise GitHubUnavailable(f"the download from {self._host} broke off: {cause(error)}") from error
        self.received += len(chunk)
        if self.received > LARGEST:
            raise Unreadable(f"it is larger than {LARGEST >> 20} MiB")
        if self._clock() > self._end:
            raise GitHubUnavailable(f"the download from {self._host} takes more than {DEADLINE:.0f} s")
        return chunk


@contextmanager
def download(link: str) -> Iterator[Download]:
    """Yield what stands behind a link. Raises `GitHubUnavailable`."""
    if not _HOST.match(link):
        raise GitHubUnavailable("GitHub leads to an archive at an address without https")
    address = urlsplit(link)
    remember(address.query)
    with requests.Session() as session:
        try:
            response = session.get(
                link,
                headers={"User-Agent": f"backendrepo/{version('backendrepo')}", "Accept-Encoding": "identity"},
                auth=_nobody,
                timeout=TIMEOUT,
                stream=True,
                allow_redirects=False,
            )
        except RequestException as error:
            raise GitHubUnavailable(f"the download from {address.netloc} did not begin: {cause(error)}") from error
        with response:
            yield Download(_whole(response, address.netloc), address.netloc)


def _nobody(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Say who asks: nobody. Without this requests would look the host up in a `.netrc`."""
    return request


def _whole(response: requests.Response, host: str) -> Any:
    """Return the body of an answer that has an archive, and says where it ends: a cut one must not pass for it."""
    if response.status_code != 200:
        raise GitHubUnavailable(f"{host} answers {response.status_code} to the download of an archive")
    if "Content-Length" not in response.headers and not response.raw.chunked:
        raise GitHubUnavailable(f"{host} does not say where the archive ends")
    return response.raw
