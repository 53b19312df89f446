import pytest
from tests.controls.governance.parts import CI, hidden, judged_with, required

from backendrepo.settings import Hidden

CONTROL = "governance/required-checks"
PATH = ".github/workflows/ci.yml"

GREEN = """
  green:
    needs: [lint, test]
    if: always()
    runs-on: ubuntu-latest
    steps:
    - uses: re-actors/alls-green@release/v1
      with:
        jobs: ${{ toJSON(needs) }}
"""
SKIPPED_WITH_THEM = """
  green:
    needs: [lint, test]
    runs-on: ubuntu-latest
    steps:
    - run: "true"
"""
CALLER = """
on: pull_request
jobs:
  ci:
    uses: ./.github/workflows/called.yml
"""


def test_a_branch_that_requires_each_gates_check_passes():
    judgement = judged_with(CONTROL)
    assert judgement.outcome == "pass"
    assert (
        judgement.summary == "The checks of all gates are required, on an up-to-date branch: “lint” and “test (3.11)”."
    )


def test_a_gate_whose_check_is_not_required_fails_and_says_where_it_runs():
    judgement = judged_with(CONTROL, required=required("lint"))
    assert judgement.outcome == "fail"
    assert judgement.summary == "main can be merged while “test (3.11)” fails: the check is not required."
    assert [(each.path, each.line) for each in judgement.evidence] == [(PATH, 9)]
    assert judgement.fix == "Require “test (3.11)” in `requiredChecks.checks`."


def test_a_check_whose_failure_is_let_pass_is_no_gate_and_not_asked_for():
    advice = "  advice:\n    runs-on: x\n    continue-on-error: true\n    steps: [{run: ruff check .}]\n"
    assert judged_with(CONTROL, {PATH: CI + advice}).outcome == "pass"


def test_several_are_named():
    judgement = judged_with(CONTROL, required=())
    assert judgement.summary == (
        "main can be merged while “lint” and “test (3.11)” fail: these checks are not required."
    )


def test_the_id_of_a_job_with_a_matrix_is_not_its_checks_name():
    assert judged_with(CONTROL, required=required("lint", "test")).outcome == "fail"


def test_a_branch_that_may_be_behind_is_partial():
    judgement = judged_with(CONTROL, strict=False)
    assert judgement.outcome == "partial"
    assert "strict: {value: true}" in judgement.fix


def test_a_last_job_that_fails_with_the_gates_stands_for_them():
    assert judged_with(CONTROL, {PATH: CI + GREEN}, required=required("green")).outcome == "pass"


def test_a_last_job_that_is_skipped_with_them_does_not():
    judgement = judged_with(CONTROL, {PATH: CI + SKIPPED_WITH_THEM}, required=required("green"))
    assert judgement.outcome == "fail"


def test_the_job_of_another_workflow_with_the_same_id_is_not_watched():
    other = "on: pull_request\njobs:\n  lint:\n    name: other\n    runs-on: x\n    steps: [{run: ruff check .}]\n"
    judgement = judged_with(CONTROL, {PATH: CI + GREEN, ".github/workflows/z.yml": other}, required=required("green"))
    assert (judgement.outcome, "“other”" in judgement.summary) == ("fail", True)


def test_a_job_that_is_called_is_required_under_its_whole_name():
    called = CI.replace("pull_request:", "workflow_call:")
    files = {PATH: CALLER, ".github/workflows/called.yml": called}
    assert judged_with(CONTROL, files).outcome == "fail"
    assert judged_with(CONTROL, files, required=required("ci / lint", "ci / test (3.11)")).outcome == "pass"


def test_a_last_job_stands_for_jobs_that_a_watched_one_calls():
    caller = CALLER + GREEN.replace("[lint, test]", "[ci]")
    files = {PATH: caller, ".github/workflows/called.yml": CI.replace("pull_request:", "workflow_call:")}
    assert judged_with(CONTROL, files, required=required("green")).outcome == "pass"


def test_a_name_that_only_a_run_makes_is_unknown_and_says_why():
    ci = CI.replace("  lint:\n", "  lint:\n    name: lint ${{ github.sha }}\n")
    judgement = judged_with(CONTROL, {PATH: ci}, required=required("test (3.11)"))
    assert judgement.outcome == "unknown"
    assert "cannot be required as it is named" in judgement.summary
    assert "only known in a run" in judgement.summary
    assert judgement.fix.startswith("Give the job a name")


def test_a_gate_that_the_merge_queue_does_not_run_cannot_be_required():
    judgement = judged_with(CONTROL, required=(), merge_queue=True)
    assert judgement.outcome == "unknown"
    assert "merge_group" in judgement.summary


@pytest.mark.parametrize(("names", "outcome"), [((), "fail"), (("jenkins",), "unknown")])
def test_without_gates_it_cannot_pass(names: tuple[str, ...], outcome: str):
    judgement = judged_with(CONTROL, {}, required=required(*names))
    assert judgement.outcome == outcome
    assert judgement.fix


def test_what_the_credential_cannot_see_is_unknown():
    assert judged_with(CONTROL, hidden=hidden(Hidden.PROTECTION)).outcome == "unknown"
