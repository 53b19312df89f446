"""What governance asks of GitHub: observe a branch, apply the requests of a plan and read back."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from urllib.parse import quote

from backendrepo.api.githubconnection import GitHubConnection
from backendrepo.errors import GitHubUnavailable, PermissionMissing, RepositoryArchived, RepositoryRenamed
from backendrepo.governance import parsing
from backendrepo.governance.live import Live, Protection, Rule
from backendrepo.governance.requests import Request, protection_path
from backendrepo.hub.accounts import accounts
from backendrepo.hub.failures import failure
from backendrepo.hub.transport import Account, Answer


@dataclass(frozen=True)
class Found:
    """A repository as it was observed: GitHub's number of it, its name, the governed branch and the settings."""

    id: int
    repository: str
    branch: str
    live: Live


class Hub:
    """GitHub as one connection reaches it. Safe to share between threads.

    Each method raises the `BackendRepoError` that GitHub's refusal means.
    """

    def __init__(self, connection: GitHubConnection, secret: str) -> None:
        self._name = connection.metadata.name
        self._accounts = accounts(connection, secret)

    def verify(self) -> str:
        """Check the credential and return a sentence about it."""
        with _understood():
            return self._accounts.verify()

    def observe(self, repository: str, branch: str | None) -> Found:
        """Read what governs a branch (None: the default branch): three requests, and one for each ruleset."""
        with _understood():
            account = self._accounts.of(repository)
            account.budget.admit()
            seen = self._send(account, repository, Request("GET", ""), "read the repository", seen=False).body
            if seen["full_name"].casefold() != repository.casefold():
                raise RepositoryRenamed(repository, seen["full_name"])
            if seen["archived"]:
                raise RepositoryArchived(repository)
            governed = branch or seen["default_branch"]
            live = Live(
                merge=parsing.merge_settings(seen),
                protection=self._protection(account, repository, governed),
                rules=self._rules(account, repository, governed),
            )
            return Found(seen["id"], repository, governed, live)

    def apply(self, found: Found, requests: Sequence[Request]) -> Found:
        """Send the requests of a plan; return the repository as GitHub has it afterwards, read back."""
        with _understood():
            account, live = self._accounts.of(found.repository), found.live
            for request in requests:
                answer = self._send(account, found.repository, request, _doing(request, found.branch), found.branch)
                if request.method == "PATCH":  # is answered with the whole repository
                    live = live.model_copy(update={"merge": parsing.merge_settings(answer.body)})
            if any(request.method != "PATCH" for request in requests):
                protection = self._protection(account, found.repository, found.branch)
                live = live.model_copy(update={"protection": protection})
            return replace(found, live=live)

    def close(self) -> None:
        """Close the connections that are kept open."""
        self._accounts.close()

    def _protection(self, account: Account, repository: str, branch: str) -> Protection | None:
        answer = account.send("GET", f"/repos/{repository}{protection_path(branch)}")
        if answer.status == 404 and answer.message == "Branch not protected":
            return None
        return parsing.protection(self._accepted(answer, repository, f"read the protection of {branch}", branch).body)

    def _rules(self, account: Account, repository: str, branch: str) -> tuple[Rule, ...]:
        request = Request("GET", f"/rules/branches/{quote(branch, safe='')}?per_page=100")
        answers = self._send(account, repository, request, f"read the rules of {branch}").body
        rulesets = sorted({answer["ruleset_id"] for answer in answers})
        return parsing.rules(answers, {each: self._bypassable(account, repository, each) for each in rulesets})

    def _bypassable(self, account: Account, repository: str, ruleset: int) -> bool:
        try:
            answer = self._send(account, repository, Request("GET", f"/rulesets/{ruleset}"), f"read ruleset {ruleset}")
        except PermissionMissing:
            return True
        # GitHub leaves the list out where the credential may not see it: then somebody may be on it.
        return bool(answer.body.get("bypass_actors", True))

    def _send(
        self, account: Account, repository: str, request: Request, doing: str, branch: str = "", *, seen: bool = True
    ) -> Answer:
        answer = account.send(request.method, f"/repos/{repository}{request.path}", request.body)
        return self._accepted(answer, repository, doing, branch, seen=seen)

    def _accepted(self, answer: Answer, repository: str, doing: str, branch: str, *, seen: bool = True) -> Answer:
        """Return the answer if it is a success; a redirect is none: the request would be lost."""
        if answer.status >= 300:
            raise failure(
                answer, connection=self._name, doing=doing, repository=repository, branch=branch, repository_seen=seen
            )
        return answer


def _doing(request: Request, branch: str) -> str:
    return "change the merge settings" if request.method == "PATCH" else f"change the protection of {branch}"


@contextmanager
def _understood() -> Iterator[None]:
    """Turn an answer that does not look as GitHub documents it into `GitHubUnavailable`."""
    try:
        yield
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise GitHubUnavailable(f"an answer that is not as documented ({type(error).__name__})") from error
