"""Which credential speaks for a repository: a token for all, or a GitHub App's installation on the owner."""

import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from typing import Any

from backendrepo.api.githubconnection import GitHubApp, GitHubConnection
from backendrepo.errors import CredentialRejected, InstallationUnusable, PermissionMissing, RepositoryNotFound
from backendrepo.hub import documents
from backendrepo.hub.account import Account
from backendrepo.hub.answer import Answer
from backendrepo.hub.credentials import InstallationAuth, NotInstalled, app_auth, known, token_auth
from backendrepo.hub.failures import failure

Clock = Callable[[], float]


def accounts(connection: GitHubConnection, secret: str, clock: Clock = time.time) -> "TokenAccount | AppAccounts":
    """Return the accounts of a connection; `secret` is its token, or the private key of its App (PEM).

    Raises `ValueError` where it can be neither.
    """
    app = connection.spec.auth.app
    return AppAccounts(connection, app, secret, clock) if app else TokenAccount(connection, secret, clock)


class TokenAccount:
    """A token: one account for every repository."""

    def __init__(self, connection: GitHubConnection, token: str, clock: Clock) -> None:
        self._name = connection.metadata.name
        self._token = token
        self._account = Account(connection, token_auth(token), clock)

    @property
    def refused(self) -> bool:
        """Whether GitHub has said that it does not accept the token."""
        return self._account.refused

    def of(self, _: str) -> Account:
        """Return the account for a repository."""
        return self._account

    def reading_token(self, _: str) -> str:
        """Return the token: nothing narrower can be made of it."""
        return self._token

    def verify(self) -> str:
        """Return a sentence about the token, which GitHub was asked about (at no cost). Raises `BackendRepoError`."""
        answer = self._account.send("GET", "/rate_limit")
        if answer.status == 404 and "not enabled" in answer.message:  # as Enterprise Server is by default
            return "GitHub accepts the token; it sets no hourly limit."
        limit = _expect(answer, 200, self._name, "use the token").read(documents.RateLimit.model_validate)
        return f"GitHub accepts the token; {limit.resources.core.limit} requests an hour."

    def close(self) -> None:
        """Close the connections that are kept open."""
        self._account.close()


class InstallationAccount(Account):
    """One installation of a GitHub App. A token that ended early is replaced once."""

    def __init__(self, connection: GitHubConnection, auth: InstallationAuth, clock: Clock) -> None:
        super().__init__(connection, auth, clock)
        self._installation = auth

    def send(self, method: str, path: str, body: Any = None) -> Answer:
        """Send one request and return its answer, whatever its status. Raises `NotInstalled` too."""
        token = self._installation.token
        answer = super().send(method, path, body)
        if answer.status == 401 and self._installation.forget(token):
            answer = super().send(method, path, body)
        return answer


class AppAccounts:
    """A GitHub App: an account for each owner that it is installed on."""

    def __init__(self, connection: GitHubConnection, app: GitHubApp, private_key: str, clock: Clock) -> None:
        self._connection = connection
        self._name = connection.metadata.name
        self._fixed = app.installation_id
        self._app = Account(connection, app_auth(app.app_id, private_key), clock)
        self._clock = clock
        self._lock = threading.Lock()
        self._accounts: dict[str, InstallationAccount] = {}
        self._installations: dict[str, int] = {}
        self.refused = False
        """Whether GitHub has said that it does not accept the App's own credential."""

    def of(self, repository: str) -> Account:
        """Return the account for a repository: its owner's, or the one installation that the connection names."""
        owner = repository.partition("/")[0]
        key = "" if self._fixed else owner.casefold()
        with self._lock:
            if key not in self._accounts:
                auth = InstallationAuth(partial(self._renew, owner), self._clock)
                self._accounts[key] = InstallationAccount(self._connection, auth, self._clock)
            return self._accounts[key]

    def reading_token(self, repository: str) -> str:
        """Return a token of an hour that may read the content of one repository. Raises `BackendRepoError`.

        Source: docs.github.com, REST, "Create an installation access token for an app".
        """
        owner, _, name = repository.partition("/")
        narrow = {"repositories": [name], "permissions": {"contents": "read"}}
        try:
            token = self._token(self._fixed or self._installation_on(owner), narrow)[0]
        except NotInstalled:
            raise RepositoryNotFound(repository) from None
        known(token)
        return token

    def verify(self) -> str:
        """Return a sentence about the App, which GitHub was asked about. Raises `BackendRepoError`."""
        answer = _expect(self._ask("GET", "/app"), 200, self._name, "authenticate as the App")
        return f"GitHub accepts the credential of the App {answer.read(documents.App.model_validate).slug}."

    def close(self) -> None:
        """Close the connections that are kept open."""
        for account in (self._app, *self._accounts.values()):
            account.close()

    def _renew(self, owner: str) -> tuple[str, float]:
        """Return a token for an owner; one on which the App was installed anew has another installation."""
        if self._fixed:
            return self._token(self._fixed)
        if known := self._installations.get(owner):
            with suppress(NotInstalled):
                return self._token(known)
        found = self._installation_on(owner)
        token = self._token(found)
        self._installations[owner] = found
        return token

    def _installation_on(self, owner: str) -> int:
        answer = self._ask("GET", f"/users/{owner}/installation")  # an organisation is found too
        if answer.status == 404:
            raise NotInstalled
        found = _expect(answer, 200, self._name, f"find its installation on {owner}")
        return found.read(documents.Installation.model_validate).id

    def _token(self, installation: int, narrow: Mapping[str, Any] | None = None) -> tuple[str, float]:
        answer = self._ask("POST", f"/app/installations/{installation}/access_tokens", narrow)
        if answer.status == 404 and not self._fixed:
            raise NotInstalled
        if narrow and answer.status == 422:  # the installation lacks the permission, or has not that repository
            raise PermissionMissing("contents: read", "read the content of the repository")
        if answer.status in (403, 404):  # suspended, or gone
            raise InstallationUnusable(self._name, str(installation), answer.message)
        issued = _expect(answer, 201, self._name, "get an installation token").read(
            documents.InstallationToken.model_validate
        )
        return issued.token, issued.expiry

    def _ask(self, method: str, path: str, body: Any = None) -> Answer:
        """Ask as the App itself. Raises `CredentialRejected` where GitHub knows no such App, or not its key."""
        answer = self._app.send(method, path, body)
        if answer.status == 401 or "Integration not found" in answer.message:
            self.refused = True
            raise CredentialRejected(self._name, answer.message)
        return answer


def _expect(answer: Answer, status: int, connection: str, doing: str) -> Answer:
    if answer.status != status:
        raise failure(answer, connection=connection, doing=doing)
    return answer
