"""One repository on GitHub: which requests are sent about it, and what their answers mean."""

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from backendrepo.errors import (
    BackendRepoError,
    GitHubUnavailable,
    InvalidSpec,
    PermissionMissing,
    RepositoryNotFound,
    RepositoryRenamed,
)
from backendrepo.governance import parsing
from backendrepo.governance.live import MergeSettings, Protection, Rule
from backendrepo.governance.requests import Request, protection_path
from backendrepo.hub import documents
from backendrepo.hub.account import Account
from backendrepo.hub.answer import Answer
from backendrepo.hub.credentials import NotInstalled
from backendrepo.hub.failures import UNPROTECTED, failure
from backendrepo.hub.transport import LOCATION

MOST_PAGES = 20
"""Pages of a hundred rules that are read: GitHub allows 75 rulesets of a repository and 75 of its organisation."""


class Remote:
    """One repository as one account reaches it. Each method raises the `BackendRepoError` that a refusal means."""

    def __init__(self, account: Account, connection: str, name: str, *, seen: bool = False) -> None:
        self._account = account
        self._connection = connection
        self._name = name
        self._seen = seen

    def describe(self) -> tuple[documents.Repository, MergeSettings | None]:
        """Return the repository itself and its merge settings (None where the credential may not see them)."""
        answer = self._ask(Request("GET", ""), "read the repository")
        self._seen = True
        return _repository(answer)

    def protection(self, branch: str) -> Protection | None:
        """Return the classic protection of a branch."""
        request = Request("GET", protection_path(branch))
        answer = self._ask(request, f"read the protection of {branch}", branch, UNPROTECTED)
        if answer.status == 404:
            return None
        answer.read(documents.Protection.model_validate)
        return answer.read(parsing.protection)

    def rules(self, branch: str) -> tuple[Rule, ...]:
        """Return the rules that rulesets put on a branch, the repository's and its organisation's."""
        found = self._pages(f"/rules/branches/{quote(branch, safe='')}", f"read the rules of {branch}")
        rulesets = sorted({rule.ruleset_id for page in found for rule in page.read(documents.RULES.validate_python)})
        bypassable = {ruleset: self._bypassable(ruleset) for ruleset in rulesets}
        return tuple(rule for page in found for rule in page.read(lambda body: parsing.rules(body, bypassable)))

    def commit(self, branch: str) -> str:
        """Return the hash of the commit that a branch is at."""
        answer = self._ask(Request("GET", f"/branches/{quote(branch, safe='')}"), f"read the branch {branch}", branch)
        return answer.read(documents.Branch.model_validate).commit.sha

    def read(self, path: str, doing: str) -> Answer:
        """Return the answer to a read of something below the repository."""
        return self._ask(Request("GET", path), doing)

    def archive(self, commit: str) -> str:
        """Return the link to the archive of a commit, which needs no credential and ends in minutes."""
        answer = self._send("GET", f"/repos/{self._name}/tarball/{commit}")
        if answer.status == 302:  # a renamed repository is answered 301
            return answer.headers.get(LOCATION.lower(), "")
        if answer.status == 404:
            self.describe()  # raises where it is the repository that is not there
            raise InvalidSpec(f"The repository {self._name} has no commit {commit}. Push it, or name another one.")
        raise self._refusal(answer, "download the archive of a commit")

    def write(self, request: Request, branch: str) -> MergeSettings | None:
        """Send a change; return the merge settings afterwards where GitHub answers with them."""
        if request.method != "PATCH":
            self._ask(request, f"change the protection of {branch}", branch)
            return None
        return _repository(self._ask(request, "change the merge settings"))[1]

    def _bypassable(self, ruleset: int) -> bool | None:
        """Return whether somebody may bypass a ruleset, None where the credential may not see it."""
        try:
            answer = self._ask(Request("GET", f"/rulesets/{ruleset}"), f"read the ruleset {ruleset}")
        except PermissionMissing:
            return None
        actors = answer.read(documents.Ruleset.model_validate).bypass_actors
        return None if actors is None else bool(actors)  # GitHub leaves out what the credential may not see

    def _pages(self, path: str, doing: str) -> Sequence[Answer]:
        pages: list[Answer] = []
        for number in range(1, MOST_PAGES + 1):
            pages.append(self._ask(Request("GET", f"{path}?per_page=100&page={number}"), doing))
            if 'rel="next"' not in pages[-1].headers.get("link", ""):
                return pages
        raise GitHubUnavailable(f"more than {MOST_PAGES} pages to the request to {doing}")

    def _ask(self, request: Request, doing: str, branch: str = "", expected: str = "") -> Answer:
        """Return the answer to a request; a refusal only where GitHub says the expected words."""
        answer = self._send(request.method, f"/repos/{self._name}{request.path}", request.body)
        if answer.status < 300 or (expected and answer.message == expected):
            return answer
        raise self._refusal(answer, doing, branch)

    def _refusal(self, answer: Answer, doing: str, branch: str = "") -> BackendRepoError:
        if answer.status < 400:  # a redirect is no success: a write would be lost
            return self._moved(answer)
        return failure(
            answer,
            connection=self._connection,
            doing=doing,
            repository=self._name,
            branch=branch,
            repository_seen=self._seen,
        )

    def _moved(self, answer: Answer) -> BackendRepoError:
        """Return what a redirect means. It is not followed; GitHub is asked for the name behind its number."""
        location = answer.headers.get(LOCATION.lower(), "nowhere")
        if number := re.match(re.escape(self._account.base_url) + r"/repositories/(\d{1,18})\b", location):
            now = self._send("GET", f"/repositories/{number[1]}")
            if now.status == 200:
                return RepositoryRenamed(self._name, _repository(now)[0].full_name)
        return GitHubUnavailable(f"{answer.request} was answered {answer.status}, which leads to {location[:200]}")

    def _send(self, method: str, path: str, body: Any = None) -> Answer:
        try:
            return self._account.send(method, path, body)
        except NotInstalled:
            raise RepositoryNotFound(self._name) from None


def _repository(answer: Answer) -> tuple[documents.Repository, MergeSettings | None]:
    return answer.read(documents.Repository.model_validate), answer.read(parsing.merge_settings)
