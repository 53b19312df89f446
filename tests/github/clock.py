"""The clock of the stand-in: real time that a test can push forward."""

import time
from collections.abc import Callable
from datetime import UTC, datetime


class Clock:
    """Real time plus what a test added with `advance`.

    What GitHub tells a client (a reset time, an expiry) is told in the client's own time: after
    `advance(600)` a budget with an hour left has fifty minutes left, wherever the client's clock stands.
    """

    def __init__(self, wall: Callable[[], float] = time.time):
        self.wall = wall
        self._ahead = 0.0

    def now(self) -> float:
        """Seconds since the epoch as the stand-in counts them."""
        return self.wall() + self._ahead

    def advance(self, seconds: float) -> None:
        """Let `seconds` pass for every budget, window and token."""
        self._ahead += seconds

    def told(self, moment: float) -> float:
        """A moment of this clock in the client's time."""
        return moment - self._ahead


def timestamp(moment: float) -> str:
    """A moment as GitHub writes it: `2026-01-31T12:00:00Z`."""
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
