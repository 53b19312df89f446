"""A check that is asked for and that pull requests do not get is told of in an Event: once, when it has become so."""

import re
from typing import Any

import pytest
from tests.derivation.cases import adds, any_app, derived, live, saw, standard, workflows
from tests.strategies import plan_of, told

from backendrepo.api.backendrepo import BackendRepoStatus
from backendrepo.checks import Checks
from backendrepo.errors import GitHubUnavailable, RepositoryArchived
from backendrepo.governance.live import Live
from backendrepo.status import Event, Failed, Governed, Suspended, Told, events
from backendrepo.workflows import Kind


def turn(now: Live, checks: Checks | None, own: dict[str, Any] | None = None, **more: Any) -> Governed:
    """Return what a turn comes to that found these settings and read these workflows."""
    return Governed(1, plan_of(), required=derived(now, checks, own, **more).status)


def news(*turns: Told) -> list[Event]:
    """Return the Events that the last of these turns posts of unreachable checks."""
    before = told(*turns[:-1])
    found = events(before, told(turns[-1], start=before), turns[-1])
    return [each for each in found if each.reason == "CheckUnreachable"]


def test_a_required_check_that_nothing_reports_any_more_is_told_with_its_branch_and_likely_new_name():
    listed: dict[str, Any] = {"own": adds("lint", mode="Listed"), "of_standard": standard({})}
    before = turn(live("lint"), workflows("lint", "test"), **listed)
    after = turn(live("lint"), workflows("linter", "test"), **listed)
    assert news(before, after) == [
        Event(
            "Warning",
            "CheckUnreachable",
            "The check “lint” of the branch main is required all the same, and a pull request without it cannot be"
            " merged: no workflow reports it. Is “linter” meant?",
        )
    ]


UNSCANNED = turn(live("lint", "test"), None)
REPORTED = turn(live("lint", "test"), workflows("lint", "test"))
RULED = turn(live("test", ruled=["lint"]), workflows("linter", "test"))
LISTED = turn(live("test"), workflows("linter", "test"), adds("lint"))
PARTLY = turn(live("lint", "test"), workflows("test", "lint", partly={"lint": Kind.PATHS}))
UNSEEN = turn(live("lint", "test"), workflows("test"), witness=saw(unseen="`checks: read` is missing"))
NO_GATE = turn(live("test"), workflows("test", "lint", partly={"lint": Kind.PATHS}))
SHARED = turn(live("test"), workflows("test", "lint", shared=["lint"]))
RENAMED = turn(live("lint", "test"), workflows("linter", "test"))
TOO_EARLY = turn(live(any_app("lint"), "test"), workflows("test"), witness=saw(finished=0))
UNMANAGED = Governed(1, plan_of())
OUTAGE, ARCHIVED = Failed(GitHubUnavailable("502")), Failed(RepositoryArchived("acme/a"))


@pytest.mark.parametrize(
    ("turns", "said"),
    [
        ([REPORTED, RULED], "“lint” of the branch main is required"),
        ([REPORTED, LISTED], "“lint” of the branch main is not required: no workflow reports it. Is “linter” meant?"),
        ([REPORTED, PARTLY], "“lint” of the branch main is required"),
        ([REPORTED, UNSEEN], "no workflow reports it, and `checks: read` is missing"),
        ([UNSCANNED, RULED], "“lint” of the branch main is required"),
        ([RULED], "“lint” of the branch main is required"),
        ([LISTED, RULED], "“lint” of the branch main is required"),  # now it holds merges up
        ([RULED, REPORTED, RULED], "“lint” of the branch main is required"),
    ],
)
def test_a_check_that_is_asked_for_is_told_of_when_it_becomes_unreachable(turns: list[Told], said: str):
    (event,) = news(*turns)
    assert said in event.message


@pytest.mark.parametrize(
    "turns",
    [
        [RULED, RULED],
        [RULED, OUTAGE, RULED],
        [RULED, ARCHIVED, RULED],
        [RULED, Suspended(), RULED],
        [RULED, LISTED],  # nobody is held up any more
        [RULED, REPORTED],
        [REPORTED, NO_GATE],
        [REPORTED, SHARED],
        [REPORTED, RENAMED],  # it is let go
        [REPORTED, TOO_EARLY],
        [REPORTED, UNMANAGED],
    ],
)
def test_what_stays_so_ends_or_was_never_asked_for_is_no_news(turns: list[Told]):
    assert news(*turns) == []


def test_of_an_operator_that_was_restarted_the_stored_status_is_enough():
    stored = BackendRepoStatus.model_validate_json(told(REPORTED, RULED).model_dump_json(by_alias=True))
    assert events(stored, told(RULED, start=stored), RULED) == ()


def test_of_many_at_once_a_few_are_named_those_that_hold_merges_up_first():
    many = turn(live("test", ruled=["d"]), workflows("test"), adds("a", "b", "c"))
    (event,) = news(REPORTED, many)
    assert re.findall("The check “(.)”", event.message) == ["d", "a", "b"]
    assert event.message.endswith(" And 1 more: status.governance.requiredChecks names them.")


def test_a_name_from_a_repository_is_harmless():
    (event,) = news(REPORTED, turn(live("test", ruled=["a\x1b[31m\nb"]), workflows("test")))
    assert r"“a\x1b[31m b”" in event.message
