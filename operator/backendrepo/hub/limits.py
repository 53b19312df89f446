"""What an answer says about GitHub's limits. Nothing in it is trusted: nonsense means a minute, an hour is the most.

Source: docs.github.com, REST, "Rate limits for the REST API"; RFC 9110, "Retry-After".
"""

import re
from datetime import UTC
from email.utils import parsedate_to_datetime

from backendrepo.hub.answer import Answer

MINUTE, HOUR = 60.0, 3600.0

_NUMBER = re.compile(r"\d{1,12}(\.\d{1,9})?")
_LIMITED = re.compile(r"rate limit|retry your request|wait a few minutes|abuse detection", re.IGNORECASE)


def number(text: str | None) -> float | None:
    """Return the number that a header holds, None where it holds none."""
    return float(text) if text and _NUMBER.fullmatch(text) else None


def pause(answer: Answer, now: float) -> float:
    """Return the seconds to wait that a refusal asks for, 0 where it is no matter of limits."""
    if answer.status not in (403, 429):
        return 0.0
    if "retry-after" in answer.headers:
        return _bounded(_retry_after(answer.headers["retry-after"], now))
    if number(answer.headers.get("x-ratelimit-remaining")) == 0:
        return _bounded(_reset(answer, now))
    return MINUTE if answer.status == 429 or _LIMITED.search(answer.message) else 0.0


def remaining(answer: Answer, now: float) -> tuple[float, float] | None:
    """Return how many requests are left of the hourly limit, and until when; None where the answer says nothing."""
    if answer.status == 401 or answer.headers.get("x-ratelimit-resource", "core") != "core":
        return None  # a credential that is not accepted is told the limit of those who have none
    left, reset = number(answer.headers.get("x-ratelimit-remaining")), _reset(answer, now)
    return None if left is None or reset is None else (left, now + min(reset, HOUR))


def _reset(answer: Answer, now: float) -> float | None:
    """Return the seconds until the hourly limit is whole again."""
    reset = number(answer.headers.get("x-ratelimit-reset"))
    return None if reset is None else reset - now


def _retry_after(text: str, now: float) -> float | None:
    if (seconds := number(text)) is not None:
        return max(seconds, 1.0)
    try:
        moment = parsedate_to_datetime(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() - now
    except (ValueError, TypeError, OverflowError):
        return None


def _bounded(seconds: float | None) -> float:
    """Return a pause; a moment that has passed, though GitHub refuses now, shows that a clock is wrong."""
    return MINUTE if seconds is None or seconds <= 0 else min(seconds, HOUR)
