"""What all settings have in common: a written value can be read, is not written twice, and can be put back."""

from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given
from tests import strategies as some
from tests.governance.cases import at_least, exactly, live

from backendrepo.api.governance import BY_PATH, SETTINGS
from backendrepo.governance.live import Live
from backendrepo.governance.policy import Mode, Policy
from backendrepo.governance.setting import Setting, both, either

PATHS = list(BY_PATH)
DETAILS = [path for path, setting in BY_PATH.items() if setting.under]

paths = st.sampled_from(PATHS)
asked = paths.flatmap(lambda path: st.tuples(st.just(BY_PATH[path]), some.policies_for(path)))
pairs = paths.flatmap(lambda path: st.tuples(st.just(BY_PATH[path]), some.values[path], some.values[path]))


@given(asked, some.lives)
def test_what_is_enforced_holds_and_is_not_enforced_again(asked: tuple[Setting, Policy], settings: Live):
    setting, policy = asked
    if not setting.holds(settings, policy):
        enforced = setting.enforced(settings, policy)
        assert setting.holds(enforced, policy)
        assert enforced != settings


@given(pairs)
def test_the_stricter_of_two_values_satisfies_what_is_wanted_and_loosens_nothing(pair: tuple[Setting, Any, Any]):
    setting, found, wanted = pair
    if setting.strictest:
        strictest = setting.strictest(found, wanted)
        assert setting.at_least(strictest, wanted)
        assert setting.strictest(strictest, wanted) == strictest
        assert not setting.loosens(found, strictest)


@given(pairs)
def test_a_value_is_as_strict_as_itself_and_going_back_and_forth_loosens_once(pair: tuple[Setting, Any, Any]):
    setting, one, other = pair
    assert setting.at_least(one, one)
    assert not setting.loosens(one, one)
    if setting.strictest in (either, both, max) and one != other:
        assert setting.loosens(one, other) != setting.loosens(other, one)


@given(some.lives)
def test_what_is_as_it_was_found_is_not_touched_by_a_restoration(settings: Live):
    for setting in SETTINGS:
        assert setting.restored(settings, settings) == settings, setting.path


@given(asked, some.lives)
def test_what_was_enforced_is_put_back_as_it_was_found(asked: tuple[Setting, Policy], found: Live):
    setting, policy = asked
    if not setting.holds(found, policy):
        assert setting.written(setting.restored(setting.enforced(found, policy), found)) == setting.written(found)


@pytest.mark.parametrize("path", ["allowAutoMerge", "deleteBranchOnMerge"])
def test_what_has_no_stricter_value_loosens_nothing(path: str):
    setting = BY_PATH[path]
    assert not setting.loosens(True, False)
    assert not setting.loosens(False, True)
    assert not setting.at_least(True, False)


@pytest.mark.parametrize(
    ("policies", "carried_out"),
    [
        ({}, False),
        ({"enforceAdmins": Policy(policy=Mode.UNMANAGED)}, False),
        ({"enforceAdmins": at_least(True)}, True),
        ({"enforceAdmins": exactly(False)}, True),
    ],
)
def test_a_policy_is_carried_out_where_there_is_one_that_manages(policies: dict[str, Policy], carried_out: bool):
    assert BY_PATH["enforceAdmins"].governed(policies) == (policies["enforceAdmins"] if carried_out else None)


@pytest.mark.parametrize("path", DETAILS)
def test_a_detail_is_left_aside_only_where_the_whole_is_switched_off_for_good(path: str):
    whole, off = BY_PATH[path].under
    policy = at_least(True)
    assert BY_PATH[path].governed({path: policy}) == policy
    assert BY_PATH[path].governed({path: policy, whole: exactly(off)}) is None
    assert BY_PATH[path].governed({path: policy, whole: at_least(off)}) == policy
    assert BY_PATH[path].governed({path: policy, whole: exactly(True)}) == policy


def test_a_detail_comes_after_the_whole_that_it_depends_on():
    assert len(DETAILS) == 5
    for path in DETAILS:
        assert PATHS.index(BY_PATH[path].under[0]) < PATHS.index(path)


def test_every_setting_has_a_place_of_its_own():
    assert len(BY_PATH) == len(SETTINGS)


def test_a_switch_that_is_as_wanted_makes_no_protection():
    assert BY_PATH["requiredLinearHistory"].write(live(), False).protection is None
    assert BY_PATH["allowDeletions"].write(live(), True).protection is None
