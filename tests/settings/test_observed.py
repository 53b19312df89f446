"""From GitHub's own answers to the judgement of a branch: what the operator reads is enough for the controls."""

from collections.abc import Iterator

import pytest
from tests.github.standin import GitHub
from tests.hub.parts import GOVERN, connection
from tests.snapshots import judged

from backendrepo.findings import Outcome
from backendrepo.hub.hub import Hub
from backendrepo.settings import Settings
from backendrepo.settings.effective import settings

GOVERNANCE = ("pull-requests-only", "no-direct-pushes", "no-bypass", "auto-merge")


@pytest.fixture
def hub(github: GitHub) -> Iterator[Hub]:
    github.add_repository("acme/a", private=True)
    hub = Hub(connection(github.url), github.add_token("bot", GOVERN))
    yield hub
    hub.close()


def outcomes(found: Settings) -> list[Outcome]:
    return [judged(f"governance/{name}", settings=found).outcome for name in GOVERNANCE]


def test_a_branch_that_nobody_protected_fails(hub: Hub):
    assert outcomes(settings(hub.observe(hub.find("acme/a", None)).live)) == ["fail", "fail", "fail", "pass"]


def test_a_protected_branch_passes(hub: Hub, github: GitHub):
    github.repository("acme/a").protect("main", checks=["lint"], reviews={}, enforce_admins=True)
    assert outcomes(settings(hub.observe(hub.find("acme/a", None)).live)) == ["pass", "pass", "pass", "pass"]


def test_an_administrators_way_around_is_seen(hub: Hub, github: GitHub):
    github.repository("acme/a").protect("main", checks=["lint"], reviews={}, enforce_admins=False)
    assert outcomes(settings(hub.observe(hub.find("acme/a", None)).live)) == ["pass", "pass", "fail", "pass"]


@pytest.mark.parametrize(
    ("bypass", "outcome"),
    [([], "pass"), ([{"actor_id": 5, "actor_type": "RepositoryRole", "bypass_mode": "always"}], "fail")],
)
def test_a_ruleset_counts_and_its_bypass_list_is_seen(hub: Hub, github: GitHub, bypass: list, outcome: str):
    rules = [{"type": "pull_request"}, {"type": "non_fast_forward"}, {"type": "deletion"}]
    github.add_ruleset("acme/a", name="all", rules=rules, bypass_actors=bypass)
    found = settings(hub.observe(hub.find("acme/a", None)).live)
    assert outcomes(found) == ["pass", "pass", outcome, "pass"]


def test_a_bypass_list_that_the_credential_may_not_see_is_unknown_and_names_the_permission(github: GitHub):
    rules = [{"type": "pull_request"}, {"type": "non_fast_forward"}, {"type": "deletion"}]
    github.add_repository("acme/a", private=True)
    github.add_ruleset("acme/a", name="all", rules=rules)
    hub = Hub(connection(github.url), github.add_token("reader", GOVERN | {"administration": "read"}))
    found = settings(hub.observe(hub.find("acme/a", None)).live)
    hub.close()
    judgement = judged("governance/no-bypass", settings=found)
    assert (judgement.outcome, "`administration: write`" in judgement.summary) == ("unknown", True)
