import pytest
from tests.controls.governance.parts import CI, hidden, judged_with, required

from backendrepo.settings import Hidden, Reporter

CONTROL = "governance/required-checks-exist"
PATH = ".github/workflows/ci.yml"


def test_names_that_every_pull_request_reports_pass_with_their_place():
    judgement = judged_with(CONTROL)
    assert judgement.outcome == "pass"
    assert [each.line for each in judgement.evidence] == [5, 9]


@pytest.mark.parametrize(
    ("name", "says", "fix"),
    [
        (
            "test (3.10)",
            "“test (3.10)” is required, and no workflow reports a check of that name "
            "(the nearest name is “test (3.11)”).",
            "Require “test (3.11)” instead of “test (3.10)”.",
        ),
        (
            "test",
            "“test” is required, and no workflow reports a check of that name (the nearest name is “test (3.11)”).",
            "Require “test (3.11)” instead of “test”.",
        ),
        (
            "sonarqube quality",
            "“sonarqube quality” is required, and no workflow reports a check of that name.",
            "Stop requiring “sonarqube quality”, or have a job of that name run on every pull request.",
        ),
    ],
)
def test_a_name_that_no_workflow_reports_fails_with_the_nearest_one(name: str, says: str, fix: str):
    judgement = judged_with(CONTROL, required=required("lint", name))
    assert (judgement.outcome, judgement.summary, judgement.fix) == ("fail", says, fix)


def test_many_are_counted():
    judgement = judged_with(CONTROL, required=required(*(f"gone-{number}" for number in range(5))))
    assert judgement.summary.endswith("(and 2 more).")


def test_a_check_that_a_path_filter_can_keep_away_fails_and_shows_the_filter():
    ci = CI.replace("pull_request:", "pull_request:\n    paths: [src/**]")
    judgement = judged_with(CONTROL, {PATH: ci})
    assert judgement.outcome == "fail"
    assert "“lint” is required, but not every pull request gets it: its `paths` filter" in judgement.summary
    assert judgement.evidence[0].line == 4


def test_a_check_that_only_a_push_reports_fails():
    judgement = judged_with(CONTROL, {PATH: CI.replace("pull_request:", "push:")})
    assert judgement.outcome == "fail"
    assert "no pull request does" in judgement.summary


def test_a_check_that_the_merge_queue_does_not_run_fails():
    assert "merge_group" in judged_with(CONTROL, merge_queue=True).summary
    queued = CI.replace("pull_request:", "pull_request:\n  merge_group:")
    assert judged_with(CONTROL, {PATH: queued}, merge_queue=True).outcome == "pass"


def test_a_name_that_two_jobs_report_fails_and_shows_both():
    judgement = judged_with(CONTROL, {PATH: CI, ".github/workflows/z.yml": CI})
    assert judgement.outcome == "fail"
    assert judgement.summary.startswith("Several jobs report “lint” and “test (3.11)”")
    assert {each.path for each in judgement.evidence} == {PATH, ".github/workflows/z.yml"}


def test_a_name_that_only_a_run_makes_is_unknown():
    ci = CI.replace("  lint:\n", "  lint:\n    name: lint ${{ github.sha }}\n")
    judgement = judged_with(CONTROL, {PATH: ci}, required=required("lint ${{ github.sha }}"))
    assert judgement.outcome == "unknown"
    assert "only known in a run" in judgement.summary


def test_a_check_of_another_app_is_unknown_by_its_name():
    judgement = judged_with(CONTROL, required=required("lint") + required("codecov/patch", reporter=Reporter.OTHER))
    assert judgement.outcome == "unknown"
    assert "“codecov/patch”" in judgement.summary


def test_a_check_that_workflows_report_and_another_app_has_to_is_unknown():
    judgement = judged_with(CONTROL, required=required("lint", reporter=Reporter.OTHER))
    assert (judgement.outcome, "“lint” has to be reported by another App" in judgement.summary) == ("unknown", True)


def test_a_branch_that_requires_none_has_nothing_to_report():
    assert judged_with(CONTROL, required=()).outcome == "not-applicable"


def test_what_the_credential_cannot_see_is_unknown():
    assert judged_with(CONTROL, hidden=hidden(Hidden.PROTECTION)).outcome == "unknown"


REMOTE = "on: pull_request\njobs: {ci: {uses: acme/shared/.github/workflows/ci.yml@v1}}\n"


@pytest.mark.parametrize(("name", "outcome"), [("ci / lint", "unknown"), ("lint", "fail")])
def test_a_name_that_a_workflow_of_another_repository_may_report_is_unknown_and_no_other(name: str, outcome: str):
    judgement = judged_with(CONTROL, {PATH: REMOTE}, required=required(name))
    assert judgement.outcome == outcome
    assert ("is not in this repository" in judgement.summary) is (outcome == "unknown")
    assert judgement.fix


def test_a_name_that_only_a_run_makes_may_be_required_as_it_came_to():
    ci = CI.replace("  lint:\n", "  lint:\n    name: lint ${{ github.ref_name }}\n")
    judgement = judged_with(CONTROL, {PATH: ci}, required=required("lint main", "test (3.11)"))
    assert (judgement.outcome, "“lint main” is reported is not certain" in judgement.summary) == ("unknown", True)


def test_one_that_is_absent_for_certain_fails_whatever_else_is_not():
    judgement = judged_with(CONTROL, {PATH: CI, ".github/workflows/r.yml": REMOTE}, required=required("ci / a", "gone"))
    assert (judgement.outcome, "“gone” is required" in judgement.summary) == ("fail", True)
