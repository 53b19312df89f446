"""Settings as GitHub has them: what holds without a protection, what rulesets bind, what cannot be seen."""

import pytest
from hypothesis import given
from tests import strategies as some
from tests.governance.cases import MERGE, live, rule

from backendrepo.errors import PermissionMissing
from backendrepo.governance.live import UNPROTECTED, Actors, Live, MergeSettings, Protection, RequiredChecks, Reviews


def test_a_branch_without_protection_may_be_rewritten_and_deleted_and_nothing_else_holds():
    on = {name for name, value in UNPROTECTED.model_dump().items() if value}
    assert on == {"allow_force_pushes", "allow_deletions"}
    assert live().classic == UNPROTECTED
    assert live(enforce_admins=True).classic == Protection(enforce_admins=True)


def test_a_first_change_to_an_unprotected_branch_forbids_nothing_else():
    protected = live().with_protection(required_linear_history=True).protection
    assert protected == Protection(required_linear_history=True, allow_force_pushes=True, allow_deletions=True)


@given(some.protections)
def test_a_change_of_one_field_leaves_the_others(protection: Protection):
    changed = Live(merge=MERGE, protection=protection).with_protection(lock_branch=True).protection
    assert changed.model_dump(exclude={"lock_branch"}) == protection.model_dump(exclude={"lock_branch"})
    assert changed.lock_branch


def test_only_rules_that_nobody_can_bypass_bind():
    settings = live(rule("deletion"), rule("pull_request", a=1), rule("pull_request", bypassable=True, a=2))
    assert settings.binding("pull_request") == [{"a": 1}]
    assert settings.binding("deletion") == [{}]
    assert settings.binding("creation") == []


def test_merge_settings_that_cannot_be_seen_name_the_permission_to_grant():
    with pytest.raises(PermissionMissing, match=r"may not see the merge settings.*`contents: write`"):
        _ = Live(merge=None).visible_merge
    with pytest.raises(PermissionMissing):
        Live(merge=None).with_merge(allow_auto_merge=True)


def test_a_change_of_one_merge_setting_leaves_the_others():
    changed = live(enforce_admins=True).with_merge(allow_auto_merge=True)
    assert changed.merge == MergeSettings(**{**MERGE.model_dump(), "allow_auto_merge": True})
    assert changed.protection == Protection(enforce_admins=True)


@pytest.mark.parametrize(
    ("protection", "stays"),
    [
        (UNPROTECTED, False),
        (None, False),
        (Protection(), True),  # forbids force pushes and deletions
        (UNPROTECTED.model_copy(update={"lock_branch": True}), True),
        (UNPROTECTED.model_copy(update={"restrictions": Actors()}), True),
        (UNPROTECTED.model_copy(update={"unknown": ("brand_new",)}), True),
    ],
)
def test_a_protection_that_protects_nothing_is_as_good_as_none(protection: Protection | None, stays: bool):
    settings = Live(merge=MERGE, protection=protection)
    assert (settings.without_idle_protection().protection is not None) is stays
    assert not stays or settings.without_idle_protection() == settings


@pytest.mark.parametrize(
    ("actors", "anybody"),
    [(Actors(), False), (Actors(users=("a",)), True), (Actors(teams=("b",)), True), (Actors(apps=("c",)), True)],
)
def test_lists_name_somebody_where_one_of_them_does(actors: Actors, anybody: bool):
    assert actors.anybody is anybody


@given(some.protections, some.merges)
def test_what_was_found_at_adoption_survives_being_written_to_the_status_and_read(protection, merge):
    assert Protection.model_validate(protection.manifest()) == protection
    assert MergeSettings.model_validate(merge.manifest()) == merge


def test_sections_that_are_empty_are_told_from_sections_that_are_not_there():
    empty = Protection(
        required_status_checks=RequiredChecks(), required_pull_request_reviews=Reviews(), restrictions=Actors()
    )
    assert Protection.model_validate(empty.manifest()) == empty != Protection()
