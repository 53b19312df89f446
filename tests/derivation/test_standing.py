"""What becomes of a pull request that needs a check: the answer, and whether another look could change it."""

import pytest
from tests.derivation.cases import NOBODY, any_app, files, of, saw, workflows

from backendrepo.derivation import Reported, Source
from backendrepo.derivation.standing import Reporters, Standing, unreported
from backendrepo.governance.live import Check
from backendrepo.workflows import Kind

ELSEWHERE = """
on: pull_request
jobs:
  ci:
    uses: acme/shared/.github/workflows/ci.yml@main
"""
CODEQL = "GitHub runs CodeQL"
(OLD,) = of("old")
(LINT,) = of("lint")


@pytest.mark.parametrize(
    ("check", "checks", "witness", "standing", "asks"),
    [
        (LINT, workflows("lint"), None, Standing.REPORTED, False),
        (any_app("lint"), workflows("lint"), None, Standing.REPORTED, False),
        (Check(context="old", app_id=42), workflows("lint"), None, Standing.REPORTED, False),
        (OLD, workflows("lint"), None, Standing.GONE, True),
        (OLD, workflows("lint"), NOBODY, Standing.GONE, False),
        (OLD, workflows("lint"), saw(finished=0), Standing.GONE, False),
        (any_app("old"), workflows("lint"), saw(finished=0), Standing.DOUBTFUL, False),
        (any_app("old"), workflows("lint"), NOBODY, Standing.GONE, False),
        (OLD, workflows("lint"), saw(unseen="it may not look"), Standing.DOUBTFUL, False),
        (OLD, workflows("lint"), saw(Reported("old")), Standing.REPORTED, False),
        (OLD, workflows("lint"), saw(Reported("old", 15368)), Standing.REPORTED, False),
        (OLD, workflows("lint"), saw(Reported("old", 15368, Source.FILE)), Standing.GONE, False),
        (OLD, workflows("lint"), saw(Reported("old", 15368, Source.JOB)), Standing.DOUBTFUL, False),
        (OLD, workflows("lint"), saw(Reported("older", 15368, Source.JOB)), Standing.GONE, False),
        (OLD, workflows("lint"), saw(fileless=CODEQL), Standing.DOUBTFUL, False),
        (any_app("old"), workflows("lint"), saw(fileless=CODEQL), Standing.DOUBTFUL, False),
        (OLD, workflows("lint"), saw(Reported("old", 42), fileless=CODEQL), Standing.DOUBTFUL, False),
        (OLD, workflows("lint"), saw(Reported("old", 15368, Source.FILE), fileless=CODEQL), Standing.GONE, False),
        (OLD, workflows("lint"), saw(Reported("old", 15368), fileless=CODEQL), Standing.REPORTED, False),
        (LINT, workflows("lint"), saw(fileless=CODEQL), Standing.REPORTED, False),
        (OLD, workflows(partly={"old": Kind.PATHS}), None, Standing.PARTLY, False),
        (OLD, workflows(partly={"old": Kind.NAME}), None, Standing.DOUBTFUL, False),
        (of("ci / lint")[0], files(ELSEWHERE), None, Standing.DOUBTFUL, True),
        (of("ci / lint")[0], files(ELSEWHERE), NOBODY, Standing.DOUBTFUL, False),
        (LINT, files(ELSEWHERE), NOBODY, Standing.GONE, False),
    ],
)
def test_the_standing_of_a_check(check, checks, witness, standing, asks):
    judged = Reporters(checks, 15368, witness=witness).judge(check)
    assert (judged.standing, judged.asks) == (standing, asks)
    assert bool(judged.why) is not judged.reported


@pytest.mark.parametrize(
    ("reported", "standing"),
    [
        ([], Standing.DOUBTFUL),
        ([Reported("old", 42)], Standing.DOUBTFUL),
        ([Reported("old", 15368, Source.FILE)], Standing.GONE),
    ],
)
def test_where_a_ruleset_requires_workflows_a_name_that_was_not_seen_is_in_doubt(reported, standing):
    ruled = Reporters(workflows("lint"), 15368, witness=saw(*reported), ruled=True)
    assert ruled.judge(OLD).standing is standing
    assert Reporters(workflows("lint"), 15368, ruled=True).judge(OLD).asks


def test_of_a_server_of_ones_own_actions_has_another_number():
    (check,) = of("old", app=9)
    assert Reporters(workflows(), 9, witness=NOBODY).judge(check).standing is Standing.GONE


QUEUE = """
on: pull_request
jobs:
  old:
    runs-on: ubuntu-latest
    steps: [{run: pytest}]
"""


@pytest.mark.parametrize(
    ("checks", "more", "expected"),
    [
        (workflows("lint"), {}, True),
        (workflows("lint"), {"witness": saw(unseen="it may not look")}, True),
        (workflows("lint", unread=("ci.yml could not be read: no YAML",)), {}, True),
        (workflows(partly={"old": Kind.PATHS}), {}, False),
        (files(QUEUE), {"merge_queue": True}, False),  # "no workflow reports it in the merge queue"
    ],
)
def test_a_name_that_no_workflow_has_is_told_apart_from_a_job_that_not_every_pull_request_gets(checks, more, expected):
    judged = Reporters(checks, 15368, **more).judge(OLD)
    assert not judged.reported
    assert unreported(judged.why) is expected
