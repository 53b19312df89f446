"""Waiting for a condition instead of for a length of time."""

import time
from collections.abc import Callable
from typing import TypeVar

Answer = TypeVar("Answer")


def wait_until(condition: Callable[[], Answer], what: str, timeout: float = 60.0) -> Answer:
    """Ask until the answer is truthy and return it; TimeoutError says `what` did not come."""
    deadline = time.monotonic() + timeout
    while not (answer := condition()):
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what}: not within {timeout:.0f} s")
        time.sleep(0.05)
    return answer
