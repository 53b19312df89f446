"""Every reason on a condition is one documented CamelCase word, and none is for nothing."""

import re

import pytest
from tests.strategies import every_error, plan_of, told

from backendrepo import pages
from backendrepo.api.conditions import Type
from backendrepo.api.reasons import Reason
from backendrepo.errors import RepositoryArchived
from backendrepo.plan import Change
from backendrepo.status import Failed, Governed, Suspended

OUTCOMES = {
    Reason.IN_SYNC: Governed(1, plan_of()),
    Reason.DRIFT_OBSERVED: Governed(1, plan_of([Change("enforceAdmins", False, True)])),
    Reason.SUSPENDED: Suspended(),
    Reason.NOT_OBSERVED: Failed(RepositoryArchived("acme/a")),
}


@pytest.mark.parametrize("reason", Reason)
def test_each_reason_is_one_camel_case_word_with_a_sentence_on_the_page(reason: Reason):
    assert re.fullmatch(r"([A-Z][a-z]+)+", reason.value)
    assert reason.name.replace("_", "").lower() == reason.value.lower()
    assert re.search(rf"^\| `{reason.value}` \| [A-Z`].*\. \|$", pages.conditions(), re.MULTILINE)


@pytest.mark.parametrize(("reason", "outcome"), OUTCOMES.items())
def test_each_reason_is_given_by_some_outcome(reason: Reason, outcome):
    assert reason in {condition.reason for condition in told(outcome).conditions}


def test_valid_is_the_reason_of_the_other_kinds():
    assert set(Reason) - set(OUTCOMES) == {Reason.VALID}


def test_no_reason_of_what_is_in_order_is_that_of_an_error():
    assert {error.reason for error in every_error()}.isdisjoint(Reason)


@pytest.mark.parametrize("kind", Type)
def test_each_condition_type_has_a_sentence_on_the_page(kind: Type):
    assert re.search(rf"^\| `{kind.value}` \| [A-Z].*\. \|$", pages.conditions(), re.MULTILINE)
