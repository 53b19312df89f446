"""GitHub's rate limits on the stand-in's clock.

https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api
"""

from dataclasses import dataclass, field
from math import ceil

from tests.github.answers import Refusal
from tests.github.clock import Clock
from tests.github.exchange import READS

ANONYMOUS = "127.0.0.1"
HOUR, MINUTE = 3600, 60
SECONDARY = (
    "You have exceeded a secondary rate limit. Please wait a few minutes before you try again. If you reach "
    "out to GitHub Support for help, please include the request ID."
)


@dataclass
class Window:
    """What was used of one allowance since it began."""

    seconds: int
    ends: float = 0
    used: int = 0

    def at(self, now: float) -> "Window":
        """The window, begun anew when it has ended."""
        if now >= self.ends:
            self.ends, self.used = now + self.seconds, 0
        return self


@dataclass
class Allowance:
    """The windows of one user or installation."""

    primary: Window = field(default_factory=lambda: Window(HOUR))
    points: Window = field(default_factory=lambda: Window(MINUTE))
    content: Window = field(default_factory=lambda: Window(MINUTE))
    content_hour: Window = field(default_factory=lambda: Window(HOUR))


@dataclass
class Limits:
    """Numbers as published; set any of them. `enabled = False` is GitHub Enterprise Server's default."""

    clock: Clock
    enabled: bool = True
    primary: int = 5000
    anonymous: int = 60
    points_per_minute: int = 900
    content_per_minute: int = 80
    content_per_hour: int = 500
    # GitHub does not say whether settings count as content: add PUT and PATCH for the pessimistic reading.
    content_methods: set[str] = field(default_factory=lambda: {"POST"})
    secondary_status: int = 403
    secondary_retry_after: bool = True
    held: dict[str, Allowance] = field(default_factory=dict)

    def of(self, budget: str) -> Allowance:
        """What this user or installation has used."""
        return self.held.setdefault(budget, Allowance())

    def quota(self, budget: str) -> int:
        """Requests an hour."""
        return self.anonymous if budget == ANONYMOUS else self.primary

    def leave(self, budget: str, remaining: int) -> None:
        """Spend the hour's budget down to `remaining`."""
        self.of(budget).primary.at(self.clock.now()).used = self.quota(budget) - remaining

    def admit(self, budget: str, method: str) -> None:
        """Count a request, or refuse it."""
        now, mine = self.clock.now(), self.of(budget)
        primary = mine.primary.at(now)
        if self.enabled and primary.used >= self.quota(budget):
            raise Refusal(403, f"API rate limit exceeded for {budget}.")
        primary.used += 1
        if self.enabled:
            self._admit_secondary(mine, method, now)

    def _admit_secondary(self, mine: Allowance, method: str, now: float) -> None:
        points = 1 if method in (*READS, "OPTIONS") else 5
        self._take(mine.points.at(now), points, self.points_per_minute)
        if method in self.content_methods:
            self._take(mine.content.at(now), 1, self.content_per_minute)
            self._take(mine.content_hour.at(now), 1, self.content_per_hour)

    def _take(self, window: Window, points: int, most: int) -> None:
        window.used += points
        if window.used > most:
            wait = {"Retry-After": str(ceil(window.ends - self.clock.now()))}
            headers = wait if self.secondary_retry_after else None
            raise Refusal(self.secondary_status, SECONDARY, headers=headers)

    def refund(self, budget: str) -> None:
        """A 304 costs nothing of the hour's budget."""
        self.of(budget).primary.used -= 1

    def status(self, budget: str) -> dict[str, int]:
        """Limit, used, remaining, reset: as in headers and in `GET /rate_limit`."""
        window, quota = self.of(budget).primary.at(self.clock.now()), self.quota(budget)
        reset = ceil(self.clock.told(window.ends))
        return {"limit": quota, "used": window.used, "remaining": max(0, quota - window.used), "reset": reset}

    def headers(self, budget: str) -> dict[str, str]:
        """The headers of every answer."""
        held = {f"X-RateLimit-{name.title()}": str(value) for name, value in self.status(budget).items()}
        return held | {"X-RateLimit-Resource": "core"}
