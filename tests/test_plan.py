"""The plan: after it nothing is left to do, and nothing that was not asked for has changed."""

import hypothesis.strategies as st
import pytest
from hypothesis import given
from tests import strategies as some
from tests.governance.cases import MERGE, at_least, exactly, live, rule

from backendrepo.api.governance import BY_PATH, SETTINGS
from backendrepo.errors import PermissionMissing, UnsafePlan
from backendrepo.governance.live import Check, Live, Protection, RequiredChecks, Reviews
from backendrepo.governance.merge_methods import MergeMethod
from backendrepo.governance.policy import Mode, Policy
from backendrepo.governance.required_checks import required_checks
from backendrepo.plan import Change, plan, refuse_unsafe, restoration, text

UNPROTECTED = live()
REVIEWS = "requiredPullRequestReviews."


def related(one: str, other: str) -> bool:
    """Whether two settings are of one section, so that GitHub lets one be there only with the other."""
    return one.partition(".")[0] == other.partition(".")[0]


def without_empty_section(classic: Protection) -> Protection:
    """Return the protection without required checks that require nothing."""
    empty = classic.required_status_checks == RequiredChecks()
    return classic.model_copy(update={"required_status_checks": None}) if empty else classic


# What a plan comes to


@given(some.lives, some.policy_maps())
def test_after_a_plan_nothing_is_left_to_do(live: Live, policies: dict[str, Policy]):
    todo = plan(live, policies, "main")
    again = plan(todo.after, policies, "main")
    assert again.changes == ()
    assert again.requests == ()
    assert bool(todo.changes) == bool(todo.requests)


@given(some.lives, some.policy_maps())
def test_what_is_not_managed_is_not_changed(live: Live, policies: dict[str, Policy]):
    after = plan(live, policies, "main").after
    for setting in SETTINGS:
        if not any(related(setting.path, path) for path in policies):
            assert setting.written(after) == setting.written(live), setting.path
    for field in ("restrictions", "block_creations", "lock_branch", "allow_fork_syncing"):
        assert getattr(after.classic, field) == getattr(live.classic, field)
    assert after.rules == live.rules


@given(some.lives, some.policy_maps())
def test_of_the_reviews_only_what_is_managed_is_changed(live: Live, policies: dict[str, Policy]):
    before, after = (each.classic.required_pull_request_reviews for each in (live, plan(live, policies, "main").after))
    if before and after:
        assert after.dismissal_restrictions == before.dismissal_restrictions
        for setting in SETTINGS:
            if setting.path.startswith(REVIEWS) and setting.path not in policies:
                assert setting.written(plan(live, policies, "main").after) == setting.written(live), setting.path


@given(some.lives, some.policy_maps(some.at_least))
def test_at_least_never_gives_protection_away(live: Live, policies: dict[str, Policy]):
    todo = plan(live, policies, "main")
    assert [str(change) for change in todo.changes if change.loosens] == []
    refuse_unsafe(todo, allow_loosening=False)


@given(some.lives, some.policy_maps())
def test_a_stricter_live_value_stays(live: Live, policies: dict[str, Policy]):
    changed = {change.setting for change in plan(live, policies, "main").changes}
    for path, policy in policies.items():
        setting = BY_PATH[path]
        if (
            policy.policy is Mode.AT_LEAST
            and setting.strictest
            and setting.at_least(setting.written(live), policy.value)
        ):
            assert path not in changed or any(related(path, other) for other in changed - {path}), path


@given(some.lives, some.policy_maps())
def test_auto_merge_is_never_switched_on_without_required_checks(live: Live, policies: dict[str, Policy]):
    after = plan(live, policies, "main").after
    switched_on = after.visible_merge.allow_auto_merge and not live.visible_merge.allow_auto_merge
    assert not switched_on or required_checks(after)


@given(some.lives, some.policy_maps())
def test_one_merge_method_always_stays_on(live: Live, policies: dict[str, Policy]):
    after = plan(live, policies, "main").after.visible_merge
    assert after.allow_squash_merge or after.allow_merge_commit or after.allow_rebase_merge


# What is refused


LOOSE = {
    "a check is dropped": (
        live(required_status_checks=RequiredChecks(checks=(Check(context="a"),))),
        {"requiredChecks.checks": exactly((Check(context="b", app_id=1),))},
        r"requiredChecks\.checks: a \(any app\) → b \(app 1\)",
    ),
    "a count is lowered": (
        live(required_pull_request_reviews=Reviews(required_approving_review_count=2)),
        {f"{REVIEWS}requiredApprovingReviewCount": exactly(1)},
        r"requiredApprovingReviewCount: 2 → 1",
    ),
    "a switch is flipped": (
        live(required_linear_history=True),
        {"requiredLinearHistory": exactly(False)},
        "requiredLinearHistory: true → false",
    ),
    "a merge method is added": (
        live(merge={"allow_rebase_merge": False, "allow_merge_commit": False}),
        {"mergeMethods": exactly(frozenset({MergeMethod.SQUASH, MergeMethod.REBASE}))},
        "mergeMethods: Squash → Rebase, Squash",
    ),
    "reviews go, and with them a count that the ruleset does not ask for": (
        live(
            rule("pull_request", required_approving_review_count=1),
            required_pull_request_reviews=Reviews(required_approving_review_count=3),
        ),
        {f"{REVIEWS}required": exactly(False)},
        r"requiredPullRequestReviews\.required: true → false",
    ),
}


@pytest.mark.parametrize(("settings", "policies", "said"), LOOSE.values(), ids=LOOSE)
def test_a_plan_that_gives_protection_away_is_refused_until_it_is_allowed(settings, policies, said):
    todo = plan(settings, policies, "main")
    with pytest.raises(UnsafePlan, match=rf"give protection away: .*{said}.*spec\.allowLoosening: true"):
        refuse_unsafe(todo, allow_loosening=False)
    refuse_unsafe(todo, allow_loosening=True)


def test_only_what_gives_protection_away_is_named():
    settings = live(required_linear_history=True)
    policies = {"requiredLinearHistory": exactly(False), "enforceAdmins": at_least(True)}
    with pytest.raises(UnsafePlan) as refused:
        refuse_unsafe(plan(settings, policies, "main"), allow_loosening=False)
    assert "enforceAdmins" not in str(refused.value)


@given(some.protections, some.policy_maps())
def test_a_field_that_could_not_be_sent_back_stops_every_write_to_the_protection(classic, policies):
    todo = plan(Live(merge=MERGE, protection=classic.model_copy(update={"unknown": ("brand_new",)})), policies, "main")
    if any(request.method == "PUT" for request in todo.requests):
        with pytest.raises(UnsafePlan, match=r"settings that .* would lose: brand_new\. Upgrade the operator"):
            refuse_unsafe(todo, allow_loosening=True)
    if all(request.method == "PATCH" for request in todo.requests):
        refuse_unsafe(todo, allow_loosening=True)


def test_settings_that_cannot_be_seen_ask_for_the_permission_only_where_they_are_managed():
    blind = Live(merge=None)
    assert plan(blind, {"allowDeletions": at_least(False)}, "main").changes
    with pytest.raises(PermissionMissing, match="contents: write"):
        plan(blind, {"deleteBranchOnMerge": at_least(True)}, "main")


# What is put back


@given(some.lives, st.lists(some.policy_maps(), min_size=1, max_size=4))
def test_what_was_changed_can_be_put_back_after_any_sequence_of_plans(found: Live, sequence):
    live, changed = found, set[str]()
    for policies in sequence:
        todo = plan(live, policies, "main")
        live, changed = todo.after, changed | {change.setting for change in todo.changes}
    back = restoration(live, found, changed, "main").after
    assert back.merge == found.merge
    assert without_empty_section(back.classic) == without_empty_section(found.classic)
    assert restoration(back, found, changed, "main").requests == ()


@given(some.lives, some.lives, st.sets(st.sampled_from(list(BY_PATH))))
def test_only_what_the_operator_changed_is_put_back_even_where_people_changed_the_rest(live, found, changed):
    todo = restoration(live, found, changed, "main")
    for setting in SETTINGS:
        if not any(related(setting.path, path) for path in changed):
            assert setting.written(todo.after) == setting.written(live), setting.path
    assert {change.setting for change in todo.changes} <= changed
    assert restoration(todo.after, found, changed, "main").requests == ()


@pytest.mark.parametrize("path", [setting.path for setting in SETTINGS if "." not in setting.path])
@given(data=st.data())
def test_a_changed_setting_is_put_back_whatever_became_of_the_others(path: str, data: st.DataObject):
    live, found = data.draw(some.lives), data.draw(some.lives)
    back = restoration(live, found, [path], "main").after
    assert BY_PATH[path].written(back) == BY_PATH[path].written(found)


def test_a_protection_that_the_operator_made_goes_with_its_last_setting():
    todo = restoration(
        live(enforce_admins=True, allow_force_pushes=True, allow_deletions=True), live(), ["enforceAdmins"], "main"
    )
    assert todo.after.protection is None
    assert [request.method for request in todo.requests] == ["DELETE"]


def test_a_protection_to_which_people_have_added_since_stays():
    settings = live(enforce_admins=True, required_linear_history=True, allow_force_pushes=True, allow_deletions=True)
    todo = restoration(settings, live(), ["enforceAdmins"], "main")
    assert todo.after.protection == Protection(
        required_linear_history=True, allow_force_pushes=True, allow_deletions=True
    )


def test_a_protection_that_people_removed_since_does_not_come_back_empty():
    assert restoration(live(), live(required_linear_history=True), [f"{REVIEWS}required"], "main").requests == ()


# How a plan reads


@given(some.lives, some.policy_maps())
def test_a_plan_names_each_change_once_and_from_what_to_what(live: Live, policies: dict[str, Policy]):
    todo = plan(live, policies, "main")
    said = str(todo)
    settings = [change.setting for change in todo.changes]
    assert len(set(settings)) == len(settings)
    for change in todo.changes:
        assert str(change) in said
        assert text(change.live) != text(change.wanted), said


@given(some.lives, some.policy_maps(), st.randoms())
def test_the_order_in_which_policies_are_written_does_not_matter(live: Live, policies: dict[str, Policy], random):
    shuffled = list(policies.items())
    random.shuffle(shuffled)
    assert plan(live, dict(shuffled), "main") == plan(live, policies, "main")


def test_a_plan_reads_as_a_sentence():
    checks = exactly((Check(context="lint", app_id=15368), Check(context="a", app_id=15368)))
    todo = plan(UNPROTECTED, {"allowDeletions": at_least(False), "requiredChecks.checks": checks}, "main")
    assert str(todo) == "requiredChecks.checks: none → a, lint; allowDeletions: true → false"
    assert str(Change("x", 1, 2)) == "x: 1 → 2"


def test_a_change_that_a_ruleset_hides_is_told_by_what_is_written():
    settings = live(rule("non_fast_forward"), allow_force_pushes=False)
    todo = plan(settings, {"allowForcePushes": exactly(True)}, "main")
    assert str(todo) == "allowForcePushes: false → true"
    refuse_unsafe(todo, allow_loosening=False)  # the ruleset still forbids it


def test_an_unmanaged_policy_is_no_policy():
    assert plan(UNPROTECTED, {"allowDeletions": Policy(policy=Mode.UNMANAGED)}, "main").changes == ()


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (True, "true"),
        (2, "2"),
        ((), "none"),
        (frozenset({MergeMethod.SQUASH, MergeMethod.REBASE}), "Rebase, Squash"),
        (Check(context="lint"), "lint (any app)"),
        (Check(context="lint", app_id=15368), "lint"),
        ((Check(context="test", app_id=42), Check(context="lint")), "lint (any app), test (app 42)"),
    ],
)
def test_values_are_written_as_people_write_them(value: object, written: str):
    assert text(value) == written
