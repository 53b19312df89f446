"""The breaker: a dead GitHub is left alone, one dead repository harms no other."""

import threading
from itertools import count

import pytest
from tests.hub.parts import Clock

from backendrepo.errors import GitHubUnavailable
from backendrepo.hub.breaker import LONGEST, THRESHOLD, Breaker

numbers = count()
START = 1_700_000_000.0  # 2023-11-14T22:13:20Z


@pytest.fixture
def clock() -> Clock:
    return Clock(START)


@pytest.fixture
def breaker(clock: Clock) -> Breaker:
    return Breaker(clock)


def fail(breaker: Breaker, times: int = THRESHOLD) -> None:
    """As many requests fail, each of another repository."""
    for _ in range(times):
        breaker.failed(f"acme/{next(numbers)}", "GET /x: timed out")


def closed(breaker: Breaker) -> bool:
    """Whether a request is let through now; it is then under way."""
    try:
        breaker.check()
    except GitHubUnavailable:
        return False
    return True


def test_it_is_closed_at_first_and_after_two_failures(breaker):
    assert closed(breaker)
    fail(breaker, 2)
    assert closed(breaker)


def test_three_failures_open_it_and_the_message_says_until_when_and_why(breaker):
    fail(breaker)
    with pytest.raises(GitHubUnavailable) as caught:
        breaker.check()
    assert "no request is sent until 2023-11-14T22:13:21Z" in str(caught.value)
    assert "GET /x: timed out" in str(caught.value)


def test_an_answer_in_between_starts_the_count_anew(breaker):
    fail(breaker, 2)
    breaker.answered()
    fail(breaker, 2)
    assert closed(breaker)


def test_one_repository_alone_never_opens_it(breaker):
    for _ in range(10):
        breaker.failed("acme/broken", "GET /x: 502")
    assert closed(breaker)


def test_requests_for_no_repository_count_each(breaker):
    for _ in range(THRESHOLD):
        breaker.failed("", "POST /app/installations/1/access_tokens: 502")
    assert not closed(breaker)


def test_after_the_pause_one_is_let_through_and_an_answer_closes_it(breaker, clock):
    fail(breaker)
    clock.advance(1)
    assert [closed(breaker) for _ in range(8)] == [True] + 7 * [False]
    breaker.answered()
    assert [closed(breaker) for _ in range(8)] == 8 * [True]
    fail(breaker)
    clock.advance(1)
    assert closed(breaker), "the pauses start small again"


def test_each_failed_probe_doubles_the_pause_up_to_a_minute(breaker, clock):
    fail(breaker)
    pauses = []
    for _ in range(9):
        started = clock.now
        while not closed(breaker):
            clock.advance(1)
        pauses.append(clock.now - started)
        breaker.failed("acme/a", "GET /x: timed out")
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_failures_of_requests_that_were_under_way_do_not_lengthen_the_pause(breaker, clock):
    fail(breaker, 8)
    clock.advance(1)
    assert closed(breaker)


def test_a_probe_that_is_never_heard_of_is_followed_by_another(breaker, clock):
    fail(breaker)
    clock.advance(1)
    assert closed(breaker)
    clock.advance(LONGEST - 1)
    assert not closed(breaker)
    clock.advance(1)
    assert closed(breaker)


def test_a_clock_that_is_set_back_does_not_keep_it_open(breaker, clock):
    fail(breaker)
    clock.advance(-7200)
    assert closed(breaker)


def test_of_many_threads_one_is_the_probe(breaker, clock):
    fail(breaker)
    clock.advance(1)
    through, gate = [], threading.Barrier(16)

    def ask() -> None:
        gate.wait()
        through.append(closed(breaker))

    threads = [threading.Thread(target=ask) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert through.count(True) == 1
