"""One request with its answer, and the log of all of them."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from re import search
from typing import Any

READS = ("GET", "HEAD")


@dataclass
class Exchange:
    """What a client asked and what it was told. `path` is without `/api/v3` and query."""

    method: str
    path: str
    query: dict[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    request_raw: bytes = field(default=b"", repr=False)
    api: str = ""  # the base URL that the client used
    token: str = field(default="", repr=False)
    actor: str = ""  # login of the token, or the App's slug
    operation: str = ""  # as in GitHub's description, e.g. /repos/{owner}/{repo}
    needs: str = ""  # the permission asked for, e.g. administration=write
    status: int = 0  # 0: never answered
    response_headers: dict[str, str] = field(default_factory=dict, repr=False)
    response_raw: bytes = field(default=b"", repr=False)
    injected: bool = False  # answered by a fault

    @property
    def is_write(self) -> bool:
        """Whether it asked for a change."""
        return self.method not in READS

    @property
    def conditional(self) -> bool:
        """Whether it carried an ETag."""
        return "If-None-Match" in self.headers

    @cached_property
    def request_body(self) -> Any:
        """The request's JSON; None without a body, the raw bytes when they are no JSON."""
        return _parsed(self.request_raw)

    @property
    def response_body(self) -> Any:
        """The answer's JSON; None without a body, the raw bytes when they are no JSON."""
        return _parsed(self.response_raw)


def _parsed(raw: bytes) -> Any:
    try:
        return json.loads(raw) if raw else None
    except ValueError:
        return raw


class RequestLog(list[Exchange]):
    """Every exchange in the order of arrival."""

    def writes(self) -> list[Exchange]:
        """Those that asked for a change, tokens of Apps aside."""
        return [e for e in self if e.is_write and not e.path.startswith("/app/")]

    def matching(self, method: str = "", path: str = "") -> list[Exchange]:
        """Those of this method whose path contains this expression."""
        return [e for e in self if method in ("", e.method) and search(path, e.path)]

    def lines(self) -> Iterator[str]:
        """For messages: `PUT /repos/acme/payments/branches/main/protection 200`."""
        return (f"{e.method} {e.path} {e.status}" for e in self)
