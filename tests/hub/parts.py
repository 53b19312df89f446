"""What the tests of the hub share: connections, a clock, and the way of a reconcile without Kubernetes."""

import time
from typing import Any

from backendrepo.api.backendstandard import BackendStandard
from backendrepo.api.githubconnection import GitHubConnection
from backendrepo.api.governance import Governance
from backendrepo.hub.hub import Found, Hub
from backendrepo.plan import Plan, plan
from backendrepo.standards import built_in, policies

GOVERN = {"administration": "write", "contents": "write", "metadata": "read"}
"""What a credential needs."""

TOKEN_AUTH = {"tokenSecretRef": {"name": "github", "key": "token"}}


class Clock:
    """A clock that moves when told to."""

    def __init__(self, now: float | None = None) -> None:
        self.now = time.time() if now is None else now

    def __call__(self) -> float:
        return self.now

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self.now += seconds


def connection(url: str, *, auth: dict | None = None, budget: dict | None = None, **metadata: Any) -> GitHubConnection:
    """A connection to a GitHub, by a token unless said otherwise."""
    return GitHubConnection.model_validate(
        {
            "metadata": {"name": "main", "uid": "1", "generation": 1} | metadata,
            "spec": {
                "apiUrl": url,
                "auth": auth or TOKEN_AUTH,
                "allowedNamespaces": ["*"],
                "budget": budget or {},
            },
        }
    )


def app_auth(app_id: int, installation: int | None = None) -> dict:
    """The `auth` of a connection by a GitHub App."""
    fixed = {"installationId": installation} if installation else {}
    return {"app": {"appId": app_id, "privateKeySecretRef": {"name": "github", "key": "key"}} | fixed}


def governance(**settings: Any) -> BackendStandard:
    """A standard with these settings."""
    spec = built_in().spec.manifest() | {"governance": settings}
    return BackendStandard.model_validate({"metadata": {"name": "own"}, "spec": spec})


def planned(found: Found, standard: BackendStandard | None = None) -> Plan:
    """What a reconcile would do about it."""
    return plan(found.live, policies(standard or built_in(), Governance()), found.branch)


def reconcile(hub: Hub, repository: str, standard: BackendStandard | None = None) -> Found:
    """Observe, plan, apply."""
    found = observe(hub, repository)
    todo = planned(found, standard)
    return hub.apply(found, todo.requests) if todo.changes else found


def observe(hub: Hub, repository: str, branch: str | None = None) -> Found:
    """Observe a branch as a reconcile does."""
    return hub.observe(hub.find(repository, branch))
