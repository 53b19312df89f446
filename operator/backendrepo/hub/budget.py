"""GitHub's limits as a budget: a spent one is a time to come back at, never a sleeping thread.

Sources: docs.github.com, REST, "Rate limits for the REST API", "Best practices for using the REST API".
"""

import threading
import time
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime

from backendrepo.errors import Paced, RateLimited
from backendrepo.hub import limits
from backendrepo.hub.answer import Answer
from backendrepo.hub.limits import HOUR, MINUTE

READ, WRITE = 1, 5
"""Points that a request costs of the secondary limit."""

RECONCILE = 4 * READ + 3 * WRITE
"""Points that the costliest reconcile takes, so that one is not begun that could not be finished."""

PROMISE = 10.0
"""Seconds that points are kept for a worker whose reconcile was admitted and is not heard of."""


class Budget:
    """What one credential may still ask of GitHub. Safe to share between threads, each of which is a worker."""

    def __init__(self, points_per_minute: int, reserve: int = 0, clock: Callable[[], float] = time.time) -> None:
        self._points_per_minute = points_per_minute
        self._reserve = reserve
        self._clock = clock
        self._lock = threading.Lock()
        self._spent: deque[tuple[float, int]] = deque()
        self._points = 0
        self._promised: dict[int, tuple[int, float]] = {}
        self._hour: tuple[float, float] | None = None
        self._blocked_until = 0.0

    def admit(self) -> None:
        """Promise the calling worker the points of a whole reconcile. Raises `RateLimited` or `Paced`."""
        self.check()
        with self._lock:
            now = self._forget_old()
            if self._hour and self._hour[0] <= self._reserve and now < self._hour[1]:
                raise RateLimited(_moment(self._hour[1]), "hourly request limit")
            self._promised.pop(threading.get_ident(), None)
            taken = self._points + sum(points for points, _ in self._promised.values())
            if (missing := taken + RECONCILE - self._points_per_minute) > 0:
                raise Paced(_moment(self._free_at(missing, now)))
            self._promised[threading.get_ident()] = RECONCILE, now + PROMISE

    def check(self) -> None:
        """Raise `RateLimited` while GitHub has said to wait."""
        if self._blocked_until - HOUR <= self._clock() < self._blocked_until:
            raise RateLimited(_moment(self._blocked_until), "rate limit")

    def spend(self, method: str) -> None:
        """Pay for a request, out of what was promised as long as that lasts."""
        with self._lock:
            now = self._forget_old()
            points = READ if method in ("GET", "HEAD", "OPTIONS") else WRITE
            self._spent.append((now, points))
            self._points += points
            if promise := self._promised.pop(threading.get_ident(), None):
                self._promised[threading.get_ident()] = max(promise[0] - points, 0), now + PROMISE

    def learn(self, answer: Answer) -> None:
        """Take note of what an answer says is left. Raises `RateLimited` where it says to wait."""
        now = self._clock()
        with self._lock:
            self._hour = limits.remaining(answer, now) or self._hour
            pause = limits.pause(answer, now)
            self._blocked_until = max(self._blocked_until, now + pause) if pause else self._blocked_until
        if pause:
            raise RateLimited(_moment(now + pause), "rate limit")

    def _free_at(self, points: int, now: float) -> float:
        """Return when so many points will have come free."""
        for moment, cost in self._spent:
            points -= cost
            if points <= 0:
                return moment + MINUTE
        return now + PROMISE

    def _forget_old(self) -> float:
        now = self._clock()
        while self._spent and self._spent[0][0] <= now - MINUTE:
            self._points -= self._spent.popleft()[1]
        self._promised = {worker: promise for worker, promise in self._promised.items() if now < promise[1]}
        return now


def _moment(timestamp: float) -> datetime:
    return datetime.fromtimestamp(timestamp, UTC)
