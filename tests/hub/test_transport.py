"""Below PyGithub: every answer is bounded, no redirect is followed, proxies and CAs of the environment count."""

import json
import ssl
import tracemalloc
from pathlib import Path

import pytest
import requests
from requests.adapters import HTTPAdapter
from requests.exceptions import ConnectTimeout, RequestException
from tests.cluster.certificates import Authority
from tests.hub.parts import Clock
from tests.hub.wire import compressed, http
from urllib3.exceptions import HTTPError

from backendrepo.hub.etags import ETags
from backendrepo.hub.transport import LARGEST, LOCATION, Transport, Unusable, cause

pytestmark = pytest.mark.integration

UNANSWERED = (RequestException, HTTPError)


@pytest.fixture
def ask():
    """Sends a request through a transport, as PyGithub does."""
    with requests.Session() as session:

        def asked(url: str, method: str = "GET", clock=Clock(0), **options) -> requests.Response:  # noqa: B008
            session.mount("http://", Transport(ETags(), clock))
            session.mount("https://", Transport(ETags(), clock))
            return session.request(method, url, allow_redirects=False, timeout=options.pop("timeout", 5), **options)

        yield asked


class Ticking(Clock):
    """A clock on which each look takes seventy seconds."""

    def __call__(self) -> float:
        self.now += 70
        return self.now


@pytest.mark.parametrize("answer", [http(b'{"a": 1}'), compressed(b'{"a": 1}')], ids=["plain", "gzip"])
def test_an_answer_is_read_to_the_end(wire, ask, answer):
    assert ask(wire(answer).url).json() == {"a": 1}


def test_a_connection_is_used_again(github):
    with requests.Session() as session:
        session.mount("http://", Transport(ETags()))
        for path in ("/rate_limit", "/repos/acme/nothing", "/rate_limit"):
            session.get(f"{github.url}{path}")
        assert len(github._server.connections) == 1


@pytest.mark.parametrize(
    "answer",
    [
        http(b"x" * (LARGEST + 1)),
        http(b"x" * (LARGEST + 1), Content_Length=""),
        compressed(bytes(10 * LARGEST)),
    ],
    ids=["length told", "length not told", "bomb"],
)
def test_an_answer_without_end_is_not_read_on(wire, ask, answer):
    server = wire(answer)
    tracemalloc.start()
    try:
        with pytest.raises(Unusable, match="more than 8 MiB"):
            ask(server.url)
        assert tracemalloc.get_traced_memory()[1] < 4 * LARGEST
    finally:
        tracemalloc.stop()


def test_an_answer_of_the_largest_size_is_read(wire, ask):
    assert len(ask(wire(http(b" " * LARGEST)).url).content) == LARGEST


def test_an_answer_that_drips_is_given_up_and_its_connection_closed(wire, ask):
    server = wire(http(b"[", Content_Length="1000"), hold=True)
    with pytest.raises(Unusable, match="more than 60 s") as caught:
        ask(server.url, clock=Ticking(0))
    assert server.connections[0].recv(1) == b""
    assert caught.value


@pytest.mark.parametrize(
    ("answers", "why"),
    [
        ([b"", b""], "Remote end closed connection"),
        ([http(b"[1,", Content_Length="1000")], "IncompleteRead"),
        ([http(b"no gzip", Content_Encoding="gzip")], "DecodeError"),
        ([b"nonsense\r\n\r\n", b"nonsense\r\n\r\n"], "ConnectionError"),
    ],
    ids=["closed", "cut off", "no gzip", "no HTTP"],
)
def test_a_broken_answer_has_a_cause(wire, ask, answers, why):
    with pytest.raises(UNANSWERED) as caught:
        ask(wire(*answers).url)
    assert cause(caught.value) == why


def test_silence_has_a_cause(wire, ask):
    with pytest.raises(UNANSWERED) as caught:
        ask(wire(b" ", hold=True).url, timeout=0.1)
    assert cause(caught.value) == "timed out"


def test_silence_in_the_middle_has_a_cause(wire, ask):
    with pytest.raises(UNANSWERED) as caught:
        ask(wire(http(b"[", Content_Length="1000"), hold=True).url, timeout=0.1)
    assert cause(caught.value) == "timed out"


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://127.0.0.1:1", "Connection refused"),
        ("http://github.invalid", "Failed to resolve 'github.invalid'"),
    ],
)
def test_no_server_has_a_cause(ask, url, why):
    with pytest.raises(UNANSWERED) as caught:
        ask(url)
    assert cause(caught.value) == why


def test_a_read_on_a_connection_that_broke_is_sent_again(wire, ask):
    server = wire(b"", http(b"[]"))
    assert ask(server.url).json() == []
    assert len(server.requests) == 2


@pytest.mark.parametrize("method", ["PUT", "PATCH", "POST", "DELETE"])
def test_a_write_is_never_sent_again(wire, ask, method):
    server = wire(b"", http(b"[]"))
    with pytest.raises(UNANSWERED):
        ask(server.url, method)
    assert len(server.requests) == 1


def test_a_silent_server_is_not_asked_again(wire, ask):
    server = wire(b" ", b" ", hold=True)
    with pytest.raises(UNANSWERED):
        ask(server.url, timeout=0.1)
    assert len(server.requests) == 1


def test_a_server_that_does_not_accept_connections_is_not_asked_again(ask, monkeypatch):
    tried = []

    def time_out(self, request, **options):
        tried.append(request)
        raise ConnectTimeout

    monkeypatch.setattr(HTTPAdapter, "send", time_out)
    with pytest.raises(ConnectTimeout):
        ask("http://github.test")
    assert len(tried) == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("location", ["https://evil.example/x", "http://[", "/x", "nonsense"])
def test_a_redirect_is_passed_on_under_a_name_that_nobody_follows(wire, ask, status, location):
    answer = ask(wire(http(b"{}", status, Location=location)).url)
    assert answer.status_code == status
    assert "Location" not in answer.headers
    assert answer.headers[LOCATION] == location
    assert answer.next is None


def test_a_read_that_is_not_ready_is_no_answer(wire, ask):
    with pytest.raises(Unusable, match="202"):
        ask(wire(http(b"{}", 202)).url)


def test_a_write_that_was_accepted_is_an_answer(wire, ask):
    assert ask(wire(http(b"{}", 202)).url, "PUT").status_code == 202


def test_limits_that_are_no_numbers_are_left_out(wire, ask):
    answer = ask(wire(http(b"{}", X_RateLimit_Remaining="many", X_RateLimit_Reset="inf", X_RateLimit_Limit="5000")).url)
    assert [name for name in answer.headers if name.startswith("X-RateLimit")] == ["X-RateLimit-Limit"]


def test_text_is_utf_8_whatever_the_type_says(wire, ask):
    answer = ask(wire(http(json.dumps("→", ensure_ascii=False).encode(), Content_Type="text/plain")).url)
    assert answer.text == '"→"'


# The environment, as every client of requests honours it


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    return monkeypatch


def test_a_proxy_of_the_environment_is_used(wire, ask, bare):
    proxy = wire(http(b"[]"))
    bare.setenv("HTTP_PROXY", proxy.url)
    ask("http://github.test/rate_limit")
    assert proxy.requests[0].startswith(b"GET http://github.test/rate_limit HTTP/1.1")


def test_a_host_without_proxy_is_reached_directly(wire, ask, bare):
    bare.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    bare.setenv("NO_PROXY", "127.0.0.1")
    assert ask(wire(http(b"[]")).url).json() == []


def test_the_credential_is_not_shown_to_a_proxy_on_the_way_to_https(wire, ask, bare):
    refused = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"
    proxy = wire(refused, refused)
    bare.setenv("HTTPS_PROXY", proxy.url)
    with pytest.raises(UNANSWERED) as caught:
        ask("https://github.test/rate_limit", headers={"Authorization": "token planted"})
    assert cause(caught.value) == "Unable to connect to proxy"
    assert proxy.requests[0].startswith(b"CONNECT github.test:443")
    assert not any(b"planted" in request for request in proxy.requests)


@pytest.fixture
def tls(tmp_path: Path) -> tuple[ssl.SSLContext, Path]:
    """A server's side of TLS, and the CA that it is trusted with."""
    authority = Authority()
    authority.server("127.0.0.1").write(tmp_path, "server")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "server.crt", tmp_path / "server.key")
    (tmp_path / "ca.crt").write_bytes(authority.certificate)
    return context, tmp_path / "ca.crt"


def test_a_ca_of_the_environment_is_trusted(wire, ask, bare, tls):
    context, ca = tls
    bare.setenv("REQUESTS_CA_BUNDLE", str(ca))
    assert ask(wire(http(b"[]"), tls=context).url).json() == []


def test_a_ca_that_nobody_named_is_not_trusted(wire, ask, bare, tls):
    server = wire(http(b"[]"), tls=tls[0])
    with pytest.raises(UNANSWERED) as caught:
        ask(server.url, headers={"Authorization": "token planted"})
    assert cause(caught.value).startswith("certificate verify failed: ")
    assert server.requests == []
