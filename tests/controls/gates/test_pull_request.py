"""Pull requests to the default branch start a workflow."""

from typing import Any

import pytest
from tests.snapshots import judged
from tests.workflows_made import PATH, pipeline

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
        ({PATH: "on: pull_request\njobs: [\n"}, "GitHub refuses a workflow"),
    ],
)
def test_what_starts_for_none_fails(files: dict[str, str], says: str):
    judgement = judged(CONTROL, files)
    assert (judgement.outcome, says in judgement.summary) == ("fail", True), judgement.summary
    assert judgement.fix
