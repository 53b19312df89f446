"""Credentials as PyGithub takes them: a token, or an installation of a GitHub App with tokens of an hour.

Source: docs.github.com, "Authenticating as a GitHub App installation".
"""

import threading
import time
from collections.abc import Callable

from github.Auth import AppAuth, Auth, Token

from backendrepo.errors import BackendRepoError
from backendrepo.redaction import MASK, redact, remember

EARLY = 300.0
"""Seconds before its end that a token is renewed, so that none ends in the middle of a reconcile."""

PAUSE = 30.0
"""Seconds between two tries to get a token, so that a fleet does not insist where there is none to get."""


class NotInstalled(Exception):
    """The App is not installed on the owner of the repository."""


class InstallationAuth(Auth):
    """The token of one installation, renewed before its end. Safe to share between threads.

    PyGithub's own `AppInstallationAuth` renews once in each thread that finds the token old. `renew` returns a token
    and when it ends, in seconds since the epoch; it raises `BackendRepoError` or `NotInstalled`.
    """

    def __init__(self, renew: Callable[[], tuple[str, float]], clock: Callable[[], float] = time.time) -> None:
        self._renew = renew
        self._clock = clock
        self._lock = threading.Lock()
        self._token = ""
        self._expires = self._again = self._tried = 0.0
        self._failure: Exception | None = None

    @property
    def token_type(self) -> str:
        """The word before the token in the header."""
        return "token"

    @property
    def token(self) -> str:
        """A token that holds. Raises what `renew` does; for a while that is remembered."""
        with self._lock:
            now = self._clock()
            if now >= self._again:
                self._try(now)
            if self._failure and now >= self._expires:
                raise self._failure.with_traceback(None)
            return self._token

    def forget(self, token: str) -> bool:
        """Have a token replaced that GitHub does not accept; return whether to try again with another one.

        One that was issued a moment ago is kept: GitHub may need some seconds until it accepts it everywhere.
        """
        with self._lock:
            if token == self._token and self._clock() < self._tried + PAUSE:
                return False
            if token == self._token:
                self._expires = self._again = 0.0
            return True

    def _try(self, now: float) -> None:
        """Get a token; one that still holds is kept where there is none to get."""
        self._tried, self._again = now, now + PAUSE
        try:
            self._token, self._expires = self._renew()
        except (BackendRepoError, NotInstalled) as error:
            self._failure = error
        else:
            self._failure, self._again = None, max(self._expires - EARLY, now + PAUSE)
            known(self._token)


def known(secret: str) -> None:
    """Have a secret masked everywhere, if its shape alone does not see to that."""
    if redact(secret) != MASK:
        remember(secret)


def token_auth(token: str) -> Auth:
    """Return the credential that a token is. Raises `ValueError` where it could not stand in a header."""
    known(token)
    if not (token and token.isascii() and token.isprintable()) or " " in token:
        raise ValueError("holds no token: it is empty, or there are spaces, line breaks or special characters in it")
    return Token(token)


def app_auth(app_id: int, private_key: str) -> AppAuth:
    """Return the credential of the App itself. Raises `ValueError` where the key is no PEM key."""
    remember(private_key)
    try:
        auth = AppAuth(app_id, private_key)
        auth.create_jwt()
    except Exception:  # PyJWT and cryptography have many; each means that the key cannot sign
        raise ValueError("holds no private key in PEM format") from None
    return auth
