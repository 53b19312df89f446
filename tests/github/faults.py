"""Faults that a test puts in the way of requests."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from tests.github.answers import Answer
from tests.github.exchange import Exchange
from tests.github.limits import SECONDARY

HTML = "<html><head><title>502 Bad Gateway</title></head><body>Unicorn!</body></html>"
PLAN = "Upgrade to GitHub Pro or make this repository public to enable this feature."
FOREVER = None


@dataclass
class Fault:
    """One fault and the requests that it hits."""

    method: str = ""  # empty: any
    path: str = ""  # a regular expression searched for in the path
    status: int | None = None
    body: Any = None  # JSON data, text or bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    times: int | None = 1  # FOREVER (None): until `clear`
    skip: int = 0  # let so many matching requests pass first
    delay: float = 0  # seconds before anything else
    close: bool = False  # drop the connection without an answer
    hang: float = 0  # seconds of silence, then drop the connection
    after: bool = False  # let the request have its effect first
    callback: Callable[[Exchange], Answer | None] | None = None  # decides itself; None lets it pass
    hits: int = 0

    @property
    def drops(self) -> bool:
        """Whether the client gets no answer."""
        return self.close or self.hang > 0

    def hit(self, exchange: Exchange) -> bool:
        """Whether this request is hit; counts it."""
        if self.times == 0 or self.method not in ("", exchange.method) or not re.search(self.path, exchange.path):
            return False
        if self.skip:
            self.skip -= 1
            return False
        if self.times is not None:
            self.times -= 1
        self.hits += 1
        return True

    def answer(self, exchange: Exchange) -> Answer | None:
        """What the client is told instead, None when the fault only delays."""
        if self.callback:
            return self.callback(exchange)
        return None if self.status is None else Answer(self.status, self.body, dict(self.headers))


class Faults:
    """The faults of one stand-in. The methods below `clear` are the ones GitHub is known for."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._lock = Lock()

    def add(self, **fields: Any) -> Fault:
        """Put a fault in place; see `Fault` for the fields."""
        fault = Fault(**fields)
        with self._lock:
            self._faults.append(fault)
        return fault

    def take(self, exchange: Exchange, *, after: bool) -> Fault | None:
        """The first fault that hits this request before, or after, it had its effect."""
        with self._lock:
            return next((f for f in self._faults if f.after is after and f.hit(exchange)), None)

    def clear(self) -> None:
        """Remove every fault."""
        with self._lock:
            self._faults.clear()

    def bad_gateway(self, **where: Any) -> Fault:
        """502 with a page of HTML, as GitHub's front end sends it."""
        return self.add(status=502, body=HTML, **where)

    def timeout(self, seconds: float = 3600, **where: Any) -> Fault:
        """Silence."""
        return self.add(hang=seconds, **where)

    def too_many_requests(self, retry_after: int | None = None, **where: Any) -> Fault:
        """429 of the secondary limit, with or without Retry-After."""
        return self.add(status=429, body={"message": SECONDARY}, headers=_retry(retry_after), **where)

    def abuse(self, retry_after: int | None = 60, **where: Any) -> Fault:
        """403 of the secondary limit."""
        return self.add(status=403, body={"message": SECONDARY}, headers=_retry(retry_after), **where)

    def plan(self, **where: Any) -> Fault:
        """403 of a plan without protected branches on private repositories."""
        return self.add(status=403, body={"message": PLAN}, **where)

    def malformed_json(self, **where: Any) -> Fault:
        """200 with half a document."""
        return self.add(status=200, body='{"id": 1, "name": "pay', headers=JSON_TYPE, **where)

    def empty_body(self, **where: Any) -> Fault:
        """200 with nothing."""
        return self.add(status=200, body="", headers=JSON_TYPE, **where)

    def html_page(self, **where: Any) -> Fault:
        """200 with a page of HTML: a proxy in the way."""
        return self.add(status=200, body=HTML, **where)


JSON_TYPE = {"Content-Type": "application/json; charset=utf-8"}


def _retry(after: int | None) -> dict[str, str]:
    return {} if after is None else {"Retry-After": str(after)}
