"""Every reason on a condition is one documented CamelCase word, and none is for nothing."""

import re

import pytest
from tests.learnt_made import advisories, advisory, dependency, finding, learnt, report
from tests.strategies import NOW, every_error, plan_of, told

from backendrepo.advisories import Advisories
from backendrepo.api.backendrepo import BackendRepoStatus
from backendrepo.api.conditions import Type
from backendrepo.api.reasons import Happening, Reason, ScanReason
from backendrepo.errors import RepositoryArchived
from backendrepo.findings import Outcome
from backendrepo.plan import Change
from backendrepo.status import Failed, Governed, Learnt, Suspended, Told, summarise

IN_SYNC = Governed(1, plan_of())
OUTCOMES: dict[Reason, Told] = {
    Reason.IN_SYNC: IN_SYNC,
    Reason.DRIFT_OBSERVED: Governed(1, plan_of([Change("enforceAdmins", False, True)])),
    Reason.SUSPENDED: Suspended(),
    Reason.NOT_OBSERVED: Failed(RepositoryArchived("acme/a")),
}
JINJA = dependency("jinja2")
LEARNT: dict[Reason, Learnt] = {
    Reason.NOT_SCANNED: learnt(),
    Reason.SCANNED: learnt(report()),
    Reason.CONFORMANT: learnt(report()),
    Reason.CONTROLS_FAIL: learnt(report(finding("gates/coverage"))),
    Reason.NOT_JUDGED: learnt(report(finding("gates/coverage", Outcome.UNKNOWN))),
    Reason.NO_GRAVE_ADVISORIES: learnt(report(), advisories=advisories((JINJA, ()))),
    Reason.GRAVE_ADVISORIES: learnt(report(), advisories=advisories((JINJA, (advisory(1),)))),
    Reason.ADVISORIES_NOT_READ: learnt(report()),
    Reason.NOT_COVERED: learnt(report(), advisories=Advisories()),
}


@pytest.mark.parametrize("reason", [*Reason, *ScanReason, *Happening])
def test_each_reason_is_one_camel_case_word(reason: str):
    assert re.fullmatch(r"([A-Z][a-z]+)+", reason)


@pytest.mark.parametrize(("reason", "outcome"), OUTCOMES.items())
def test_each_reason_is_given_by_some_outcome(reason: Reason, outcome: Told):
    assert reason in {condition.reason for condition in told(outcome).conditions}


@pytest.mark.parametrize(("reason", "known"), LEARNT.items())
def test_each_reason_of_the_content_is_given_by_something_learnt(reason: Reason, known: Learnt):
    status = summarise(BackendRepoStatus(), IN_SYNC, generation=1, requested_at=None, now=NOW, learnt=known)
    assert reason in {condition.reason for condition in status.conditions}


def test_valid_is_the_reason_of_the_other_kinds():
    assert set(Reason) - set(OUTCOMES) - set(LEARNT) == {Reason.VALID}


def test_no_two_kinds_of_reason_share_a_word():
    kinds = [set(Reason), set(ScanReason), set(Happening), {error.reason for error in every_error()}]
    assert sum(map(len, kinds)) == len(set().union(*kinds))
    assert set(Reason) & set(Type) == {Reason.CONFORMANT}
