"""The plan: after it nothing is left to do, and nothing that was not asked for has changed."""

import pytest
from hypothesis import given
from tests import strategies as some

from backendrepo.api.governance import SETTINGS
from backendrepo.errors import PermissionMissing, UnsafePlan
from backendrepo.governance.live import Check, Live, MergeSettings, Protection, RequiredChecks
from backendrepo.governance.merge_methods import MergeMethod
from backendrepo.governance.policy import BooleanPolicy, Mode, Policy
from backendrepo.plan import Change, plan, refuse_unsafe, restoration, text

MERGE = MergeSettings(
    allow_squash_merge=True,
    allow_merge_commit=True,
    allow_rebase_merge=True,
    allow_auto_merge=False,
    delete_branch_on_merge=False,
)
UNPROTECTED = Live(merge=MERGE)


@given(some.lives, some.policy_maps())
def test_after_a_plan_nothing_is_left_to_do(live: Live, policies: dict[str, Policy]):
    assert plan(plan(live, policies, "main").after, policies, "main").changes == ()


@given(some.lives, some.policy_maps())
def test_a_plan_without_changes_sends_nothing(live: Live, policies: dict[str, Policy]):
    todo = plan(live, policies, "main")
    assert bool(todo.changes) or todo.requests == ()
    assert plan(todo.after, policies, "main").requests == ()


@given(some.lives, some.policy_maps())
def test_what_is_not_managed_is_not_changed(live: Live, policies: dict[str, Policy]):
    after = plan(live, policies, "main").after
    groups = {path.partition(".")[0] for path in policies}
    for setting in SETTINGS:
        if setting.path.partition(".")[0] not in groups:
            assert setting.written(after) == setting.written(live), setting.path
    for field in ("restrictions", "block_creations", "lock_branch", "allow_fork_syncing"):
        assert getattr(after.classic, field) == getattr(live.classic, field)
    assert after.rules == live.rules


@given(some.lives, some.policy_maps(some.st.just(Mode.AT_LEAST)))
def test_at_least_never_gives_protection_away(live: Live, policies: dict[str, Policy]):
    todo = plan(live, policies, "main")
    assert [str(change) for change in todo.changes if change.loosens] == []
    refuse_unsafe(todo, allow_loosening=False)


@given(some.lives, some.policy_maps())
def test_what_was_changed_can_be_put_back(live: Live, policies: dict[str, Policy]):
    todo = plan(live, policies, "main")
    back = restoration(todo.after, live, [change.setting for change in todo.changes], "main").after
    for setting in SETTINGS:
        assert setting.written(back) == setting.written(live), setting.path
    assert (back.protection is None) == (live.protection is None) or back.protection == Protection(
        allow_force_pushes=True, allow_deletions=True
    )


@given(some.lives, some.lives, some.policy_maps())
def test_a_restoration_leaves_alone_what_was_not_changed(live: Live, found: Live, policies: dict[str, Policy]):
    back = restoration(live, found, [], "main")
    assert back.changes == ()
    assert back.after.merge == live.merge


def exactly_checks(*names: str) -> dict[str, Policy]:
    checks = tuple(Check(context=name, app_id=1) for name in names)
    return {"requiredChecks.checks": Policy(policy=Mode.EXACTLY, value=checks)}


def test_a_plan_that_gives_protection_away_is_refused_until_it_is_allowed():
    live = Live(merge=MERGE, protection=Protection(required_status_checks=RequiredChecks(checks=(Check(context="a"),))))
    todo = plan(live, exactly_checks("b"), "main")
    with pytest.raises(UnsafePlan, match=r"requiredChecks\.checks: a \(any app\) → b.*spec\.allowLoosening: true"):
        refuse_unsafe(todo, allow_loosening=False)
    refuse_unsafe(todo, allow_loosening=True)


def test_a_field_that_could_not_be_sent_back_stops_every_write_to_the_protection():
    live = Live(merge=MERGE, protection=Protection(unknown=("brand_new",)))
    todo = plan(live, {"enforceAdmins": BooleanPolicy(value=True)}, "main")
    with pytest.raises(UnsafePlan, match=r"brand_new.*Upgrade the operator"):
        refuse_unsafe(todo, allow_loosening=True)
    untouched = plan(live, {"deleteBranchOnMerge": BooleanPolicy(value=True)}, "main")
    refuse_unsafe(untouched, allow_loosening=False)


def test_settings_that_cannot_be_seen_ask_for_the_permission_only_where_they_are_managed():
    blind = Live(merge=None)
    assert plan(blind, {"allowDeletions": BooleanPolicy(value=False)}, "main").changes
    with pytest.raises(PermissionMissing, match="contents: write"):
        plan(blind, {"deleteBranchOnMerge": BooleanPolicy(value=True)}, "main")


def test_an_unmanaged_policy_is_no_policy():
    assert plan(UNPROTECTED, {"allowDeletions": Policy(policy=Mode.UNMANAGED)}, "main").changes == ()


def test_a_plan_reads_as_a_sentence():
    todo = plan(UNPROTECTED, {"allowDeletions": BooleanPolicy(value=False), **exactly_checks("lint", "a")}, "main")
    assert str(todo) == "requiredChecks.checks: none → a, lint, allowDeletions: true → false"
    assert str(Change("x", 1, 2)) == "x: 1 → 2"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (True, "true"),
        (2, "2"),
        ((), "none"),
        (frozenset({MergeMethod.SQUASH, MergeMethod.REBASE}), "Rebase, Squash"),
        (Check(context="lint"), "lint (any app)"),
        (Check(context="lint", app_id=15368), "lint"),
    ],
)
def test_values_are_written_as_people_write_them(value: object, written: str):
    assert text(value) == written
