"""GitHub's limits as a budget: a spent one is a time to come back at, never a sleeping thread.

Sources: docs.github.com, REST, "Rate limits for the REST API", "Best practices for using the REST API".
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from backendrepo.errors import Paced, RateLimited

READ, WRITE = 1, 5
"""Points that a request costs of the secondary limit."""

RECONCILE = 4 * READ + 3 * WRITE
"""Points that the costliest reconcile takes, so that one is not begun that could not be finished."""

MINUTE = 60.0


class Budget:
    """What one credential may still ask of GitHub. Safe to share between threads."""

    def __init__(self, points_per_minute: int, reserve: int = 0, clock: Callable[[], float] = time.time) -> None:
        self._points_per_minute = points_per_minute
        self._reserve = reserve
        self._clock = clock
        self._lock = threading.Lock()
        self._spent: deque[tuple[float, int]] = deque()
        self._points = 0
        self._remaining: int | None = None
        self._reset = 0.0
        self._blocked_until = 0.0

    def admit(self) -> None:
        """Raise `RateLimited` or `Paced` unless a whole reconcile can be paid for now."""
        self.check()
        with self._lock:
            now = self._forget_old()
            if self._remaining is not None and self._remaining <= self._reserve and now < self._reset:
                raise RateLimited(_moment(self._reset), "hourly request limit")
            if self._points + RECONCILE > self._points_per_minute:
                raise Paced(_moment(self._spent[0][0] + MINUTE))

    def check(self) -> None:
        """Raise `RateLimited` while GitHub has said to wait."""
        if self._clock() < self._blocked_until:
            raise RateLimited(_moment(self._blocked_until), "rate limit")

    def record(self, method: str, status: int, headers: Mapping[str, str]) -> None:
        """Take note of an answer: what it cost, what is left, and whether GitHub says to wait."""
        with self._lock:
            now = self._forget_old()
            points = READ if method in ("GET", "HEAD", "OPTIONS") else WRITE
            self._spent.append((now, points))
            self._points += points
            if headers.get("X-RateLimit-Resource", "core") == "core" and "X-RateLimit-Remaining" in headers:
                self._remaining = int(headers["X-RateLimit-Remaining"])
                self._reset = float(headers.get("X-RateLimit-Reset", 0))
            if status in (403, 429) and (pause := self._pause(now, status, headers)):
                self._blocked_until = max(self._blocked_until, now + pause)

    def _pause(self, now: float, status: int, headers: Mapping[str, str]) -> float:
        """Return the seconds to wait that a refusal asks for, 0 where it is no matter of limits."""
        if "Retry-After" in headers:
            return float(headers["Retry-After"])
        if headers.get("X-RateLimit-Remaining") == "0":
            return max(self._reset - now, 1.0)
        return MINUTE if status == 429 else 0.0

    def _forget_old(self) -> float:
        now = self._clock()
        while self._spent and self._spent[0][0] <= now - MINUTE:
            self._points -= self._spent.popleft()[1]
        return now


def _moment(timestamp: float) -> datetime:
    return datetime.fromtimestamp(timestamp, UTC)
