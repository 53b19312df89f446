"""The work queue: one worker a key, urgent before due, the earliest due counts, and nothing asked for is lost."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from itertools import pairwise

import pytest

from backendrepo.workqueue import WorkQueue


class Clock(asyncio.SelectorEventLoop):
    """An event loop that does not wait: where everything sleeps, time jumps to what is next."""

    def __init__(self) -> None:
        super().__init__()
        self._jump = 0.0
        real_select = self._selector.select
        self._selector.select = lambda timeout: real_select(self._leap(timeout))  # type: ignore[method-assign]

    def _leap(self, timeout: float | None) -> float:
        self._jump += timeout or 0.0
        return 0.0

    def time(self) -> float:
        return super().time() + self._jump


def run(scenario: Callable[[], Awaitable[None]]) -> None:
    """Run a scenario in such a loop."""
    with asyncio.Runner(loop_factory=Clock) as runner:
        runner.run(scenario())


async def during(queue: WorkQueue, until: asyncio.Event) -> None:
    """Let a queue work until something happened."""
    working = asyncio.create_task(queue.run())
    await until.wait()
    working.cancel()
    with suppress(asyncio.CancelledError):
        await working


def recorder(stop_after: int, again: float | None = None):
    """Return work that records its keys, when it was done, and an event that is set after so many."""
    done: list[tuple[str, float]] = []
    enough = asyncio.Event()

    async def work(key: str) -> float | None:
        done.append((key, asyncio.get_running_loop().time()))
        if len(done) == stop_after:
            enough.set()
        return again

    return work, done, enough


def test_urgent_keys_come_in_the_order_of_arrival_each_once():
    async def scenario() -> None:
        work, done, enough = recorder(3)
        queue = WorkQueue(work, workers=1)
        for key in ("b", "a", "b", "c"):
            queue.add(key)
        await during(queue, enough)
        assert [key for key, _ in done] == ["b", "a", "c"]

    run(scenario)


def test_what_is_asked_for_goes_before_what_is_due_by_the_clock():
    async def scenario() -> None:
        work, done, enough = recorder(2)
        queue = WorkQueue(work, workers=1)
        queue.add("due", after=0.001)
        await asyncio.sleep(1)
        queue.add("urgent")
        await during(queue, enough)
        assert [key for key, _ in done] == ["urgent", "due"]

    run(scenario)


def test_the_earliest_of_several_dues_counts_and_it_comes_once():
    async def scenario() -> None:
        work, done, enough = recorder(2)
        queue = WorkQueue(work, workers=1)
        start = asyncio.get_running_loop().time()
        for after in (50, 10, 30):
            queue.add("a", after=after)
        queue.add("z", after=100)
        await during(queue, enough)
        assert [key for key, _ in done] == ["a", "z"]
        assert done[0][1] - start == pytest.approx(10, abs=1)

    run(scenario)


def test_a_key_comes_again_after_the_pause_that_its_work_asks_for():
    async def scenario() -> None:
        work, done, enough = recorder(3, again=600)
        queue = WorkQueue(work, workers=1)
        queue.add("a")
        await during(queue, enough)
        moments = [at for _, at in done]
        assert [round(after - before, -1) for before, after in pairwise(moments)] == [600, 600]

    run(scenario)


def test_a_forgotten_key_does_not_come():
    async def scenario() -> None:
        work, done, enough = recorder(1)
        queue = WorkQueue(work, workers=1)
        queue.add("a")
        queue.add("a", after=5)
        queue.forget("a")
        queue.add("b", after=10)
        await during(queue, enough)
        assert [key for key, _ in done] == ["b"]

    run(scenario)


def test_one_worker_a_key_and_what_was_asked_meanwhile_is_done_afterwards():
    async def scenario() -> None:
        at_once, most, count = 0, 0, 0
        enough = asyncio.Event()

        async def work(key: str) -> None:
            nonlocal at_once, most, count
            at_once += 1
            most = max(most, at_once)
            if count == 0:
                queue.add("a")
            await asyncio.sleep(1)
            at_once -= 1
            count += 1
            if count == 2:
                enough.set()

        queue: WorkQueue[str] = WorkQueue(work, workers=8)
        queue.add("a")
        await during(queue, enough)
        assert (count, most) == (2, 1)

    run(scenario)


def test_different_keys_are_worked_on_at_once_up_to_the_number_of_workers():
    async def scenario() -> None:
        at_once = most = count = 0
        enough = asyncio.Event()

        async def work(_: str) -> None:
            nonlocal at_once, most, count
            at_once += 1
            most = max(most, at_once)
            await asyncio.sleep(1)
            at_once -= 1
            count += 1
            if count == 6:
                enough.set()

        queue: WorkQueue[str] = WorkQueue(work, workers=3)
        for key in "abcdef":
            queue.add(key)
        await during(queue, enough)
        assert most == 3

    run(scenario)


def test_work_that_fails_ends_the_queue_loudly():
    async def scenario() -> None:
        async def work(_: str) -> None:
            raise LookupError

        queue: WorkQueue[str] = WorkQueue(work, workers=1)
        queue.add("a")
        with pytest.raises(ExceptionGroup):
            await queue.run()

    run(scenario)
