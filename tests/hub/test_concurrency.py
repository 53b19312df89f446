"""Sixteen workers over forty repositories: nothing is mixed up, nothing is overrun, nothing is done twice."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from tests.hub.parts import GOVERN, app_auth, observe, planned, reconcile

from backendrepo.errors import GitHubUnavailable, Paced

pytestmark = pytest.mark.integration

NAMES = [f"acme/r{number:02}" for number in range(40)]


@pytest.fixture
def fleet(github) -> list[str]:
    for number, name in enumerate(NAMES):
        repo = github.add_repository(name)
        if number % 2:
            repo.protect("main", checks=[f"own-{number}"], reviews={})
    return NAMES


def governed(hub, name: str):
    """Reconcile as the work queue does: later, where the pace is reached."""
    while True:
        try:
            return reconcile(hub, name)
        except Paced:
            time.sleep(0.001)


@pytest.mark.parametrize("credential", ["token", "App"])
def test_a_fleet_is_governed_at_once_and_then_left_alone(hubs, github, fleet, credential):
    if credential == "App":
        app = github.add_app(12, GOVERN)
        app.install("acme")
        hub = hubs(github.url, app.private_key, auth=app_auth(12), budget={"pointsPerMinute": 5000})
    else:
        hub = hubs(github.url, github.add_token("bot", GOVERN), budget={"pointsPerMinute": 5000})
    github.limits.points_per_minute = 5000
    with ThreadPoolExecutor(16) as workers:
        for name, found in zip(fleet, workers.map(lambda name: governed(hub, name), fleet), strict=True):
            assert found.repository == name
            assert found.id == github.repository(name).id
            assert planned(found).changes == ()
        for number, name in enumerate(fleet):
            own = github.repository(name).protection().required_status_checks
            assert list(own.checks if own else []) == ([f"own-{number}"] if number % 2 else [])
        list(workers.map(lambda name: governed(hub, name), fleet))
        github.requests.clear()
        list(workers.map(lambda name: governed(hub, name), fleet))
    assert github.requests.writes() == []
    assert len(github.requests) == 3 * len(fleet)
    assert {exchange.status for exchange in github.requests} == {304}


def test_the_secondary_limit_is_never_met_whatever_the_number_of_workers(hubs, github, fleet):
    """GitHub's limit is set to what the connection may use: one point more would be refused."""
    github.limits.points_per_minute = 300
    hub = hubs(github.url, github.add_token("bot", GOVERN), budget={"pointsPerMinute": 300})

    def attempt(name: str) -> bool:
        try:
            return bool(reconcile(hub, name))
        except Paced:
            return False

    with ThreadPoolExecutor(16) as workers:
        done = list(workers.map(attempt, fleet))
    assert {exchange.status for exchange in github.requests} <= {200, 404}
    assert 0 < done.count(True) < len(fleet)


def test_a_dead_github_costs_few_requests_whatever_the_size_of_the_fleet(hubs, github, fleet):
    hub = hubs(github.url, github.add_token("bot", GOVERN))
    github.faults.add(close=True, times=None)

    def attempt(name: str) -> str:
        with pytest.raises(GitHubUnavailable) as caught:
            observe(hub, name)
        return str(caught.value)

    with ThreadPoolExecutor(8) as workers:
        told = list(workers.map(attempt, fleet))
    assert sum("no request is sent until" in message for message in told) >= len(fleet) - 8 - 3
    assert len(github.requests) <= 2 * (8 + 3)
