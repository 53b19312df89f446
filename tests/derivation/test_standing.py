"""What becomes of a pull request that needs a check: the answer, and whether another look could change it."""

import pytest
from tests.derivation.cases import NOBODY, any_app, files, of, saw, workflows

from backendrepo.derivation import Reported, Source
from backendrepo.derivation.standing import Reporters, Standing
from backendrepo.governance.live import Check
from backendrepo.workflows import Kind

ELSEWHERE = """
on: pull_request
jobs:
  ci:
    uses: acme/shared/.github/workflows/ci.yml@main
"""
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


def test_of_a_server_of_ones_own_actions_has_another_number():
    (check,) = of("old", app=9)
    assert Reporters(workflows(), 9, witness=NOBODY).judge(check).standing is Standing.GONE
