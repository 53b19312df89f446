"""What holds on a branch: classic protection and active rulesets together, and what of it cannot be seen."""

from typing import Any

import pytest
from tests.governance.cases import live, rule

from backendrepo.governance.live import Actors, Check, Live, RequiredChecks, Reviews, Rule
from backendrepo.settings import Hidden, Reporter, Required, Settings
from backendrepo.settings.effective import hidden, settings

STRICT = {"allow_force_pushes": False, "allow_deletions": False}


def checks(*names: str, strict: bool = False, app: int = 15368) -> RequiredChecks:
    return RequiredChecks(strict=strict, checks=tuple(Check(context=name, app_id=app) for name in names))


def ruled(*names: str, app: int | None = 15368, strict: bool = False, bypassable: bool = False) -> Rule:
    listed = [{"context": name, "integration_id": app} for name in names]
    return rule(
        "required_status_checks",
        bypassable=bypassable,
        required_status_checks=listed,
        strict_required_status_checks_policy=strict,
    )


def told(settings: Settings, *names: str) -> dict[str, Any]:
    return {name: getattr(settings, name) for name in names}


def test_a_branch_without_protection_and_rulesets_has_nothing():
    assert settings(live()) == Settings(administrators_bound=True)
    assert not settings(live()).protected


def test_classic_protection_is_told_with_its_source():
    found = settings(live(**STRICT, required_pull_request_reviews=Reviews(), enforce_admins=True))
    assert told(found, "pull_requests", "no_force_pushes", "no_deletion") == {
        "pull_requests": ("the branch protection",),
        "no_force_pushes": ("the branch protection",),
        "no_deletion": ("the branch protection",),
    }
    assert found.administrators_bound
    assert found.protected


def test_rulesets_are_told_with_their_number_and_add_up():
    found = settings(live(rule("pull_request"), rule("non_fast_forward"), rule("deletion"), **STRICT))
    assert found.pull_requests == ("the ruleset 1",)
    assert found.no_force_pushes == ("the branch protection", "the ruleset 1")
    assert found.no_deletion == ("the branch protection", "the ruleset 1")


def test_required_checks_of_both_are_told_with_who_reports_them():
    found = settings(live(ruled("e2e", app=254), ruled("any", app=None), required_status_checks=checks("lint")))
    assert found.required == (
        Required("lint", Reporter.ACTIONS, "the branch protection"),
        Required("e2e", Reporter.OTHER, "the ruleset 1"),
        Required("any", Reporter.ANY, "the ruleset 1"),
    )


def test_the_app_of_github_actions_is_another_one_on_enterprise_server():
    found = settings(live(required_status_checks=checks("lint", app=7)), actions_app=7)
    assert found.required[0].reporter is Reporter.ACTIONS


@pytest.mark.parametrize(
    ("given", "strict"),
    [
        (live(required_status_checks=checks("lint")), False),
        (live(required_status_checks=checks("lint", strict=True)), True),
        (live(ruled("lint", strict=True)), True),
        (live(ruled("lint")), False),
    ],
)
def test_a_branch_is_strict_where_one_of_them_says_so(given: Live, strict: bool):
    assert settings(given).strict is strict


def test_a_merge_queue_is_a_rule():
    assert settings(live(rule("merge_queue"))).merge_queue
    assert not settings(live(rule("pull_request"))).merge_queue


@pytest.mark.parametrize(
    ("given", "bound"),
    [
        (live(**STRICT), False),
        (live(**STRICT, enforce_admins=True), True),
        (live(rule("pull_request")), True),
        (live(rule("non_fast_forward"), rule("deletion"), **STRICT), True),
        (live(rule("non_fast_forward"), rule("deletion", bypassable=True), **STRICT), False),
        (live(rule("pull_request"), allow_force_pushes=True, allow_deletions=True), True),
        (
            live(ruled("lint"), allow_force_pushes=True, allow_deletions=True, required_status_checks=checks("lint")),
            True,
        ),
        (live(ruled("a"), allow_force_pushes=True, allow_deletions=True, required_status_checks=checks("lint")), False),
        (
            live(
                ruled("lint"),
                allow_force_pushes=True,
                allow_deletions=True,
                required_status_checks=checks("lint", strict=True),
            ),
            False,
        ),
        (live(allow_force_pushes=True, allow_deletions=True, required_pull_request_reviews=Reviews()), False),
    ],
)
def test_administrators_are_bound_by_the_switch_or_by_rulesets_that_say_the_same(given: Live, bound: bool):
    assert settings(given).administrators_bound is bound


ALLOWED = Reviews(bypass_pull_request_allowances=Actors(users=("alice",), teams=("core",), apps=("deployer",)))


def test_who_may_push_past_pull_requests_is_named():
    found = settings(live(required_pull_request_reviews=ALLOWED))
    assert found.direct_pushers == ("user alice", "team core", "app deployer")


def test_nobody_may_where_a_ruleset_requires_the_same_of_everybody():
    assert settings(live(rule("pull_request"), required_pull_request_reviews=ALLOWED)).direct_pushers == ()
    bypassable = live(rule("pull_request", bypassable=True), required_pull_request_reviews=ALLOWED)
    assert settings(bypassable).direct_pushers == ("user alice", "team core", "app deployer")


@pytest.mark.parametrize(
    ("seen", "bypassable", "hidden_parts"),
    [(True, ("the ruleset 1",), {}), (False, (), {Hidden.BYPASS: "administration: write"})],
)
def test_a_bypass_list_that_is_seen_is_told_from_one_that_is_not(seen: bool, bypassable, hidden_parts):
    listed = rule("pull_request", bypassable=True).model_copy(update={"bypass_seen": seen})
    found = settings(live(listed))
    assert (found.bypassable, found.hidden) == (bypassable, hidden_parts)
    assert found.pull_requests == ("the ruleset 1",)


def test_nothing_is_hidden_where_nobody_may_bypass_anything():
    assert settings(live(rule("pull_request"))).hidden == {}


def test_merge_settings_that_are_not_seen_are_hidden_and_not_taken_for_off():
    assert settings(live(merge={"allow_auto_merge": True})).auto_merge
    found = settings(Live(merge=None))
    assert (found.auto_merge, found.hidden) == (False, {Hidden.MERGE: "contents: write"})


def test_a_branch_that_cannot_be_seen_hides_everything_by_the_permission():
    assert hidden("administration: read").hidden == dict.fromkeys(Hidden, "administration: read")
