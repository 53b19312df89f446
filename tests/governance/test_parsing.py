import pytest

from backendrepo.governance import parsing
from backendrepo.governance.live import ANY_APP, Check, MergeSettings, Rule


def test_a_field_in_force_that_nobody_knows_is_named_and_one_that_is_off_is_not():
    read = parsing.protection({"url": "x", "new_rule": {"enabled": True}, "old_rule": {"enabled": False}, "newer": {}})
    assert read.unknown == ("new_rule", "newer")


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
        Rule(type="deletion", ruleset=2, bypassable=True),
    )


@pytest.mark.parametrize("answer", [{"required_status_checks": {"checks": [{}]}}, {"restrictions": {"users": [{}]}}])
def test_what_is_not_as_documented_is_an_error_and_no_guess(answer: dict):
    with pytest.raises(KeyError):
        parsing.protection(answer)
