"""Which credential speaks for a repository: a token for all, or a GitHub App's installation on the owner."""

import threading
from datetime import datetime
from functools import partial

from github.Auth import Auth, Token

from backendrepo.api.githubconnection import GitHubApp, GitHubConnection
from backendrepo.errors import CredentialRejected, RepositoryNotFound
from backendrepo.hub.budget import Budget
from backendrepo.hub.credentials import InstallationAuth, app_auth
from backendrepo.hub.failures import failure
from backendrepo.hub.transport import Account, Answer
from backendrepo.redaction import remember


def accounts(connection: GitHubConnection, secret: str) -> "TokenAccount | AppAccounts":
    """Return the accounts of a connection; `secret` is its token, or the private key of its App (PEM).

    Raises `ValueError` where the key is no PEM key.
    """
    app = connection.spec.auth.app
    return AppAccounts(connection, app, secret) if app else TokenAccount(connection, secret)


class TokenAccount:
    """A token: one account for every repository."""

    def __init__(self, connection: GitHubConnection, token: str) -> None:
        remember(token)
        self._name = connection.metadata.name
        self._account = _account(connection, Token(token))

    def of(self, _: str) -> Account:
        """Return the account for a repository."""
        return self._account

    def verify(self) -> str:
        """Return a sentence about the token, which GitHub was asked about (at no cost). Raises `BackendRepoError`."""
        answer = _expect(self._account.send("GET", "/rate_limit"), 200, self._name, "use the token")
        return f"GitHub accepts the token; {answer.body['resources']['core']['limit']} requests an hour."

    def close(self) -> None:
        """Close the connections that are kept open."""
        self._account.close()


class AppAccounts:
    """A GitHub App: an account for each owner that it is installed on."""

    def __init__(self, connection: GitHubConnection, app: GitHubApp, private_key: str) -> None:
        self._connection = connection
        self._name = connection.metadata.name
        self._installation = app.installation_id
        self._app = _account(connection, app_auth(app.app_id, private_key))
        self._lock = threading.Lock()
        self._accounts: dict[str, Account] = {}

    def of(self, repository: str) -> Account:
        """Return the account for a repository, found by its owner. Raises `BackendRepoError`."""
        owner = repository.partition("/")[0].casefold()
        with self._lock:
            if owner not in self._accounts:
                installation = self._installation or self._installation_on(repository)
                auth = InstallationAuth(partial(self._renew, installation))
                self._accounts[owner] = _account(self._connection, auth)
            return self._accounts[owner]

    def _installation_on(self, repository: str) -> int:
        answer = self._app.send("GET", f"/repos/{repository}/installation")
        if answer.status == 404:
            raise RepositoryNotFound(repository)
        return int(_expect(answer, 200, self._name, "find its installation").body["id"])

    def _renew(self, installation: int) -> tuple[str, datetime]:
        answer = self._app.send("POST", f"/app/installations/{installation}/access_tokens")
        if answer.status in (403, 404):  # suspended, or gone
            raise CredentialRejected(self._name, f"no token for the installation {installation}: {answer.message}")
        body = _expect(answer, 201, self._name, "get an installation token").body
        return body["token"], datetime.fromisoformat(body["expires_at"])

    def verify(self) -> str:
        """Return a sentence about the App, which GitHub was asked about. Raises `BackendRepoError`."""
        answer = _expect(self._app.send("GET", "/app"), 200, self._name, "authenticate as the App")
        return f"GitHub accepts the credential of the App {answer.body['slug']}."

    def close(self) -> None:
        """Close the connections that are kept open."""
        for account in (self._app, *self._accounts.values()):
            account.close()


def _account(connection: GitHubConnection, auth: Auth) -> Account:
    budget = connection.spec.budget
    return Account(connection.spec.api_url, auth, Budget(budget.points_per_minute, budget.reserve))


def _expect(answer: Answer, status: int, connection: str, doing: str) -> Answer:
    if answer.status != status:
        raise failure(answer, connection=connection, doing=doing)
    return answer
