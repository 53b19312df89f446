"""What is said about a standard and a connection, and when it is looked at again."""

import logging
from datetime import UTC, datetime
from typing import Any

import pytest
from tests.github.standin import GitHub

from backendrepo.api.conditions import Status
from backendrepo.api.kinds import BACKEND_STANDARD, GITHUB_CONNECTION, Kind
from backendrepo.errors import CredentialMissing
from backendrepo.hub.hubs import Hubs
from backendrepo.verify import INTERVAL, SOON, Verified, verify
from backendrepo.world import World

NOW = datetime(2026, 11, 24, tzinfo=UTC)


class ApiServer:
    """Has one Secret, and keeps what is written to a status and which Events are posted."""

    def __init__(self, token: str = "") -> None:
        self.token = token
        self.status = Status()
        self.events: list[str] = []

    def secret(self, connection: Any) -> str:
        if not self.token:
            raise CredentialMissing(connection.metadata.name, "github", "system", "does not exist")
        return self.token

    def write_status(self, kind: Kind, metadata: Any, status: Status) -> None:
        self.status = status

    def post(self, kind: Kind, metadata: Any, event: Any) -> None:
        self.events.append(event.reason)

    def told(self) -> dict[str, tuple[str, str, str]]:
        return {each.type: (each.status, each.reason, each.message) for each in self.status.conditions}


@pytest.fixture
def server(github: GitHub) -> ApiServer:
    return ApiServer(github.add_token("bot"))


def look(kind: Kind, server: ApiServer, **spec: Any) -> Verified:
    """Look at an object, with the status that was written to it last."""
    metadata = {"name": "main", "uid": "1", "resourceVersion": "1", "generation": 3}
    raw = {"metadata": metadata, "spec": spec, "status": server.status.manifest()}
    return verify(kind, raw, World(server, Hubs(server), now=lambda: NOW))  # type: ignore[arg-type]


def look_at_connection(server: ApiServer, url: str) -> Verified:
    auth = {"tokenSecretRef": {"name": "github", "key": "token"}}
    return look(GITHUB_CONNECTION, server, apiUrl=url, auth=auth, allowedNamespaces=["*"])


def test_a_good_standard_says_how_much_it_manages_and_is_looked_at_when_it_changes(server: ApiServer):
    policies = {"enforceAdmins": {"value": True}, "allowDeletions": {"policy": "Unmanaged"}}
    assert look(BACKEND_STANDARD, server, governance=policies) == Verified(recovered=False, again=None)
    assert server.told() == {"Ready": ("True", "Valid", "Manages 1 setting.")}
    assert server.status.observed_generation == 3


def test_a_standard_that_this_version_cannot_read_is_stalled(server: ApiServer):
    assert look(BACKEND_STANDARD, server, driftInterval="soon") == Verified(recovered=False, again=SOON)
    status, reason, message = server.told()["Stalled"]
    assert (status, reason) == ("True", "InvalidSpec")
    assert "spec.driftInterval" in message


def test_a_standard_whose_schedule_never_comes_is_stalled(server: ApiServer):
    look(BACKEND_STANDARD, server, scan={"schedule": "99 3 * * *"})
    assert server.told()["Stalled"] == (
        "True",
        "InvalidSpec",
        "BackendStandard main cannot be carried out by this version: spec.scan.schedule: 99 3 * * * is no schedule "
        "(Bad minute): write a schedule as five cron fields, for example 0 3 * * *.",
    )


def test_a_good_connection_is_looked_at_now_and_then(server: ApiServer, github: GitHub):
    assert look_at_connection(server, github.url) == Verified(recovered=False, again=INTERVAL)
    assert server.told() == {"Ready": ("True", "Valid", "GitHub accepts the token; 5000 requests an hour.")}
    assert server.events == ["Valid"]


def test_a_connection_that_is_good_again_says_so_once_to_its_repositories(server: ApiServer, github: GitHub):
    token, server.token = server.token, ""
    assert look_at_connection(server, github.url) == Verified(recovered=False, again=SOON)
    assert server.told()["Ready"][1] == "CredentialMissing"
    server.token = token
    assert look_at_connection(server, github.url) == Verified(recovered=True, again=INTERVAL)
    assert look_at_connection(server, github.url) == Verified(recovered=False, again=INTERVAL)
    assert server.events == ["CredentialMissing", "Valid"]


def test_a_github_that_does_not_answer_is_waited_for(server: ApiServer, github: GitHub):
    github.faults.bad_gateway()
    assert look_at_connection(server, github.url) == Verified(recovered=False, again=SOON)
    assert server.told()["Ready"][:2] == ("Unknown", "GitHubUnavailable")
    assert server.told()["Reconciling"][:2] == ("True", "GitHubUnavailable")


def test_a_rejected_token_is_not_offered_again_at_once(
    server: ApiServer, github: GitHub, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.DEBUG)
    github.revoke(server.token)
    hubs = Hubs(server)  # type: ignore[arg-type]
    world = World(server, hubs, now=lambda: NOW)  # type: ignore[arg-type]
    metadata = {"name": "main", "uid": "1", "resourceVersion": "1", "generation": 1}
    auth = {"tokenSecretRef": {"name": "github", "key": "token"}}
    raw = {"metadata": metadata, "spec": {"apiUrl": github.url, "auth": auth, "allowedNamespaces": ["*"]}}
    for _ in range(3):
        verify(GITHUB_CONNECTION, raw, world)
    assert server.told()["Ready"][:2] == ("False", "CredentialRejected")
    assert [exchange.status for exchange in github.requests] == [401]
    assert server.token not in caplog.text
