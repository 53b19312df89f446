"""Credentials: a token is renewed in time, once for all threads, and no fleet insists where there is none to get."""

import threading
from concurrent.futures import ThreadPoolExecutor

import jwt
import pytest
from tests.github.standin import GitHub
from tests.hub.parts import Clock

from backendrepo.errors import CredentialRejected, GitHubUnavailable
from backendrepo.hub.credentials import EARLY, PAUSE, InstallationAuth, NotInstalled, app_auth, known, token_auth
from backendrepo.redaction import MASK, redact

pytestmark = pytest.mark.integration

HOUR = 3600.0


class Issuer:
    """Gives tokens of an hour, or what it is told to raise."""

    def __init__(self, clock: Clock) -> None:
        self.clock, self.asked, self.error = clock, 0, None

    def __call__(self) -> tuple[str, float]:
        self.asked += 1
        if self.error:
            raise self.error
        return f"ghs_{self.asked:036}", self.clock() + HOUR


@pytest.fixture
def clock() -> Clock:
    return Clock(0.0)


@pytest.fixture
def issuer(clock) -> Issuer:
    return Issuer(clock)


@pytest.fixture
def auth(issuer, clock) -> InstallationAuth:
    return InstallationAuth(issuer, clock)


def test_nothing_is_asked_for_before_it_is_needed(auth, issuer):
    assert issuer.asked == 0
    assert (auth.token_type, auth.token) == ("token", f"ghs_{1:036}")


def test_a_token_is_kept_while_it_holds_and_renewed_before_its_end(auth, issuer, clock):
    first = auth.token
    clock.advance(HOUR - EARLY - 1)
    assert auth.token == first
    clock.advance(1)
    assert auth.token != first
    assert issuer.asked == 2


def test_one_renewal_serves_all_threads(clock):
    gate, asked = threading.Barrier(16), []

    def renew() -> tuple[str, float]:
        asked.append(threading.get_ident())
        return "ghs_" + 36 * "x", HOUR

    auth = InstallationAuth(renew, clock)

    def use(_: int) -> str:
        gate.wait()
        return auth.token

    with ThreadPoolExecutor(16) as threads:
        assert len(set(threads.map(use, range(16)))) == 1
    assert len(asked) == 1


@pytest.mark.parametrize("error", [GitHubUnavailable("502"), CredentialRejected("main", "suspended"), NotInstalled()])
def test_where_there_is_no_token_nobody_insists(auth, issuer, clock, error):
    issuer.error = error
    for _ in range(100):
        with pytest.raises(type(error)):
            _ = auth.token
    assert issuer.asked == 1
    clock.advance(PAUSE)
    issuer.error = None
    assert auth.token


def test_an_error_told_often_does_not_grow(auth, issuer):
    issuer.error = GitHubUnavailable("502")
    for _ in range(100):
        with pytest.raises(GitHubUnavailable) as caught:
            _ = auth.token
    depth, traceback = 0, caught.value.__traceback__
    while traceback:
        depth, traceback = depth + 1, traceback.tb_next
    assert depth < 5


def test_a_token_that_holds_serves_on_where_it_cannot_be_renewed(auth, issuer, clock):
    first = auth.token
    issuer.error = GitHubUnavailable("502")
    clock.advance(HOUR - EARLY)
    assert auth.token == first
    clock.advance(EARLY - 1)
    assert auth.token == first
    clock.advance(1)
    with pytest.raises(GitHubUnavailable):
        _ = auth.token


def test_a_mistake_of_the_operator_is_no_lack_of_a_token(auth, issuer):
    issuer.error = ZeroDivisionError()
    with pytest.raises(ZeroDivisionError):
        _ = auth.token


def test_a_token_that_github_does_not_accept_is_replaced(auth, clock):
    first = auth.token
    clock.advance(PAUSE)
    assert auth.forget(first)
    assert auth.token != first


def test_a_token_of_a_moment_ago_is_kept_so_that_nothing_goes_round_in_circles(auth, issuer):
    first = auth.token
    assert not auth.forget(first)
    assert auth.token == first
    assert issuer.asked == 1


def test_a_token_that_another_thread_replaced_already_is_not_replaced_again(auth, issuer, clock):
    first = auth.token
    clock.advance(PAUSE)
    auth.forget(first)
    second = auth.token
    assert auth.forget(first), "there is another one to try with"
    assert auth.token == second
    assert issuer.asked == 2


def test_a_token_that_ends_at_once_is_not_asked_for_without_end(clock):
    issuer = Issuer(clock)
    auth = InstallationAuth(lambda: (issuer()[0], clock() - 1), clock)
    assert auth.token == auth.token
    assert issuer.asked == 1


# Tokens


@pytest.mark.parametrize("token", ["ghp_" + 36 * "x", "github_pat_" + 82 * "x", 10 * "f00d"])
def test_a_token_is_a_credential(token):
    assert token_auth(token).token == token


@pytest.mark.parametrize(
    "token", ["", "two words", "one\ntwo", "planted\r", "tab\there", "curly\u2019quote", "nul\0nul"]
)
def test_what_could_not_stand_in_a_header_is_no_token_and_not_told(token):
    with pytest.raises(ValueError, match="holds no token") as caught:
        token_auth(token)
    assert not token or token not in str(caught.value)


def test_a_secret_of_unknown_shape_is_masked_from_now_on():
    known("0123456789abcdef-of-no-known-shape")
    assert redact("it is 0123456789abcdef-of-no-known-shape!") == f"it is {MASK}!"


def test_a_secret_that_its_shape_gives_away_is_not_kept_in_memory(monkeypatch):
    kept = []
    monkeypatch.setattr("backendrepo.hub.credentials.remember", kept.append)
    known("ghs_" + 36 * "y")
    known("token-1234-of-a-newer.shape")
    assert kept == ["token-1234-of-a-newer.shape"]


# Apps


@pytest.fixture(scope="module")
def key() -> str:
    with GitHub() as github:
        return github.add_app(12, {}).private_key


def test_an_app_signs_for_five_minutes_and_allows_for_a_minute_of_skew(key):
    claims = jwt.decode(app_auth(12, key).token, options={"verify_signature": False})
    assert claims["iss"] == "12"
    assert claims["exp"] - claims["iat"] == 360  # issued a minute ago; GitHub takes ten at most


@pytest.mark.parametrize(
    "text", ["", "nonsense", "-----BEGIN RSA PRIVATE KEY-----\nplanted\n-----END RSA PRIVATE KEY-----", "x\0y"]
)
def test_what_cannot_sign_is_no_key_and_not_told(text):
    with pytest.raises(ValueError, match="holds no private key in PEM format") as caught:
        app_auth(12, text)
    assert caught.value.__suppress_context__
