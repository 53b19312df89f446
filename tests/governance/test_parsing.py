import json

import pytest
from tests.github.fetch_recordings import RECORDINGS

from backendrepo.governance import parsing
from backendrepo.governance.live import (
    ANY_APP,
    Actors,
    Check,
    MergeSettings,
    Protection,
    RequiredChecks,
    Reviews,
    Rule,
)


def recorded(scenario: str, method: str) -> list[dict]:
    """Return what the real API answered."""
    exchanges = json.loads((RECORDINGS / f"{scenario}.json").read_text())
    return [each["response"] for each in exchanges if each["method"] == method and each["status"] == 200]


def test_what_the_real_api_answered_is_read_in_full():
    nothing, everything = map(parsing.protection, recorded("branch-protection", "put"))
    somebody = Actors(users=("octokit-fixture-user-a",))
    assert nothing == Protection()
    assert everything == Protection(
        required_status_checks=RequiredChecks(strict=True, checks=(Check(context="foo/bar"),)),
        required_pull_request_reviews=Reviews(
            required_approving_review_count=1, dismiss_stale_reviews=True, dismissal_restrictions=somebody
        ),
        restrictions=somebody.model_copy(update={"teams": ("a-team",)}),
        enforce_admins=True,
    )


def test_the_merge_settings_of_a_real_repository_are_read():
    (repository,) = recorded("get-repository", "get")
    read = parsing.merge_settings(repository)
    assert read is not None
    assert read.model_dump().items() <= repository.items()


def test_a_field_in_force_that_nobody_knows_is_named_and_one_that_is_off_is_not():
    read = parsing.protection(
        {
            **{"url": "x", "name": "main", "protection_url": "x", "enabled": True},
            **{"new_rule": {"enabled": True}, "old_rule": {"enabled": False}, "newer": {}, "a_list": [1], "none": []},
        }
    )
    assert read.unknown == ("a_list", "new_rule", "newer")


SWITCHES = [name for name, field in Protection.model_fields.items() if field.annotation is bool]


@pytest.mark.parametrize("name", SWITCHES)
def test_a_switch_is_on_where_github_says_so_and_off_where_it_is_left_out(name: str):
    read = parsing.protection(
        {name: {"enabled": True}, "enforce_admins": {"url": "x", "enabled": name == "enforce_admins"}}
    )
    assert read == Protection(**{name: True})


def test_reviews_have_their_people_and_what_is_left_out_is_off():
    people = {"users": [{"login": "alice"}], "teams": [{"slug": "core"}], "apps": [{"slug": "robot"}]}
    read = parsing.protection(
        {"required_pull_request_reviews": {"url": "x", "bypass_pull_request_allowances": people}}
    ).required_pull_request_reviews
    assert read == Reviews(bypass_pull_request_allowances=Actors(users=("alice",), teams=("core",), apps=("robot",)))


def test_an_old_enterprise_server_has_contexts_alone():
    read = parsing.protection({"required_status_checks": {"strict": True, "contexts": ["b", "a"]}})
    assert read.required_status_checks.checks == (Check(context="a"), Check(context="b"))


@pytest.mark.parametrize(("app", "bound"), [(None, ANY_APP), (-1, ANY_APP), (15368, 15368)])
def test_a_check_is_bound_to_its_app_or_to_none(app: int | None, bound: int):
    answer = {"required_status_checks": {"checks": [{"context": "lint", "app_id": app}], "contexts": ["lint"]}}
    assert parsing.protection(answer).required_status_checks.checks == (Check(context="lint", app_id=bound),)


def test_merge_settings_are_those_of_the_repository():
    answer = {name: name == "allow_squash_merge" for name in MergeSettings.model_fields}
    read = parsing.merge_settings({**answer, "id": 1})
    assert read.model_dump() == answer


def test_merge_settings_that_are_not_shown_are_none():
    assert parsing.merge_settings({"id": 1, "allow_squash_merge": True}) is None


def test_a_ruleset_of_which_nothing_is_known_counts_as_bypassable():
    answers = [{"type": "deletion", "ruleset_id": 1}, {"type": "deletion", "ruleset_id": 2, "parameters": None}]
    assert parsing.rules(answers, {1: False}) == (
        Rule(type="deletion", ruleset=1, bypassable=False),
        Rule(type="deletion", ruleset=2, bypassable=True, bypass_seen=False),
    )


@pytest.mark.parametrize("answer", [{"required_status_checks": {"checks": [{}]}}, {"restrictions": {"users": [{}]}}])
def test_what_is_not_as_documented_is_an_error_and_no_guess(answer: dict):
    with pytest.raises(KeyError):
        parsing.protection(answer)
