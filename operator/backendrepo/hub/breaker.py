"""A GitHub that does not answer is left alone for a while, so that it never keeps every worker in timeouts.

Source: M. Nygard, "Release It!", circuit breaker.
"""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime

from backendrepo.errors import GitHubUnavailable

THRESHOLD = 3
"""Failures in a row that open it. Those of one repository count once: it may be the cause by itself."""

LONGEST = 60.0
"""Seconds of a pause, at most; the first is one second, each further one twice as long."""


class Breaker:
    """Refuses requests while nothing is answered; at the end of a pause one is let through. Safe to share."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failing: set[object] = set()
        self._pause = 0.0  # none: closed
        self._until = 0.0
        self._probing = False
        self._problem = ""

    def check(self) -> None:
        """Raise `GitHubUnavailable` during a pause. Who is let through after it has to tell how it went."""
        with self._lock:
            now = self._clock()
            if not self._pause:
                return
            if self._until - LONGEST <= now < self._until:  # the former: the clock was not set back
                until = datetime.fromtimestamp(self._until, UTC)
                raise GitHubUnavailable(
                    f"no request is sent until {until:%Y-%m-%dT%H:%M:%SZ}, because the last ones failed "
                    f"({self._problem})"
                )
            self._probing, self._until = True, now + LONGEST

    def answered(self) -> None:
        """Take note of an answer."""
        with self._lock:
            self._failing.clear()
            self._pause, self._probing = 0.0, False

    def failed(self, repository: str, problem: str) -> None:
        """Take note of a request that was not answered; `repository` is whose, empty where it is nobody's."""
        with self._lock:
            self._failing.add(repository or object())
            if len(self._failing) < THRESHOLD or (self._pause and not self._probing):  # sent before the pause
                return
            self._pause = min(2 * self._pause or 1.0, LONGEST)
            self._until, self._probing, self._problem = self._clock() + self._pause, False, problem
