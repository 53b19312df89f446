"""Faults and hooks."""

import time
from http.client import RemoteDisconnected
from threading import Thread

import pytest
from tests.github.answers import Answer
from tests.github.client import Client
from tests.github.faults import FOREVER

REPO = "/repos/acme/payments"


def test_a_fault_hits_once_and_only_there(github, client, repo):
    github.faults.add(method="PATCH", path=r"/payments$", status=502, body="no")
    assert client.get(REPO).status == 200
    assert client.patch(REPO, {"has_wiki": False}).status == 502
    assert repo.has_wiki, "the request had no effect"
    assert client.patch(REPO, {"has_wiki": False}).status == 200
    assert [e.injected for e in github.requests] == [False, True, False]


def test_skip_and_forever(github, client):
    fault = github.faults.bad_gateway(skip=1, times=FOREVER)
    assert [client.get(REPO).status for _ in range(3)] == [200, 502, 502]
    assert fault.hits == 2
    github.faults.clear()
    assert client.get(REPO).status == 200


@pytest.mark.parametrize("after", [True, False])
def test_a_dropped_connection(github, repo, after):
    github.faults.add(method="PATCH", close=True, after=after)
    gone = pytest.raises((RemoteDisconnected, ConnectionError))
    with Client(github.url, github.add_token("bot")) as client, gone:
        client.patch(REPO, {"has_wiki": False})
    assert repo.has_wiki is not after
    assert github.requests[-1].injected


def test_an_error_after_the_effect(github, client, repo):
    github.faults.bad_gateway(method="PATCH", after=True)
    assert client.patch(REPO, {"has_wiki": False}).status == 502
    assert repo.has_wiki is False


def test_silence(github, repo):
    github.faults.timeout(path=REPO)
    with Client(github.url, timeout=0.1) as client, pytest.raises(TimeoutError):
        client.get(REPO)


def test_delay(github, client):
    github.faults.add(delay=0.05)
    started = time.monotonic()
    assert client.get(REPO).status == 200
    assert time.monotonic() - started >= 0.05


@pytest.mark.parametrize(
    ("name", "status", "retry_after"),
    [
        ("bad_gateway", 502, None),
        ("too_many_requests", 429, None),
        ("abuse", 403, "60"),
        ("plan", 403, None),
        ("malformed_json", 200, None),
        ("empty_body", 200, None),
        ("html_page", 200, None),
    ],
)
def test_known_faults(github, client, name, status, retry_after):
    getattr(github.faults, name)()
    reply = client.get(REPO)
    assert (reply.status, reply.headers["Retry-After"]) == (status, retry_after)
    if status == 200:
        with pytest.raises((ValueError, TypeError)):
            _ = reply.body["id"]


def test_429_with_retry_after(github, client):
    github.faults.too_many_requests(7)
    assert client.get(REPO).headers["Retry-After"] == "7"


def test_a_callback_decides(github, client):
    github.faults.add(callback=lambda e: Answer(418) if e.query.get("tea") else None, times=FOREVER)
    assert client.get(REPO).status == 200
    assert client.get(f"{REPO}?tea=1").status == 418


def test_hooks_see_before_and_after(github, client, repo):
    seen = []
    github.before_each = lambda e: seen.append((e.method, e.status, repo.has_wiki))
    github.before_answer = github.before_each
    client.patch(REPO, {"has_wiki": False})
    assert seen == [("PATCH", 0, True), ("PATCH", 200, False)]


def test_requests_are_recorded(github, client):
    tag = client.get(REPO).headers["ETag"]
    client.get(REPO, If_None_Match=tag)
    client.patch(REPO, {"has_wiki": False})
    first, second, third = github.requests
    assert (first.actor, first.needs, first.conditional, second.conditional) == ("bot", "metadata=read", False, True)
    assert (third.request_body, third.response_body["has_wiki"]) == ({"has_wiki": False}, False)
    assert github.requests.writes() == [third]
    assert github.requests.matching("GET", "payments") == [first, second]
    assert list(github.requests.lines())[1] == f"GET {REPO} 304"


def test_many_clients_at_once(github, repo):
    token = github.add_token("bot")

    def work(number: int) -> None:
        with Client(github.url, token) as client:
            for _ in range(10):
                assert client.patch(REPO, {"description": str(number)}).body["description"] == str(number)

    github.limits.enabled = False
    threads = [Thread(target=work, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len([e for e in github.requests.writes() if e.status == 200]) == 80


def test_a_failing_hook_is_told(github, repo):
    github.before_each = lambda e: 1 / 0
    with Client(github.url) as client, pytest.raises(ConnectionError):
        client.get(REPO)
    assert "ZeroDivisionError" in github.violations.pop()


def test_concurrency_is_counted(github, repo):
    github.faults.add(delay=0.1, times=FOREVER)

    def read() -> None:
        with Client(github.url) as client:
            client.get(REPO)

    threads = [Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert github.most_at_once == 3
