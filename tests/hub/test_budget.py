"""The budget: a spent one is a time to come back at; nobody sleeps, and no limit is overrun."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
from tests.github.limits import SECONDARY
from tests.hub.parts import Clock

from backendrepo.errors import Paced, RateLimited
from backendrepo.hub.answer import Answer
from backendrepo.hub.budget import PROMISE, READ, RECONCILE, WRITE, Budget

pytestmark = pytest.mark.integration

START = 1_700_000_000.0


@pytest.fixture
def clock() -> Clock:
    return Clock(START)


def told(status: int = 200, message: str = "", **headers: str) -> Answer:
    return Answer(
        "GET /x", status, {name.replace("_", "-"): value for name, value in headers.items()}, {"message": message}
    )


def hour(left: int, seconds: float = 600) -> Answer:
    return told(x_ratelimit_remaining=str(left), x_ratelimit_reset=str(START + seconds))


@pytest.fixture
def elsewhere() -> Iterator[Callable[..., object]]:
    """Calls something in a thread of its own each time: another worker."""
    with ExitStack() as stack:
        yield lambda call: stack.enter_context(ThreadPoolExecutor(1)).submit(call).result()


def reads(budget: Budget, count: int) -> None:
    for _ in range(count):
        budget.spend("GET")


def test_the_reserve_of_the_hour_is_left_for_others(clock):
    budget = Budget(900, reserve=200, clock=clock)
    budget.learn(hour(left=201))
    budget.admit()
    budget.learn(hour(left=200))
    with pytest.raises(RateLimited) as caught:
        budget.admit()
    assert caught.value.until.timestamp() == START + 600
    assert "hourly request limit is spent until 2023-11-14T22:23:20Z" in str(caught.value)
    clock.advance(600)
    budget.admit()


def test_what_is_under_way_may_use_the_reserve(clock):
    budget = Budget(900, reserve=200, clock=clock)
    budget.learn(hour(left=1))
    budget.check()


def test_an_answer_that_says_nothing_changes_nothing(clock):
    budget = Budget(900, reserve=200, clock=clock)
    budget.learn(hour(left=100))
    budget.learn(told())
    with pytest.raises(RateLimited):
        budget.admit()


@pytest.mark.parametrize(
    ("answer", "seconds"),
    [(told(429, retry_after="17"), 17), (told(403, SECONDARY), 60), (told(403, x_ratelimit_remaining="0"), 60)],
)
def test_a_refusal_blocks_everyone_until_the_pause_is_over(clock, answer, seconds):
    budget = Budget(900, clock=clock)
    with pytest.raises(RateLimited) as caught:
        budget.learn(answer)
    assert caught.value.until.timestamp() == START + seconds
    for question in (budget.check, budget.admit):
        with pytest.raises(RateLimited):
            question()
    clock.advance(seconds)
    budget.admit()


def test_a_shorter_pause_does_not_end_a_longer_one(clock):
    budget = Budget(900, clock=clock)
    for seconds in ("600", "5"):
        with pytest.raises(RateLimited):
            budget.learn(told(429, retry_after=seconds))
    clock.advance(599)
    with pytest.raises(RateLimited):
        budget.check()


def test_a_refusal_for_another_reason_blocks_nobody(clock):
    budget = Budget(900, clock=clock)
    budget.learn(told(403, "Resource not accessible by integration"))
    budget.check()


def test_a_clock_that_is_set_back_blocks_nobody(clock):
    budget = Budget(900, clock=clock)
    with pytest.raises(RateLimited):
        budget.learn(told(429, retry_after="17"))
    clock.advance(-86_400)
    budget.check()


@pytest.mark.parametrize(
    ("method", "points"), [("GET", READ), *((each, WRITE) for each in ("PUT", "PATCH", "POST", "DELETE"))]
)
def test_a_minute_holds_so_many_points(clock, elsewhere, method, points):
    budget = Budget(RECONCILE + points, clock=clock)
    budget.spend(method)
    elsewhere(budget.admit)
    clock.advance(PROMISE)
    budget.spend("GET")
    with pytest.raises(Paced):
        budget.admit()


def test_who_is_refused_is_told_when_enough_is_free(clock):
    budget = Budget(RECONCILE + 5, clock=clock)
    for _ in range(8):  # one a second
        reads(budget, 1)
        clock.advance(1)
    with pytest.raises(Paced) as caught:
        budget.admit()
    assert caught.value.until.timestamp() == START + 2 + 60  # 8 are spent and 5 left for others: three have to age
    clock.now = caught.value.until.timestamp()
    budget.admit()


def test_an_old_minute_is_forgotten(clock):
    budget = Budget(60, clock=clock)
    reads(budget, 60)
    with pytest.raises(Paced):
        budget.admit()
    clock.advance(60)
    budget.admit()


def test_points_of_a_reconcile_are_kept_for_its_worker(clock, elsewhere):
    budget = Budget(2 * RECONCILE, clock=clock)
    elsewhere(budget.admit)
    budget.admit()
    with pytest.raises(Paced) as caught:
        elsewhere(budget.admit)
    assert caught.value.until.timestamp() == START + PROMISE
    reads(budget, 3)
    with pytest.raises(Paced):
        elsewhere(budget.admit)


def test_the_next_reconcile_of_a_worker_ends_its_promise(clock, elsewhere):
    budget = Budget(RECONCILE + 4, clock=clock)
    for _ in range(2):
        budget.admit()
        reads(budget, 2)
    with pytest.raises(Paced):
        elsewhere(budget.admit)


def test_a_promise_that_is_not_heard_of_ends(clock, elsewhere):
    budget = Budget(RECONCILE, clock=clock)
    elsewhere(budget.admit)
    clock.advance(PROMISE)
    budget.admit()


def test_any_number_of_workers_keeps_the_pace(clock):
    budget = Budget(100, clock=clock)

    def work(_: int) -> int:
        try:
            budget.admit()
        except Paced:
            return 0
        for method in ("GET", "GET", "GET", "PUT", "POST", "PATCH", "GET"):
            budget.spend(method)
        return RECONCILE

    with ThreadPoolExecutor(16) as workers:
        assert sum(workers.map(work, range(200))) <= 100
