"""Events tell of transitions, each once, and say what a reader needs."""

from itertools import pairwise
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given
from tests.learnt_made import SCAN, SCANNED, advisories, advisory, dependency, finding, learnt, learnts, report
from tests.strategies import NOW, outcomes, plan_of, statuses, told

from backendrepo.advisories import Advisories
from backendrepo.api.backendrepo import BackendRepoStatus
from backendrepo.api.conditions import Type
from backendrepo.api.conformance import WaiverState, WaiverStatus
from backendrepo.api.reasons import Happening, ScanReason
from backendrepo.errors import GitHubUnavailable, RepositoryArchived, UnsafePlan
from backendrepo.findings import Severity
from backendrepo.plan import Change
from backendrepo.status import Event, Failed, Governed, Learnt, Suspended, Told, events, summarise

CLEAN = plan_of()
DRIFT = plan_of([Change("enforceAdmins", False, True)])
IN_SYNC, DRIFTED = Governed(1, CLEAN), Governed(1, DRIFT)
REPAIRED = Governed(1, CLEAN, repaired=DRIFT.changes)
ARCHIVED, OUTAGE = Failed(RepositoryArchived("acme/a")), Failed(GitHubUnavailable("502"))


def posted(*sequence: Told) -> list[tuple[str, str]]:
    """Return type and reason of the Events that the last outcome posts."""
    before = told(*sequence[:-1])
    after = told(sequence[-1], start=before)
    return [(event.type, event.reason) for event in events(before, after, sequence[-1])]


OTHER_DRIFT = Governed(1, plan_of([Change("x", 1, 2)]))


@pytest.mark.parametrize(
    ("sequence", "expected"),
    [
        ([IN_SYNC], [("Normal", "InSync")]),
        ([IN_SYNC, IN_SYNC], []),
        ([IN_SYNC, REPAIRED], [("Normal", "Repaired")]),
        ([REPAIRED, REPAIRED], [("Normal", "Repaired")]),
        ([REPAIRED, IN_SYNC], []),
        ([ARCHIVED, REPAIRED], [("Normal", "Repaired")]),
        ([IN_SYNC, ARCHIVED], [("Warning", "RepositoryArchived")]),
        ([ARCHIVED, ARCHIVED], []),
        ([ARCHIVED, IN_SYNC], [("Normal", "InSync")]),
        ([IN_SYNC, DRIFTED], [("Warning", "DriftObserved")]),
        ([DRIFTED, DRIFTED], []),
        ([DRIFTED, OTHER_DRIFT], [("Warning", "DriftObserved")]),
        ([Failed(UnsafePlan("x"), DRIFT), Failed(UnsafePlan("x"), OTHER_DRIFT.plan)], [("Warning", "UnsafePlan")]),
        ([DRIFTED, IN_SYNC], [("Normal", "InSync")]),
        ([IN_SYNC, Suspended()], [("Normal", "Suspended")]),
        ([DRIFTED, OUTAGE], [("Warning", "GitHubUnavailable")]),
        ([DRIFTED, OUTAGE, DRIFTED], [("Warning", "DriftObserved")]),
    ],
)
def test_events_tell_of_transitions_only(sequence: list[Told], expected: list[tuple[str, str]]):
    assert posted(*sequence) == expected


@given(statuses, outcomes)
def test_of_the_settings_one_event_at_most_is_posted_and_none_where_a_reader_sees_no_change(start, outcome):
    after = told(outcome, start=start)
    repaired = isinstance(outcome, Governed) and outcome.repaired  # twice the same in one second is one for a reader
    found = events(start, after, outcome)
    assert len(found) <= 1
    assert not found or after != start or repaired
    for event in found:
        assert event.type in ("Normal", "Warning")
        assert event.message


def test_an_event_says_what_the_condition_says():
    (event,) = events(BackendRepoStatus(), told(ARCHIVED), ARCHIVED)
    assert event.message == told(ARCHIVED).condition(Type.READY).message


def test_a_repair_names_each_change():
    outcome = Governed(1, CLEAN, repaired=(*DRIFT.changes, Change("allowDeletions", True, False)))
    (event,) = events(BackendRepoStatus(), told(outcome), outcome)
    assert event.message == "Brought onto the standard: enforceAdmins: false → true; allowDeletions: true → false."


# Of the content


def after(*turns: Learnt | None) -> list[BackendRepoStatus]:
    """Return the status before the first of these turns, and after each."""
    seen = [told(IN_SYNC)]
    for each in turns:
        seen.append(summarise(seen[-1], IN_SYNC, generation=1, requested_at=None, now=NOW, learnt=each))
    return seen


def last(*turns: Learnt | None) -> list[Event]:
    """Return the Events that the last of these turns posts."""
    *_, before, now = after(*turns)
    return list(events(before, now, IN_SYNC))


def judged(*bad: str, **changes: Any) -> Learnt:
    """Return what a scan learnt where these controls fail."""
    return learnt(report(*(finding(control, severity=SEVERITIES[control]) for control in bad)), **changes)


C, H, M, L = Severity
SEVERITIES = {"gates/coverage": C, "gates/openapi": H, "gates/typecheck": H, "parity/hooks": M}
NONE, BRONZE, SILVER, GOLD = ["gates/coverage"], ["gates/openapi"], ["parity/hooks"], []


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (
            NONE,
            SILVER,
            ("Normal", "LevelGained", "Level Silver, it was None (held back by gates/coverage)."),
        ),
        (
            SILVER,
            GOLD,
            ("Normal", "LevelGained", "Level Gold, it was Silver (held back by parity/hooks)."),
        ),
        (
            GOLD,
            ["gates/openapi", "gates/typecheck", "parity/hooks"],
            (
                "Warning",
                "LevelLost",
                "Level Bronze, it was Gold. Held back by gates/openapi, gates/typecheck.",
            ),
        ),
    ],
)
def test_a_level_gained_or_lost_says_what_did_it(before: list[str], now: list[str], expected: tuple[str, str, str]):
    assert last(judged(*before), judged(*now)) == [Event(*expected)]


@pytest.mark.parametrize(
    "turns",
    [
        [judged(*BRONZE)],  # the first verdict is no transition
        [judged(*BRONZE), judged(*BRONZE)],
        [judged(*BRONZE), judged("gates/typecheck")],
        [judged(*BRONZE), None],
        [judged(*BRONZE), learnt(None)],
        [judged(*BRONZE), None, judged(*BRONZE)],
    ],
)
def test_a_level_that_stays_is_not_told_of(turns: list[Learnt | None]):
    assert last(*turns) == []


def test_a_level_of_another_version_is_below_all():
    before, now = after(judged(), judged())[1:]
    unknown = before.model_copy(update={"conformance": before.conformance.model_copy(update={"level": "Platinum"})})
    assert [event.reason for event in events(unknown, now, IN_SYNC)] == ["LevelGained"]


def vulnerable(*numbers: int, severity: Severity = C) -> Learnt:
    found = tuple(advisory(number, severity) for number in numbers)
    return learnt(report(), advisories=advisories((dependency("jinja2", "3.1.5"), found)))


AWAY = learnt(report(), advisories=Advisories(failure="no route"))


@pytest.mark.parametrize(
    ("turns", "names"),
    [
        ([vulnerable(1)], "GHSA-1 (jinja2 3.1.5)"),
        ([vulnerable(1), vulnerable(1, 2, 3)], "GHSA-2 (jinja2 3.1.5), GHSA-3 (jinja2 3.1.5)"),
        ([vulnerable(1), vulnerable(1)], ""),
        ([vulnerable(1), vulnerable()], ""),
        ([vulnerable(1), AWAY], ""),
        ([vulnerable(1), AWAY, vulnerable(1)], ""),
        ([vulnerable(1), None, learnt(None), vulnerable(1)], ""),
        ([vulnerable(1, severity=H)], ""),
    ],
)
def test_a_critical_advisory_is_told_of_when_it_is_new(turns: list[Learnt | None], names: str):
    since = "Critical and new since the scan before" if turns[1:] else "Critical"
    told = f"{since}: {names}. DependenciesSecure says what to raise."
    assert last(*turns) == ([Event("Warning", "NewAdvisory", told)] if names else [])


def test_the_same_advisory_of_another_version_is_not_new():
    raised = advisories((dependency("jinja2", "3.1.6"), (advisory(1),)))
    assert last(vulnerable(1), learnt(report(), advisories=raised)) == []


def waived(*states: WaiverState) -> list[Learnt]:
    """Return turns in which a waiver stands like this."""
    return [
        judged("parity/hooks", waivers=(WaiverStatus(control="parity/hooks", expires="2026-11-24", state=state),))
        for state in states
    ]


def test_a_waiver_that_expires_is_told_of_once():
    expired = waived(WaiverState.EXPIRING, WaiverState.EXPIRED, WaiverState.EXPIRED)
    told = (
        "The waiver of parity/hooks ended on 2026-11-24, and the control counts again. Fix it, or write a later day in"
        " spec.waivers."
    )
    assert last(*expired[:2]) == [Event("Warning", "WaiverExpired", told)]
    assert last(*expired) == []


def test_a_waiver_that_had_expired_when_it_was_written_is_no_news():
    assert last(judged("parity/hooks"), *waived(WaiverState.EXPIRED)) == []
    assert last(*waived(WaiverState.EXPIRED)) == []


def failing(reason: str, *, given_up: bool = False) -> Learnt:
    scan = SCAN.model_copy(update={"failures": 1, "retry": None if given_up else SCANNED})
    return learnt(scan=scan, failure=(reason, "It failed."))


def test_a_failed_scan_is_told_of_once_for_each_reason():
    lost, overdue = failing("ScanLost"), failing("ScanOverdue")
    told = "ScanLost: It failed. It is tried again; status.scan says when."
    assert last(lost) == [Event("Warning", "ScanFailed", told)]
    assert last(lost, lost) == last(lost, None) == last(lost, None, lost) == []
    assert [event.message[:11] for event in last(lost, overdue)] == ["ScanOverdue"]


def test_after_a_result_the_next_failure_is_news_again():
    again = SCAN.model_copy(update={"last_scan": NOW})
    failed = learnt(scan=again, failure=("ScanLost", "It failed."))
    assert [event.reason for event in last(failing("ScanLost"), learnt(report(), again), failed)] == [
        "ScanLost",  # of Ready: nothing says that it is tried again
        "ScanFailed",
    ]


def test_scans_that_are_given_up_are_told_of_by_ready():
    (event,) = last(failing("ScanLost"), failing("ScanLost", given_up=True))
    assert (event.type, event.reason) == ("Warning", "ScanLost")
    assert "kubectl annotate -n team backendrepo payments-api" in event.message


@given(st.lists(st.none() | learnts, min_size=2, max_size=4))
def test_every_event_has_a_documented_reason_and_says_something(turns: list[Learnt | None]):
    seen = after(*turns)
    for before, now in pairwise(seen):
        for event in events(before, now, IN_SYNC):
            assert event.type in ("Normal", "Warning")
            assert event.reason in {*Happening, *ScanReason, "InSync"}
            assert event.message
