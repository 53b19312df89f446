"""The way of a request: paid from the budget, conditional where the answer is remembered, never retried here.

PyGithub takes a 307 for success, does not retry PATCH, and sleeps on a limit; so retries are the work queue's, and
an answer to a write that is no success is an error.
"""

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from github.Auth import Auth
from github.Requester import Requester
from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter
from requests.exceptions import RequestException

from backendrepo.errors import GitHubUnavailable
from backendrepo.hub.budget import Budget
from backendrepo.hub.etags import ETags

TIMEOUT = 10
"""Seconds to connect, and between two bytes of an answer."""


class Transport(HTTPAdapter):
    """Sends requests of one account."""

    def __init__(self, budget: Budget, etags: ETags) -> None:
        super().__init__(max_retries=0)
        self._budget = budget
        self._etags = etags

    def send(self, request: PreparedRequest, *args: Any, **kwargs: Any) -> Response:
        """Send a request and return its answer, or raise `RateLimited` where GitHub has said to wait."""
        self._budget.check()
        self._etags.condition(request)
        response = super().send(request, *args, **kwargs)
        self._budget.record(str(request.method), response.status_code, response.headers)
        return self._etags.resolve(request, response)


@dataclass(frozen=True)
class Answer:
    """What GitHub answered: status, headers by lower-case name, decoded body."""

    status: int
    headers: Mapping[str, str]
    body: Any

    @property
    def message(self) -> str:
        """GitHub's own words about a refusal, empty where it has none."""
        if not isinstance(self.body, Mapping):
            return ""
        details = [_detail(error) for error in self.body.get("errors") or []]
        return ": ".join([str(self.body.get("message", "")), *filter(None, details)])


def _detail(error: Any) -> str:
    if not isinstance(error, Mapping):
        return str(error)
    return str(error.get("message") or " ".join(str(error[key]) for key in ("field", "code") if key in error))


class Account:
    """One credential's way to GitHub. Safe to share: each thread gets a requester of its own."""

    def __init__(self, base_url: str, auth: Auth, budget: Budget) -> None:
        self.auth = auth
        self.budget = budget
        self._base_url = base_url
        self._transport = Transport(budget, ETags())
        self._local = threading.local()

    def send(self, method: str, path: str, body: Any = None) -> Answer:
        """Send one request and return its answer, whatever its status.

        Raises `GitHubUnavailable` where there is none, or no JSON in it, and `RateLimited` where GitHub has said
        to wait.
        """
        try:
            status, headers, text = self._requester().requestJson(method, path, input=body)
            decoded = json.loads(text) if text else None
        except (RequestException, RuntimeError, AssertionError) as error:  # the latter two: a redirect to elsewhere
            raise GitHubUnavailable(f"{method} {path} failed ({type(error).__name__})") from error
        except ValueError as error:
            raise GitHubUnavailable(f"{method} {path} was answered {status}, with something that is no JSON") from error
        return Answer(status, {name.lower(): str(value) for name, value in headers.items()}, decoded)

    def _requester(self) -> Requester:
        if not hasattr(self._local, "requester"):
            self._local.requester = self._connect()
        made: Requester = self._local.requester
        return made

    def _connect(self) -> Requester:
        made = Requester(
            auth=self.auth,
            base_url=self._base_url,
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
