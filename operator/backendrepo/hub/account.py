"""One credential's way to GitHub: its budget, its breaker, and a PyGithub requester for each worker thread."""

import json
import threading
import time
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

from github.Auth import Auth
from github.Requester import Requester
from requests.exceptions import RequestException
from urllib3.exceptions import HTTPError

from backendrepo.api.githubconnection import GitHubConnection
from backendrepo.errors import GitHubUnavailable
from backendrepo.hub.answer import Answer
from backendrepo.hub.breaker import Breaker
from backendrepo.hub.budget import Budget
from backendrepo.hub.etags import ETags
from backendrepo.hub.transport import Transport, cause

TIMEOUT = 10
"""Seconds to connect, and between two bytes of an answer."""

NO_JSON = object()
"""The body of an answer that holds no JSON."""


class Account:
    """One credential's way to GitHub. Safe to share: each thread gets a requester of its own."""

    def __init__(self, connection: GitHubConnection, auth: Auth, clock: Callable[[], float] = time.time) -> None:
        budget = connection.spec.budget
        self.base_url = connection.spec.api_url
        self.budget = Budget(budget.points_per_minute, budget.reserve, clock)
        self.refused = False
        """Whether GitHub has said that it does not accept the credential."""
        self._auth = auth
        self._breaker = Breaker(clock)
        self._transport = Transport(ETags())
        self._local = threading.local()

    def send(self, method: str, path: str, body: Any = None) -> Answer:
        """Send one request and return its answer, whatever its status.

        Raises `GitHubUnavailable` where there is none, or no JSON in it, or lately was none, and `RateLimited` where
        GitHub says, or has said, to wait.
        """
        self.budget.check()
        self._breaker.check()
        self.budget.spend(method)
        answer = self._ask(method, path, body)
        self.budget.learn(answer)
        if answer.body is NO_JSON:
            raise GitHubUnavailable(f"{answer.request} was answered {answer.status}, with something that is no JSON")
        self.refused = self.refused or answer.status == 401
        return answer

    def _ask(self, method: str, path: str, body: Any) -> Answer:
        request = f"{method} {path}"
        try:
            status, headers, text = self._requester().requestJson(method, path, input=body)
        except (RequestException, HTTPError) as error:
            problem = f"{request}: {cause(error)}"
            self._breaker.failed(_repository(path), problem)
            raise GitHubUnavailable(problem) from error
        if status >= 500:
            self._breaker.failed(_repository(path), f"{request}: {status}")
        else:
            self._breaker.answered()
        return Answer(request, status, {name.lower(): str(value) for name, value in headers.items()}, _decoded(text))

    def _requester(self) -> Requester:
        if not hasattr(self._local, "requester"):
            self._local.requester = self._connect()
        made: Requester = self._local.requester
        return made

    def _connect(self) -> Requester:
        made = Requester(
            auth=self._auth,
            base_url=self.base_url,
            timeout=TIMEOUT,
            user_agent=f"backendrepo/{version('backendrepo')}",
            per_page=100,
            verify=True,
            retry=0,
            pool_size=1,
            api_version="2022-11-28",
        )
        # PyGithub has no public way to set an adapter; a test sees to it that this one is in use.
        session = made._Requester__createConnection().session  # type: ignore[attr-defined]
        session.mount("https://", self._transport)
        session.mount("http://", self._transport)
        return made

    def close(self) -> None:
        """Close the connections that are kept open."""
        self._transport.close()


def _repository(path: str) -> str:
    """Return whose request it is: `owner/name`, or nothing."""
    match path.split("/"):
        case ["", "repos", owner, name, *_]:
            return f"{owner}/{name}"
        case _:
            return ""


def _decoded(text: str) -> Any:
    try:
        return json.loads(text) if text else None
    except (ValueError, RecursionError):
        return NO_JSON
