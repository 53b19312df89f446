"""The stand-in as tests hold it."""

import traceback
from collections.abc import Callable
from threading import Event, RLock
from typing import Self

from tests.github import admin, archives, pipeline, routes  # noqa: F401 -- routes register themselves
from tests.github.answers import Answer
from tests.github.checker import Checker
from tests.github.clock import Clock
from tests.github.exchange import Exchange, RequestLog
from tests.github.faults import Fault, Faults
from tests.github.limits import Limits
from tests.github.responses import content_type, fill, to_bytes
from tests.github.server import Dropped, Server
from tests.github.state.repositories import Repository
from tests.github.state.world import World

Hook = Callable[[Exchange], None] | None


class GitHub(World):
    """A GitHub on loopback: state, faults, limits and a record of every exchange.

    with GitHub() as github:
        repo = github.add_repository("acme/payments")
        repo.protect("main", checks=["lint"])
        client = Client(github.url, github.add_token("bot"))
    """

    def __init__(self, host: str = "127.0.0.1", port: int = 0, *, clock: Clock | None = None, limited: bool = True):
        super().__init__(clock or Clock())
        self.limits = Limits(self.clock, enabled=limited)
        self.faults = Faults()
        self.requests = RequestLog()
        self.violations: list[str] = []
        self.before_each: Hook = None  # called with every request before it is handled
        self.before_answer: Hook = None  # called after the effect of every request, before its answer
        self.lock = RLock()  # around all state
        self._checker = Checker()
        self._stopping = Event()
        self._at_once = self.most_at_once = 0  # requests being answered
        self._server = Server(host, port, self._respond, self.violations.append)

    @property
    def url(self) -> str:
        """The base URL; add `/api/v3` to look like GitHub Enterprise Server."""
        host, port = self._server.server_address[:2]
        return f"http://{host}:{port}"

    def __enter__(self) -> Self:
        self._server.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop, and end every open connection; the second time does nothing."""
        if self._stopping.is_set():
            return
        self._stopping.set()
        self._server.stop()

    def repository(self, full_name: str) -> Repository:
        """The repository of this name."""
        return self.by_name[full_name.lower()]

    def leave_budget(self, token: str, remaining: int) -> None:
        """Spend a token's hourly budget down to `remaining`."""
        self.limits.leave(self.tokens[token].budget, remaining)

    def revoke(self, token: str) -> None:
        """Make a token answer 401 from now on."""
        self.tokens[token].revoked = True

    def _respond(self, exchange: Exchange) -> None:
        if exchange.path.startswith(admin.PREFIX):  # never recorded, never hit by a fault
            with self.lock:
                fill(self, self.limits, exchange, admin.answer(self, exchange), "")
            return
        with self.lock:
            self.requests.append(exchange)
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            self._handle(exchange)
        finally:
            with self.lock:
                self._at_once -= 1

    def _handle(self, exchange: Exchange) -> None:
        if self.before_each:
            self.before_each(exchange)
        if self._interfere(exchange, after=False):
            return
        with self.lock:
            self._answer(exchange)
        if self.before_answer:
            self.before_answer(exchange)
        if not self._interfere(exchange, after=True):
            self._check(exchange)

    def _answer(self, exchange: Exchange) -> None:
        try:
            fill(self, self.limits, exchange, *self._route(exchange))
        except Exception:
            self.violations.append(f"the stand-in failed at {exchange.path}:\n{traceback.format_exc()}")
            fill(self, self.limits, exchange, Answer(500, {"message": "Server Error"}), "")

    def _route(self, exchange: Exchange) -> tuple[Answer, str]:
        if exchange.path.startswith(archives.PREFIX):
            return self.archives.fetch(exchange.query.get("token", "")), ""
        return pipeline.answer(self, self.limits, exchange)

    def _interfere(self, exchange: Exchange, *, after: bool) -> bool:
        """Let a fault answer, drop or only delay the request; whether it is done with."""
        fault = self.faults.take(exchange, after=after)
        if fault is None:
            return False
        if fault.delay:
            self._stopping.wait(fault.delay)
        if fault.drops:
            self._drop(exchange, fault)
        answer = fault.answer(exchange)
        if answer is None:
            return False
        exchange.injected = True
        exchange.status, exchange.response_raw = answer.status, to_bytes(answer.body)
        exchange.response_headers = content_type(answer) | answer.headers
        return True

    def _drop(self, exchange: Exchange, fault: Fault) -> None:
        exchange.injected, exchange.status = True, 0
        if fault.hang:
            self._stopping.wait(fault.hang)
        raise Dropped

    def _check(self, exchange: Exchange) -> None:
        if not exchange.path.startswith(archives.PREFIX):  # another host in the real world
            self.violations.extend(self._checker.check(exchange))
