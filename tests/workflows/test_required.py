"""What branch protection can require: the names that every pull request to a branch gets a check of.

Documentation: "Troubleshooting required status checks", "About status checks", "Managing a merge queue".
"""

from typing import Any

import pytest
from tests.workflows.given import PATH, workflows

from backendrepo.workflows import Reportable, reportable_on_every_pull_request

OTHER = ".github/workflows/other.yml"


def reportable(*texts: str, merge_queue: bool = False, branch: str = "main") -> Reportable:
    """Return what can be required where these are the workflows."""
    files = {f".github/workflows/w{n}.yml": text for n, text in enumerate(texts)}
    return reportable_on_every_pull_request(workflows(files), branch, merge_queue=merge_queue)


def one(on: str = "on: pull_request", job: str = "name: Lint") -> str:
    """Return a workflow of one job."""
    return f"{on}\njobs:\n  lint:\n    runs-on: x\n    steps: [{{run: make lint}}]\n    {job}\n"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (one(), ["Lint"]),
        (one("on: pull_request_target"), ["Lint"]),
        (one(job="if: github.event_name == 'push'"), ["lint"]),
        (one(job="if: vars.RUN"), ["lint"]),
        (one(job="continue-on-error: true"), ["lint"]),
        (one(job="strategy: {matrix: {a: [1, 2]}}"), ["lint (1)", "lint (2)"]),
        (one("on:\n  pull_request:\n    branches: [main]"), ["Lint"]),
        (one("on:\n  pull_request:\n    paths: ['**']"), ["Lint"]),
    ],
)
def test_a_check_that_every_pull_request_gets_can_be_required(text: str, names: list[str]):
    found = reportable(text)
    assert list(found.names) == names
    assert found.others == {}
    assert found.shared == {}


def test_a_name_has_its_place():
    assert {name: str(place) for name, place in reportable(one()).names.items()} == {
        "Lint": ".github/workflows/w0.yml:6"
    }


@pytest.mark.parametrize(
    ("text", "name", "why"),
    [
        (
            one("on:\n  pull_request:\n    paths: [src/**]"),
            "Lint",
            "its `paths` filter leaves it unstarted where no changed file matches",
        ),
        (
            one("on:\n  pull_request:\n    types: [opened]"),
            "Lint",
            "its `types` leave it unstarted when commits are added",
        ),
        (one("on:\n  pull_request:\n    branches: [develop]"), "Lint", "its branch filter leaves main out"),
        (one("on:\n  pull_request:\n    branches-ignore: [main]"), "Lint", "its branch filter leaves main out"),
        (one("on: push"), "Lint", "`push` starts it, no pull request does"),
        (one("on: [workflow_dispatch, workflow_call]"), "Lint", "`workflow_dispatch` starts it, no pull request does"),
        (one("on: merge_group"), "Lint", "it runs in a merge queue only, which the branch may not have"),
        (
            one(job="if: vars.RUN\n    strategy: {matrix: {a: [1]}}"),
            "lint (1)",
            "it may be skipped: `if: vars.RUN`",
        ),
        (
            one(job="if: vars.RUN\n    name: ${{ github.workflow }}"),
            ".github/workflows/w0.yml",
            "it may be skipped: `if: vars.RUN`",
        ),
        (
            one(job="name: ${{ vars.NAME }}"),
            "${{ vars.NAME }}",
            "its name is not certain: `vars.NAME` is only known in a run",
        ),
        (
            one(job="needs: nothing"),
            "lint",
            "GitHub refuses the workflow: it needs `nothing`, which is no job of the workflow",
        ),
        (
            "on: pull_request\njobs: {call: {uses: acme/ci/.github/workflows/x.yml@v1}}",
            "call / …",
            "`acme/ci/.github/workflows/x.yml@v1` is not in this repository",
        ),
    ],
)
def test_a_check_that_some_get_no_report_of_cannot_be_required(text: str, name: str, why: str):
    found = reportable(text)
    assert name not in found.names
    assert found.others[name][0].why == why


@pytest.mark.parametrize(
    ("on", "line"),
    [
        ("on:\n  pull_request:\n    branches: [develop]", 3),
        ("on:\n  pull_request:\n    types: [opened, synchronize]\n    branches-ignore: [main]", 4),
        ("on:\n  push:\n  pull_request:\n    types: [opened]", 4),
        ("on:\n  push:", 2),
        ("on: [pull_request_target, push]", None),
    ],
)
def test_what_keeps_a_check_from_being_required_has_its_place(on: str, line: int | None):
    others = reportable(one(on)).others
    assert [each.place.line for each in others.get("Lint", ())] == ([line] if line else [])


def test_a_name_that_another_workflow_reports_always_can_be_required():
    found = reportable(one("on:\n  pull_request:\n    paths: [src/**]"), one(), one("on: push"))
    assert list(found.names) == ["Lint"]
    assert found.others == {}


def test_a_workflow_that_is_only_called_reports_nothing():
    assert reportable(one("on: workflow_call")) == Reportable()


# Two workflows for one name: the paths of the one are those that the other ignores


def test_two_workflows_that_share_the_paths_between_them_report_always():
    paths, ignored = (
        one(f"on:\n  pull_request:\n    {each}: [src/**, 'setup.py']") for each in ("paths", "paths-ignore")
    )
    assert list(reportable(paths, ignored).names) == ["Lint"]
    assert list(reportable(ignored, paths).names) == ["Lint"]


@pytest.mark.parametrize("other", ["paths-ignore: [docs/**]", "paths: [src/**]"])
def test_two_workflows_that_leave_paths_between_them_do_not(other: str):
    first = one("on:\n  pull_request:\n    paths: [src/**]")
    assert reportable(first, one(f"on:\n  pull_request:\n    {other}")).names == {}


# Names that more than one job reports


def test_a_name_that_two_jobs_report_is_told_with_both_places():
    found = reportable(one(), one())
    assert {name: list(map(str, places)) for name, places in found.shared.items()} == {
        "Lint": [".github/workflows/w0.yml:6", ".github/workflows/w1.yml:6"]
    }


@pytest.mark.parametrize(
    "other",
    [
        one("on:\n  pull_request:\n    branches: [develop]"),
        one("on: push"),
        one(job="name: ${{ vars.LINT }}"),
        one(job="name: Other"),
    ],
)
def test_a_name_that_one_job_reports_is_not_shared(other: str):
    assert reportable(one(), other).shared == {}


# Merge queues


def queue(**files: Any) -> Reportable:
    """Return what can be required of a branch with a merge queue."""
    return reportable(*files.values(), merge_queue=True)


def test_with_a_merge_queue_a_name_has_to_be_reported_there_too():
    assert list(reportable(one("on: [pull_request, merge_group]"), merge_queue=True).names) == ["Lint"]
    assert list(reportable(one(), one("on: merge_group"), merge_queue=True).names) == ["Lint"]
    found = reportable(one(), merge_queue=True)
    assert found.names == {}
    assert [each.why for each in found.others["Lint"]] == ["no workflow reports it in the merge queue (`merge_group`)"]


def test_a_merge_queue_of_another_branch_reports_nothing_for_this_one():
    assert reportable(one(), one("on:\n  merge_group:\n    branches: [develop]"), merge_queue=True).names == {}


def test_nothing_is_reported_where_there_is_nothing():
    assert reportable_on_every_pull_request(workflows({}), "main") == Reportable()
    assert reportable("") == Reportable()
    assert PATH not in reportable("on: [").others
