"""Pull requests to the default branch start a workflow."""

from typing import Any

import pytest
from tests.snapshots import judged
from tests.workflows_made import PATH, pipeline, workflow

CONTROL = "gates/pull-request"


@pytest.mark.parametrize(
    "on",
    [
        "pull_request",
        ["push", "pull_request"],
        {"pull_request": {"branches": ["main"]}},
        {"pull_request": {"paths": ["src/**"]}},
        "merge_group",
    ],
)
def test_a_workflow_that_pull_requests_start_passes(on: Any):
    judgement = judged(CONTROL, pipeline("pytest", on=on))
    assert judgement.outcome == "pass"
    assert judgement.summary == f"Pull requests to main start {PATH}."
    assert judgement.evidence[0].path == PATH


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({}, "No pull request to main starts anything (looked in .github/workflows)."),
        (pipeline("pytest", on="push"), "No pull request to main starts anything (looked in the workflows)."),
        (
            pipeline("pytest", on={"pull_request": {"branches": ["next"]}}),
            "No pull request to main starts anything (looked in the workflows).",
        ),
        (pipeline("pytest", on="pull_request_target"), "runs the base branch's code, so it does not test the change."),
        (pipeline("pytest", on={"pull_request": {"types": ["labeled"]}}), "its `types` leave it unstarted"),
        ({PATH: "on: pull_request\njobs: [\n"}, "GitHub refuses the workflow: "),
    ],
)
def test_what_starts_for_none_fails(files: dict[str, str], says: str):
    judgement = judged(CONTROL, files)
    assert (judgement.outcome, says in judgement.summary) == ("fail", True), judgement.summary
    assert judgement.fix


def test_a_workflow_with_syntax_that_is_not_known_here_is_unknown():
    judgement = judged(CONTROL, pipeline("pytest", novelty=True))
    assert judgement.outcome == "unknown"
    assert judgement.summary.startswith(f"Whether pull requests to main start {PATH} is not certain: ")
    assert "`novelty` is no key of a job" in judgement.summary


def test_another_workflow_whose_syntax_is_known_passes():
    other = {".github/workflows/other.yml": workflow("pytest")}
    judgement = judged(CONTROL, pipeline("pytest", novelty=True) | other)
    assert judgement.summary == "Pull requests to main start .github/workflows/other.yml."
