"""One credential's way to GitHub: what is an answer, what is none, and what each costs."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from github.Auth import Token
from tests.hub.parts import Clock, connection
from tests.hub.wire import http

from backendrepo.errors import BackendRepoError, GitHubUnavailable, RateLimited
from backendrepo.hub import account as module
from backendrepo.hub.account import Account
from backendrepo.hub.transport import LARGEST, Transport

pytestmark = pytest.mark.integration


@pytest.fixture
def accounts():
    """Makes accounts; closed at the end."""
    made: list[Account] = []

    def make(url: str, token: str = "planted", clock: Clock | None = None, **budget: int) -> Account:
        made.append(Account(connection(url, budget=budget), Token(token), clock or Clock()))
        return made[-1]

    yield make
    for account in made:
        account.close()


@pytest.fixture
def account(accounts, github, token) -> Account:
    return accounts(github.url, token)


def unavailable(account: Account, method: str = "GET", path: str = "/repos/acme/a") -> str:
    with pytest.raises(GitHubUnavailable) as caught:
        account.send(method, path)
    return str(caught.value)


def test_an_answer_has_status_headers_and_body(account, repo):
    answer = account.send("GET", "/repos/acme/a")
    assert (answer.status, answer.body["full_name"], answer.request) == (200, "acme/a", "GET /repos/acme/a")
    assert answer.headers["x-ratelimit-limit"] == "5000"


def test_who_asks_is_told(account, github):
    account.send("PATCH", "/repos/acme/a", {"has_wiki": False})
    headers = github.requests[-1].headers
    assert headers["User-Agent"].startswith("backendrepo/")
    assert headers["X-GitHub-Api-Version"] == "2022-11-28"
    assert headers["Content-Type"] == "application/json"
    assert github.requests[-1].request_body == {"has_wiki": False}


@pytest.mark.parametrize("url", ["{}", "{}/api/v3"], ids=["github.com", "Enterprise Server"])
def test_the_base_url_may_have_a_path(accounts, github, token, url):
    assert accounts(url.format(github.url), token).send("GET", "/repos/acme/a").status == 200
    assert github.requests[-1].api == url.format(github.url)


def test_a_refusal_is_an_answer(account):
    assert account.send("GET", "/repos/acme/nothing").message == "Not Found"


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        ("malformed_json", "GET /repos/acme/a was answered 200, with something that is no JSON"),
        ("html_page", "GET /repos/acme/a was answered 200, with something that is no JSON"),
        ("bad_gateway", "GET /repos/acme/a was answered 502, with something that is no JSON"),
    ],
)
def test_what_is_no_json_is_no_answer(account, github, fault, says):
    getattr(github.faults, fault)()
    assert says in unavailable(account)


@pytest.mark.parametrize(
    "body",
    [b"[" * 100_000, b"1" * 5_000, b"\xff\xfe", b"\xef\xbb\xbf{}"],
    ids=["deep", "long number", "no text", "BOM"],
)
def test_json_that_cannot_be_read_is_no_answer(account, github, body):
    github.faults.add(status=200, body=body)
    assert "no JSON" in unavailable(account)


def test_an_empty_answer_has_no_body(account, github):
    github.faults.empty_body()
    assert account.send("GET", "/repos/acme/a").body is None


def test_a_dropped_read_is_repeated_once(account, github):
    github.faults.add(close=True)
    assert account.send("GET", "/repos/acme/a").status == 200


def test_a_dropped_connection_is_no_answer(account, github):
    github.faults.add(close=True, times=2)
    assert "GET /repos/acme/a: Remote end closed connection" in unavailable(account)


def test_silence_is_no_answer(accounts, github, token, monkeypatch):
    monkeypatch.setattr(module, "TIMEOUT", 0.1)
    github.faults.timeout()
    assert "GET /repos/acme/a: timed out" in unavailable(accounts(github.url, token))


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (http(b"{}", 202), "202, an answer that is not ready yet"),
        (http(b"[" + LARGEST * b" " + b"]"), "an answer of more than 8 MiB"),
        (http(b"[", Content_Length="100"), "IncompleteRead"),
    ],
    ids=["not ready", "too large", "cut off"],
)
def test_what_cannot_be_read_to_its_end_is_no_answer(accounts, wire, answer, why):
    assert f"GET /repos/acme/a: {why}. It is tried again" in unavailable(accounts(wire(answer).url))


def test_a_write_whose_answer_is_lost_is_not_sent_again(account, github, repo):
    github.faults.add(method="PATCH", close=True, after=True)
    with pytest.raises(GitHubUnavailable):
        account.send("PATCH", "/repos/acme/a", {"has_wiki": False})
    assert repo.has_wiki is False
    assert len(github.requests) == 1


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE"])
def test_a_redirect_is_an_answer_and_not_followed(accounts, wire, method):
    elsewhere = wire(http(b"{}"))
    here = wire(http(b"{}", 301, Location=f"{elsewhere.url}/x"))
    answer = accounts(here.url).send(method, "/repos/acme/a")
    assert (answer.status, answer.headers["redirected-to"]) == (301, f"{elsewhere.url}/x")
    assert elsewhere.requests == []


@pytest.mark.parametrize("header", ["X_RateLimit_Remaining", "X_RateLimit_Reset", "X_RateLimit_Limit"])
@pytest.mark.parametrize("value", ["inf", "nan", "-1", "1e400", "many", "9" * 500])
def test_nonsense_about_limits_is_no_failure(accounts, wire, header, value):
    numbers = {"X_RateLimit_Remaining": "1", "X_RateLimit_Limit": "1", "X_RateLimit_Reset": "1"} | {header: value}
    assert accounts(wire(http(b"{}", **numbers)).url).send("GET", "/x").status == 200


# Limits


@pytest.mark.parametrize("status", [403, 429])
def test_a_limit_is_told_and_nothing_is_sent_until_it_is_over(accounts, github, token, status):
    clock = Clock()
    account = accounts(github.url, token, clock)
    github.faults.add(status=status, body={"message": "slow down"}, headers={"Retry-After": "17"})
    for _ in range(3):
        with pytest.raises(RateLimited):
            account.send("GET", "/repos/acme/a")
    assert len(github.requests) == 1
    clock.advance(17)
    assert account.send("GET", "/repos/acme/a").status == 200


def test_a_limit_told_by_a_page_of_html_is_one(account, github):
    github.faults.add(status=429, body="<html>", headers={"Retry-After": "17"})
    with pytest.raises(RateLimited):
        account.send("GET", "/repos/acme/a")


def test_the_hour_is_learned_from_every_answer(accounts, github, token):
    account = accounts(github.url, token, reserve=200)
    github.leave_budget(token, 201)
    account.budget.admit()
    account.send("GET", "/repos/acme/a")
    with pytest.raises(RateLimited, match="hourly request limit"):
        account.budget.admit()


def test_an_unchanged_answer_costs_nothing_of_the_hour(account, github, token):
    first = account.send("GET", "/repos/acme/a")
    github.requests.clear()
    again = [account.send("GET", "/repos/acme/a") for _ in range(5)]
    assert [exchange.status for exchange in github.requests] == 5 * [304]
    assert {answer.headers["x-ratelimit-remaining"] for answer in again} == {first.headers["x-ratelimit-remaining"]}
    assert {answer.body["full_name"] for answer in again} == {"acme/a"}


def test_another_credential_does_not_see_what_was_remembered(accounts, github, token):
    accounts(github.url, token).send("GET", "/repos/acme/a")
    other = github.add_token("other", {"metadata": "read"}, repositories=[])
    assert accounts(github.url, other).send("GET", "/repos/acme/a").status == 404
    assert not github.requests[-1].conditional


def test_an_account_remembers_that_its_credential_was_refused(account, github, token):
    account.send("GET", "/repos/acme/a")
    assert account.refused is False
    github.revoke(token)
    account.send("GET", "/repos/acme/a")
    assert account.refused is True


# The breaker


def test_a_dead_github_is_left_alone_and_found_again(accounts, github, token):
    clock = Clock()
    account = accounts(github.url, token, clock)
    github.faults.bad_gateway(times=None)
    for name in "abc":
        unavailable(account, path=f"/repos/acme/{name}")
    assert "no request is sent until" in unavailable(account)
    assert len(github.requests) == 3
    clock.advance(1)
    github.faults.clear()
    assert account.send("GET", "/repos/acme/a").status == 200
    assert account.send("GET", "/repos/acme/a").status == 200


@pytest.mark.parametrize("fault", [{"status": 500, "body": {"message": "Server Error"}}, {"close": True}], ids=str)
def test_three_repositories_in_a_row_without_an_answer_are_a_dead_github(account, github, fault):
    github.faults.add(times=None, **fault)
    for name in "abc":
        with suppress(GitHubUnavailable):
            account.send("GET", f"/repos/acme/{name}")
    github.faults.clear()
    assert "no request is sent" in unavailable(account)


def test_one_broken_repository_leaves_the_others_alone(account, github):
    github.faults.bad_gateway(path="/acme/broken", times=None)
    for _ in range(10):
        unavailable(account, path="/repos/acme/broken/branches/main/protection")
    assert account.send("GET", "/repos/acme/a").status == 200


def test_refusals_are_answers_of_a_living_github(account, github):
    for name in "bcdefg":
        assert account.send("GET", f"/repos/acme/{name}").status == 404
    assert account.send("GET", "/repos/acme/a").status == 200


def test_a_limit_does_not_use_up_the_probe(accounts, github, token):
    clock = Clock()
    account = accounts(github.url, token, clock)
    github.faults.bad_gateway(times=3)
    for name in "abc":
        unavailable(account, path=f"/repos/acme/{name}")
    with pytest.raises(RateLimited):
        account.budget.learn(module.Answer("GET /x", 429, {"retry-after": "2"}))
    clock.advance(1)
    with pytest.raises(RateLimited):
        account.send("GET", "/repos/acme/a")
    clock.advance(1)
    assert account.send("GET", "/repos/acme/a").status == 200


# Threads


def test_each_thread_has_a_requester_of_its_own_with_our_transport(account, github):
    gate, requesters = threading.Barrier(8), []

    def ask(_: int) -> None:
        gate.wait()
        account.send("GET", "/rate_limit")
        requesters.append(account._requester())

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(ask, range(8)))
    assert len({id(each) for each in requesters}) == 8
    transports = {each._Requester__connection.session.get_adapter(github.url) for each in requesters}
    assert [type(each) for each in transports] == [Transport]


def test_a_thread_uses_its_requester_again(account):
    assert account._requester() is account._requester()


def test_no_answer_is_given_to_another_thread(account, github):
    for number in range(40):
        github.add_repository(f"acme/r{number}")

    def ask(number: int) -> tuple[str, str]:
        name = f"acme/r{number % 40}"
        return name, account.send("GET", f"/repos/{name}").body["full_name"]

    with ThreadPoolExecutor(16) as threads:
        for asked, answered in threads.map(ask, range(640)):
            assert asked == answered


def test_every_failure_is_one_of_ours(accounts, wire):
    for broken in (
        b"",
        b"HTTP/9.9 x\r\n\r\n",
        b"HTTP/1.1 abc\r\n\r\n",
        http(b"[", Transfer_Encoding="chunked", Content_Length=""),
    ):
        with pytest.raises(BackendRepoError):
            accounts(wire(broken, broken).url).send("GET", "/x")
