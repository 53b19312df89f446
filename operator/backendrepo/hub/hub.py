"""What is asked of GitHub: observe a branch, apply the requests of a plan and read back; download a commit."""

import time
from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace

from backendrepo.api.githubconnection import GitHubConnection
from backendrepo.derivation import Witness
from backendrepo.errors import RepositoryArchived, RepositoryRenamed
from backendrepo.governance.live import Live, MergeSettings
from backendrepo.governance.requests import Request
from backendrepo.hub import content
from backendrepo.hub.accounts import accounts
from backendrepo.hub.download import Download, download
from backendrepo.hub.remote import Remote
from backendrepo.hub.witness import witness
from backendrepo.trees.commit import Entry


@dataclass(frozen=True)
class Head:
    """A repository and its governed branch: GitHub's number of it, its name, and its merge settings."""

    id: int
    repository: str
    branch: str
    merge: MergeSettings | None
    """None where the credential may not see them."""


@dataclass(frozen=True)
class Found:
    """A repository as it was observed: GitHub's number of it, its name, the governed branch and the settings."""

    id: int
    repository: str
    branch: str
    live: Live


class Hub:
    """GitHub as one connection reaches it. Safe to share between threads.

    Each method raises the `BackendRepoError` that GitHub's refusal means. Making one raises `ValueError` where the
    secret can be no credential.
    """

    def __init__(self, connection: GitHubConnection, secret: str, clock: Callable[[], float] = time.time) -> None:
        self._name = connection.metadata.name
        self._accounts = accounts(connection, secret, clock)

    @property
    def refused(self) -> bool:
        """Whether GitHub has said that it does not accept the credential itself."""
        return self._accounts.refused

    def verify(self) -> str:
        """Check the credential and return a sentence about it."""
        return self._accounts.verify()

    def find(self, repository: str, branch: str | None) -> Head:
        """Find a repository, and which of its branches is governed (None: the default branch): one request."""
        account = self._accounts.of(repository)
        account.budget.admit()
        remote = Remote(account, self._name, repository)
        seen, merge = remote.describe()
        if seen.full_name.casefold() != repository.casefold():
            raise RepositoryRenamed(repository, seen.full_name)
        if seen.archived:
            raise RepositoryArchived(repository)
        return Head(seen.id, repository, branch or seen.default_branch, merge)

    def observe(self, head: Head) -> Found:
        """Read what governs a branch: two requests, and one for each ruleset."""
        remote = self._remote(head)
        live = Live(merge=head.merge, protection=remote.protection(head.branch), rules=remote.rules(head.branch))
        return Found(head.id, head.repository, head.branch, live)

    def commit(self, head: Head) -> str:
        """Return the hash of the commit that a branch is at: one request."""
        return self._remote(head).commit(head.branch)

    def witness(self, repository: str, branch: str, names: Collection[str] | None = None) -> Witness:
        """Return what recent pull requests to a branch have reported, of some names or all: eleven requests at most."""
        return witness(Remote(self._accounts.of(repository), self._name, repository, seen=True), branch, names)

    def reading_token(self, repository: str) -> str:
        """Return a credential to read a repository with: of an App one for it alone that may do nothing else."""
        return self._accounts.reading_token(repository)

    def apply(self, found: Found, requests: Sequence[Request]) -> Found:
        """Send the requests of a plan; return the repository as GitHub has it afterwards, read back."""
        remote = self._remote(found)
        now = found.live
        for request in requests:
            merge = remote.write(request, found.branch)
            now = now.model_copy(update={"merge": merge}) if request.method == "PATCH" else now
        if any(request.method != "PATCH" for request in requests):
            now = now.model_copy(update={"protection": remote.protection(found.branch)})
        return replace(found, live=now)

    def default_branch(self, repository: str) -> str:
        """Return the default branch of a repository."""
        return Remote(self._accounts.of(repository), self._name, repository).describe()[0].default_branch

    def archive(self, repository: str, commit: str) -> AbstractContextManager[Download]:
        """Return the archive of one commit as a stream: one request, and one without the credential to another host."""
        return download(Remote(self._accounts.of(repository), self._name, repository).archive(commit))

    def entries(self, repository: str, commit: str) -> list[Entry]:
        """Return all files and links of one commit: one request, and more where GitHub answers in parts."""
        return content.entries(Remote(self._accounts.of(repository), self._name, repository), commit)

    def blob(self, repository: str, sha: str) -> bytes:
        """Return the content of a file by the name of its object: one request."""
        return content.blob(Remote(self._accounts.of(repository), self._name, repository), sha)

    def _remote(self, known: Head | Found) -> Remote:
        return Remote(self._accounts.of(known.repository), self._name, known.repository, seen=True)

    def close(self) -> None:
        """Close the connections that are kept open."""
        self._accounts.close()
