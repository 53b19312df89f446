"""Remembered answers: bounded in memory, never mixed up, and never lost between asking and answer."""

import tracemalloc
import zlib

import pytest
from requests import PreparedRequest, Request, Response

from backendrepo.hub.etags import OVERHEAD, ETags

pytestmark = pytest.mark.integration

URL = "https://api.github.com:443/repos/acme/a"


def request(url: str = URL, method: str = "GET") -> PreparedRequest:
    return Request(method, url).prepare()


def response(body: bytes = b"", status: int = 200, etag: str = '"1"') -> Response:
    made = Response()
    made.status_code, made._content = status, body
    if etag:
        made.headers["ETag"] = etag
    return made


def ask(etags: ETags, answer: Response, url: str = URL, method: str = "GET") -> tuple[PreparedRequest, Response]:
    sent = request(url, method)
    return sent, etags.resolve(sent, answer, etags.condition(sent))


def test_an_unchanged_answer_comes_from_memory():
    etags = ETags()
    first, _ = ask(etags, response(b'{"id": 1}'))
    assert "If-None-Match" not in first.headers
    second, answer = ask(etags, response(status=304))
    assert second.headers["If-None-Match"] == '"1"'
    assert (answer.status_code, answer.content) == (200, b'{"id": 1}')


def test_a_changed_answer_takes_the_place_of_the_remembered_one():
    etags = ETags()
    ask(etags, response(b"old"))
    ask(etags, response(b"new", etag='"2"'))
    sent, answer = ask(etags, response(status=304))
    assert (sent.headers["If-None-Match"], answer.content) == ('"2"', b"new")


@pytest.mark.parametrize(
    ("answer", "method"),
    [
        (response(b"x", etag=""), "GET"),
        (response(b"x", 404), "GET"),
        (response(b"x"), "PUT"),
        (response(b"x"), "PATCH"),
    ],
)
def test_only_what_can_be_asked_for_again_is_remembered(answer, method):
    etags = ETags()
    ask(etags, answer, method=method)
    sent, _ = ask(etags, response(b"y"))
    assert "If-None-Match" not in sent.headers


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "POST"])
def test_a_write_is_never_conditional(method):
    etags = ETags()
    ask(etags, response(b"x"))
    sent, answer = ask(etags, response(b"y"), method=method)
    assert "If-None-Match" not in sent.headers
    assert answer.content == b"y"


def test_another_url_is_another_answer():
    etags = ETags()
    ask(etags, response(b"x"), f"{URL}?page=1")
    sent, _ = ask(etags, response(b"y"), f"{URL}?page=2")
    assert "If-None-Match" not in sent.headers


def test_a_304_that_nothing_was_remembered_for_stays_one():
    _, answer = ask(ETags(), response(status=304))
    assert answer.status_code == 304


def test_an_answer_forgotten_while_it_was_asked_for_is_not_lost():
    etags = ETags(limit=OVERHEAD + 100)
    ask(etags, response(b"mine"))
    sent = request()
    remembered = etags.condition(sent)
    ask(etags, response(b"other"), f"{URL}/other")
    assert etags.resolve(sent, response(status=304), remembered).content == b"mine"


def test_the_least_recently_used_is_forgotten_first():
    size = len(zlib.compress(b"x")) + OVERHEAD
    etags = ETags(limit=2 * size)
    for name, status in (("a", 200), ("b", 200), ("a", 304), ("c", 200)):
        ask(etags, response(b"x", status), f"{URL}/{name}")
    kept = [bool(etags.condition(request(f"{URL}/{name}"))) for name in "abc"]
    assert kept == [True, False, True]


def test_memory_is_bounded_by_what_it_really_takes():
    tracemalloc.start()
    try:
        etags = ETags(limit=2**19)
        for number in range(2_000):
            answer = response(str(number).encode() * 20, etag=f'W/"{number:064x}"')
            ask(etags, answer, f"{URL}/repository-{number}/branches/main/protection")
        assert tracemalloc.get_traced_memory()[0] < 2**19 + 2**17
    finally:
        tracemalloc.stop()
