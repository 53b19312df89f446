"""Which workflows a pull request to a branch starts, and what can keep it from that.

Documentation: "Events that trigger workflows", "Workflow syntax for GitHub Actions" (`on`).
"""

import pytest
from tests.workflows.given import PATH, jobs, told, workflows

from backendrepo.workflows import Kind, Obstacle, Reach, Workflows

JOBS = """
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - run: make ci
"""


def caveats(on: str, branch: str = "main") -> tuple[Obstacle, ...] | None:
    """Return what can keep a pull request from starting a workflow; None where it never starts it."""
    found = workflows(on + JOBS).triggered_by_pull_request(branch)
    return tuple(each for triggered in found for each in triggered.caveats) if found else None


@pytest.mark.parametrize(
    "on",
    [
        "on: pull_request",
        "on: [push, pull_request]",
        "on:\n  pull_request:\n  push:\n    branches: [main]",
        "on:\n  pull_request: {}",
        "on:\n  pull_request:\n    branches: [main]",
        "on:\n  pull_request:\n    branches: main",
        "on:\n  pull_request:\n    branches: ['*']",
        "on:\n  pull_request:\n    branches: ['**', '!release/**']",
        "on:\n  pull_request:\n    branches-ignore: [release/**]",
        "on:\n  pull_request:\n    types: [opened, synchronize, reopened, labeled]",
        "on:\n  pull_request:\n    types: [opened, synchronize]",
        "on:\n  pull_request:\n    paths: ['**']",
        "on:\n  pull_request:\n    paths: [docs/**, '**/*']",
        "on:\n  pull_request:\n    paths-ignore: []",
        '"on": pull_request',
        "'on': [pull_request]",
        "on: [pull_request, merge_group]",
    ],
)
def test_every_pull_request_starts_it(on: str):
    assert caveats(on) == ()


@pytest.mark.parametrize(
    "on",
    [
        "on: push",
        "on: [push, workflow_dispatch]",
        "on:\n  schedule:\n    - cron: '0 5 * * *'",
        "on: workflow_call",
        "on:\n  pull_request:\n    branches: [develop]",
        "on:\n  pull_request:\n    branches: [main, '!main']",
        "on:\n  pull_request:\n    branches: ['!release/**']",
        "on:\n  pull_request:\n    branches-ignore: [main]",
        "on:\n  pull_request:\n    branches-ignore: ['ma*']",
        "on:\n  pull_request_target:\n    branches: [develop]",
        "on:\n  merge_group:\n    branches: [develop]",
        "on: pull_request_review",
        "true: pull_request",
        "on:",
        "",
    ],
)
def test_no_pull_request_to_the_branch_starts_it(on: str):
    assert caveats(on) is None
    assert jobs(on + JOBS) == {}


@pytest.mark.parametrize(
    ("on", "kind", "says", "reach"),
    [
        (
            "on:\n  pull_request:\n    paths: [src/**]",
            Kind.PATHS,
            "its `paths` filter leaves it unstarted where no changed file matches (line 3)",
            Reach.MAYBE,
        ),
        (
            "on:\n  pull_request:\n    paths: ['**', '!docs/**']",
            Kind.PATHS,
            "its `paths` filter leaves it unstarted where no changed file matches (line 3)",
            Reach.MAYBE,
        ),
        (
            "on:\n  pull_request:\n    paths-ignore:\n      - docs/**",
            Kind.PATHS,
            "its `paths-ignore` filter leaves it unstarted where every changed file matches (line 3)",
            Reach.MAYBE,
        ),
        (
            "on:\n  pull_request:\n    types: [synchronize]",
            Kind.TYPES,
            "its `types` leave it unstarted when a pull request is opened (line 3)",
            Reach.ALWAYS,
        ),
        (
            "on:\n  pull_request:\n    types: [opened, reopened]",
            Kind.TYPES,
            "its `types` leave it unstarted when commits are added (line 3)",
            Reach.ALWAYS,
        ),
        (
            "on: pull_request_target",
            Kind.TARGET,
            "`pull_request_target` runs the base branch's code, so it does not test the change (line 1)",
            Reach.ALWAYS,
        ),
        (
            "on: [push, merge_group]",
            Kind.MERGE_QUEUE,
            "it runs in a merge queue only, which the branch may not have (line 1)",
            Reach.MAYBE,
        ),
    ],
)
def test_what_keeps_a_pull_request_from_starting_it_is_told(on: str, kind: Kind, says: str, reach: Reach):
    found = caveats(on)
    assert found is not None
    assert told(found) == [says]
    assert [(each.kind, each.reach, each.ordinary) for each in found] == [(kind, reach, True)]


def test_a_workflow_for_closed_pull_requests_tests_none():
    found = caveats("on:\n  pull_request:\n    types: [closed]")
    assert found
    assert [each.kind for each in found] == [Kind.TYPES, Kind.TYPES]


def test_the_branch_that_is_asked_for_decides():
    on = "on:\n  pull_request:\n    branches: [develop, 'release/**']"
    assert caveats(on, "develop") == ()
    assert caveats(on, "release/1.0/rc") == ()
    assert caveats(on, "main") is None


def test_each_of_its_two_events_starts_it_on_its_own():
    found = workflows("on: [pull_request, pull_request_target]" + JOBS).triggered_by_pull_request("main")
    assert [(each.event, len(each.caveats)) for each in found] == [("pull_request", 0), ("pull_request_target", 1)]


def test_what_concerns_the_workflow_concerns_each_of_its_jobs_and_checks():
    job = jobs("on:\n  pull_request:\n    paths: [src/**]" + JOBS)["check"]
    assert [each.kind for each in job.obstacles] == [Kind.PATHS]
    assert [each.kind for each in job.checks[0].obstacles] == [Kind.PATHS]
    assert [each.kind for each in job.checks[0].unreported] == [Kind.PATHS]
    assert (job.workflow, job.event, job.id, job.place.line) == (PATH, "pull_request", "check", 5)


def test_a_check_on_the_base_branch_is_reported_although_it_tests_nothing():
    check = jobs("on: pull_request_target" + JOBS)["check"].checks[0]
    assert [each.kind for each in check.obstacles] == [Kind.TARGET]
    assert check.reportable


def test_a_place_has_the_text_of_its_line_cut_to_what_can_be_shown():
    text = f"on: pull_request\njobs: {{a: {{runs-on: x, steps: [{{run: '{'x' * 300}'}}]}}}}"
    assert jobs(text)["a"].place.text == text.splitlines()[1][:200]
    assert workflows("").workflows[0].source.at(7).text == ""


def everything(found: Workflows) -> list[str]:
    """Return the paths of all workflows."""
    return [workflow.path for workflow in found.workflows]


def test_only_yaml_directly_in_the_folder_is_a_workflow():
    found = workflows(
        {
            ".github/workflows/b.yaml": "on: pull_request" + JOBS,
            ".github/workflows/a.yml": "name: Checks\non: push" + JOBS,
            ".github/workflows/README.md": "# no",
            ".github/workflows/deep/c.yml": "on: pull_request" + JOBS,
            "workflows/d.yml": "on: pull_request" + JOBS,
            ".github/e.yml": "on: pull_request" + JOBS,
        }
    )
    assert everything(found) == [".github/workflows/a.yml", ".github/workflows/b.yaml"]
    assert [workflow.name for workflow in found.workflows] == ["Checks", ".github/workflows/b.yaml"]


def test_a_repository_without_workflows_starts_nothing():
    assert everything(workflows({"README.md": "# Hello"})) == []
    assert jobs({"README.md": "# Hello"}) == {}


def test_a_file_that_cannot_be_read_is_an_obstacle_not_an_error():
    found = workflows({PATH: b"on: pull_request\0", ".github/workflows/big.yml": "#" * (1024 * 1024 + 1)})
    assert told(found.problems) == [
        "GitHub refuses the workflow: larger than 1024 KiB (line 0)",
        f"GitHub refuses the workflow: {PATH} is no text (line 0)",
    ]
    assert found.jobs("main") == ()


def test_filters_longer_than_any_that_a_person_writes_take_nothing():
    patterns = ", ".join(f"'{'[a-z]*' * 100}{n}'" for n in range(20))
    assert caveats(f"on:\n  pull_request:\n    branches: [main, {patterns}]") is None
