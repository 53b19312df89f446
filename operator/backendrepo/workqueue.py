"""A work queue after controller-runtime's: keys with a due time, each worked on by one worker at a time.

What is asked for at once goes before what is only due by the clock, so that a user never waits behind a resync.
"""

import asyncio
import heapq
import itertools
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)


class WorkQueue(Generic[Key]):
    """Keys that wait for their turn. To be used from one event loop.

    `work` works on one key and returns the seconds to its next turn, or None where it needs none by itself.
    """

    def __init__(self, work: Callable[[Key], Awaitable[float | None]], workers: int) -> None:
        self._work = work
        self._workers = workers
        self._urgent: dict[Key, None] = {}  # both in the order of arrival, each key once
        self._overdue: dict[Key, None] = {}
        self._due: dict[Key, float] = {}
        self._heap: list[tuple[float, int, Key]] = []  # may hold dues that `_due` has replaced
        self._count = itertools.count()
        self._busy: set[Key] = set()
        self._woken = asyncio.Event()

    def add(self, key: Key, after: float = 0.0) -> None:
        """Have a key worked on after so many seconds; of several requests for a key, the earliest counts."""
        if after <= 0:
            self._urgent[key] = None
        elif (due := self._now() + after) < self._due.get(key, float("inf")):
            self._due[key] = due
            heapq.heappush(self._heap, (due, next(self._count), key))
        self._woken.set()

    def forget(self, key: Key) -> None:
        """Drop a key, as if it had never been added."""
        for waiting in (self._urgent, self._overdue, self._due):
            waiting.pop(key, None)

    async def run(self) -> None:
        """Work until cancelled."""
        async with asyncio.TaskGroup() as turns:
            while True:
                key = self._take()
                if key is None:
                    await self._pause()
                else:
                    turns.create_task(self._turn(key))

    async def _turn(self, key: Key) -> None:
        try:
            after = await self._work(key)
        finally:
            self._busy.discard(key)
            self._woken.set()
        if after is not None:
            self.add(key, after)

    def _take(self) -> Key | None:
        """Return the next key and mark it busy, None where all wait or every worker is busy."""
        while self._heap and self._heap[0][0] <= self._now():
            due, _, overdue = heapq.heappop(self._heap)
            if self._due.get(overdue) == due:
                self._overdue[overdue] = None
        if len(self._busy) >= self._workers:
            return None
        waiting = itertools.chain(self._urgent, self._overdue)
        key = next((key for key in waiting if key not in self._busy), None)
        if key is not None:
            self.forget(key)
            self._busy.add(key)
        return key

    async def _pause(self) -> None:
        """Sleep until something changes or the next key is due."""
        until = self._heap[0][0] if self._heap else None
        try:
            async with asyncio.timeout_at(until):
                await self._woken.wait()
        except TimeoutError:
            pass
        self._woken.clear()

    @staticmethod
    def _now() -> float:
        return asyncio.get_running_loop().time()
