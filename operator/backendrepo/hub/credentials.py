"""Credentials as PyGithub takes them: a token, or an installation of a GitHub App with tokens of an hour.

Source: docs.github.com, "Authenticating as a GitHub App installation".
"""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from github.Auth import AppAuth, Auth

from backendrepo.redaction import remember

EARLY = timedelta(minutes=5)
"""How long before its end a token is renewed, so that none ends in the middle of a reconcile."""


class InstallationAuth(Auth):
    """The token of one installation, renewed before its end. Safe to share between threads.

    PyGithub's own `AppInstallationAuth` renews once in each thread that finds the token old.
    """

    def __init__(self, renew: Callable[[], tuple[str, datetime]]) -> None:
        self._renew = renew
        self._lock = threading.Lock()
        self._token = ""
        self._expires = datetime.min.replace(tzinfo=UTC)

    @property
    def token_type(self) -> str:
        """The word before the token in the header."""
        return "token"

    @property
    def token(self) -> str:
        """A token that holds for a few minutes at least."""
        with self._lock:
            if datetime.now(UTC) + EARLY >= self._expires:
                self._token, self._expires = self._renew()
                remember(self._token)
            return self._token


def app_auth(app_id: int, private_key: str) -> AppAuth:
    """Return the credential of the App itself. Raises `ValueError` where the key is no PEM key."""
    remember(private_key)
    auth = AppAuth(app_id, private_key)
    try:
        auth.create_jwt()
    except Exception as error:  # PyJWT and cryptography have many; each means that the key cannot sign
        raise ValueError("holds no private key in PEM format") from error
    return auth
