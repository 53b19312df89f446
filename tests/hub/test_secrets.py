"""No secret is told by what the hub raises, logs or shows, on any way that fails."""

import logging
import traceback

import pytest
from tests.hub.parts import GOVERN, Clock, app_auth, connection, reconcile
from tests.hub.wire import http

from backendrepo.errors import BackendRepoError
from backendrepo.hub.account import Account
from backendrepo.hub.credentials import PAUSE, token_auth
from backendrepo.hub.hub import Hub

pytestmark = pytest.mark.integration

FAULTS = {
    "200": lambda faults: None,
    "401": lambda faults: faults.add(path="^/repos", status=401, body={"message": "Bad credentials"}, times=None),
    "403": lambda faults: faults.add(method="PUT", status=403, body={"message": "Resource not accessible"}),
    "422": lambda faults: faults.add(method="PUT", status=422, body={"message": "Invalid", "errors": ["No"]}),
    "301": lambda faults: faults.add(
        path="^/repos", status=301, body={"message": "x"}, headers={"Location": "http://x"}
    ),
    "502": lambda faults: faults.bad_gateway(path="^/repos"),
    "429": lambda faults: faults.too_many_requests(path="^/repos"),
    "closed": lambda faults: faults.add(path="^/repos", close=True, times=2),
    "no JSON": lambda faults: faults.malformed_json(path="^/repos"),
    "strange": lambda faults: faults.add(path="^/repos", status=200, body=[{"id": "x"}]),
    "no token": lambda faults: faults.add(path="access_tokens", status=201, body={"token": "v1.planted-and-strange"}),
}


def told(error: BaseException) -> str:
    """Everything that a log with tracebacks would say about an error."""
    return "".join(traceback.format_exception(error)) + repr(error) + str(vars(error))


def tried(hub: Hub) -> str:
    """What is told by a reconcile, however it ends."""
    try:
        return repr(reconcile(hub, "acme/a")) + hub.verify()
    except BackendRepoError as error:
        return told(error)


@pytest.fixture
def loud(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """Everything that anybody logs at DEBUG."""
    for name in (None, "github", "github.Requester", "urllib3", "urllib3.connectionpool", "requests", "backendrepo"):
        caplog.set_level(logging.DEBUG, logger=name)
    return caplog


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("kind", ["fine-grained", "classic", "of no known shape"])
def test_a_token_is_never_told(hubs, github, repo, loud, fault, kind):
    token = github.add_token("bot", None if kind == "classic" else GOVERN)
    if kind == "of no known shape":
        github.tokens["planted-0123456789"] = github.tokens.pop(token)
        token = "planted-0123456789"
    hub = hubs(github.url, token)
    FAULTS[fault](github.faults)
    shown = tried(hub) + repr(hub) + repr(hub._accounts) + loud.text
    assert token not in shown
    assert token[-12:] not in shown
    assert github.requests[0].token == token, "it was used"


@pytest.mark.parametrize("fault", FAULTS)
def test_neither_key_nor_tokens_of_an_app_are_ever_told(hubs, github, repo, loud, fault):
    app = github.add_app(12, GOVERN)
    app.install("acme")
    clock = Clock()
    hub = hubs(github.url, app.private_key, auth=app_auth(12), clock=clock)
    FAULTS[fault](github.faults)
    shown = tried(hub)
    clock.advance(PAUSE)
    shown += tried(hub) + repr(hub) + loud.text
    used = {exchange.token for exchange in github.requests}
    assert len(used) >= 2
    for secret in {*used, *github.tokens, "planted-and-strange"}:
        assert secret not in shown
    for line in app.private_key.splitlines()[1:-1]:
        assert line not in shown


def test_requests_show_in_the_log_at_debug_without_what_they_carry(hub, loud):
    hub.verify()
    assert "GET /rate_limit" in loud.text
    assert "Authorization" not in loud.text


@pytest.mark.parametrize("secret", ["planted-token\nX-Evil: 1", "planted-töken", "planted token"])
def test_a_token_that_is_none_is_not_told(secret):
    with pytest.raises(ValueError, match="holds no token") as caught:
        Hub(connection("https://api.github.com"), secret)
    assert "planted" not in told(caught.value)


def test_a_credential_that_github_repeats_in_its_words_is_masked(wire):
    secret = "planted-0123456789"
    server = wire(http(b'{"message": "no such token planted-0123456789"}', 401))
    account = Account(connection(server.url), token_auth(secret))
    hub = Hub(connection(server.url), secret)
    hub._accounts._account = account
    with pytest.raises(BackendRepoError) as caught:
        hub.verify()
    assert secret not in str(caught.value)
    hub.close()


def test_the_password_of_a_proxy_is_not_told(wire, monkeypatch):
    refused = b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n"
    proxy = wire(refused, refused).url.replace("//", "//somebody:planted-password@")
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    monkeypatch.delenv("NO_PROXY", raising=False)
    hub = Hub(connection("https://github.test"), "planted-0123456789")
    with pytest.raises(BackendRepoError, match="Unable to connect to proxy") as caught:
        hub.verify()
    assert "planted" not in told(caught.value)
    hub.close()
