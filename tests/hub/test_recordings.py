"""Recordings of the real API, replayed to the hub: it understands GitHub itself, not only the stand-in."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import responses
from tests.github.fetch_recordings import RECORDINGS
from tests.hub.parts import connection, observe, planned

from backendrepo.errors import RepositoryRenamed
from backendrepo.governance.live import ANY_APP, Check, Protection, RequiredChecks
from backendrepo.governance.requests import Request
from backendrepo.hub.hub import Found, Hub

pytestmark = pytest.mark.integration

API = "https://api.github.com:443"
PROTECTED = "/repos/octokit-fixture-org/branch-protection"


def recorded(scenario: str) -> list[dict[str, Any]]:
    return json.loads(RECORDINGS.joinpath(f"{scenario}.json").read_text())


def repository(name: str) -> dict[str, Any]:
    """The recorded answer about a repository, given another name."""
    (exchange,) = recorded("get-repository")
    return exchange["response"] | {"full_name": name, "default_branch": "main"}


@pytest.fixture
def replay() -> Iterator[Callable[..., None]]:
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:

        def answer(method: str, path: str, status: int = 200, body: Any = None, headers: dict | None = None) -> None:
            kept = {name: value for name, value in (headers or {}).items() if name.lower() != "content-type"}
            mock.add(method.upper(), f"{API}{path}", json=body, status=status, headers=kept)

        yield answer


@pytest.fixture
def hub() -> Iterator[Hub]:
    hub = Hub(connection("https://api.github.com"), "ghp_" + 36 * "x")
    yield hub
    hub.close()


def observed(replay, hub: Hub, exchange: dict[str, Any]) -> Found:
    """What is seen where GitHub answers about the protection as it did in an exchange."""
    replay("GET", PROTECTED, body=repository("octokit-fixture-org/branch-protection"))
    replay("GET", f"{PROTECTED}/rules/branches/main", body=[])
    replay("GET", exchange["path"], exchange["status"], exchange["response"])
    return observe(hub, "octokit-fixture-org/branch-protection")


def test_a_branch_without_protection(replay, hub):
    found = observed(replay, hub, recorded("branch-protection")[0])
    assert found.live.protection is None
    assert found.live.merge.allow_squash_merge
    assert planned(found).changes


def test_a_protection_with_everything_off(replay, hub):
    assert observed(replay, hub, recorded("branch-protection")[1]).live.protection == Protection()


def test_a_protection_with_everything_on(replay, hub):
    protection = observed(replay, hub, recorded("branch-protection")[2]).live.protection
    assert protection.enforce_admins
    assert protection.required_status_checks == RequiredChecks(
        strict=True, checks=(Check(context="foo/bar", app_id=ANY_APP),)
    )
    assert protection.restrictions.users == ("octokit-fixture-user-a",)
    reviews = protection.required_pull_request_reviews
    assert (reviews.dismiss_stale_reviews, reviews.required_approving_review_count) == (True, 1)
    assert reviews.dismissal_restrictions.users == ("octokit-fixture-user-a",)
    assert protection.unknown == ()


def test_a_protection_that_is_removed(replay, hub):
    found = observed(replay, hub, recorded("branch-protection")[2])
    removal = recorded("branch-protection")[3]
    replay(removal["method"], removal["path"], removal["status"])
    assert hub.apply(found, [Request("DELETE", "/branches/main/protection")]).repository == found.repository


def test_a_repository_that_was_renamed(replay, hub):
    """GET 301 and PATCH 307 at the old name, GET 200 at its number."""
    _, reading, named, writing, _ = recorded("rename-repository")
    for exchange in (reading, named, writing):
        replay(exchange["method"], exchange["path"], exchange["status"], exchange["response"], exchange["headers"])
    old = reading["path"].removeprefix("/repos/")
    now = named["response"]["full_name"]
    with pytest.raises(RepositoryRenamed, match=f"is now called {now}"):
        observe(hub, old)
    replay("GET", PROTECTED, body=repository("octokit-fixture-org/branch-protection"))
    replay("GET", f"{PROTECTED}/rules/branches/main", body=[])
    unprotected = recorded("branch-protection")[0]
    replay("GET", unprotected["path"], unprotected["status"], unprotected["response"])
    found = observe(hub, "octokit-fixture-org/branch-protection")
    with pytest.raises(RepositoryRenamed, match=f"is now called {now}"):
        hub.apply(Found(1000, old, "main", found.live), [Request("PATCH", "", {"allow_auto_merge": True})])
