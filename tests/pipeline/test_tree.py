"""Which commit a job judges: git may take another one than the change."""

from typing import Any

import pytest
from tests.snapshots import snapshot
from tests.workflows_made import pipeline as workflow

from backendrepo.pipeline import Run, pipeline

MAIN = {"uses": "actions/checkout@v5", "with": {"ref": "main"}}
CHANGE = {"uses": "actions/checkout@v5"}


def gate(*steps: Any) -> Run:
    """Return the run of the last of some steps."""
    return pipeline(snapshot(workflow(*steps))).pull_request[-1]


@pytest.mark.parametrize(
    "steps",
    [
        ("git checkout main\nmypy",),
        ("git checkout -q origin/main", "mypy"),
        ("git switch main", "mypy"),
        ("git switch --detach origin/main && mypy",),
        ("git checkout -b work origin/main; mypy",),
        ("git fetch origin main; git reset --hard origin/main", "mypy"),
        ("git checkout ${{ github.base_ref }}", "mypy"),
        (CHANGE, "git checkout main", "mypy"),
        ("git checkout main", {"uses": "jpetrucciani/mypy-check@master"}),
        ("git checkout main", {"uses": "actions/checkout@v5", "with": {"path": "change"}}, "mypy"),
        (MAIN, "mypy"),
    ],
)
def test_what_judges_the_default_branch_is_no_gate(steps: tuple[Any, ...]):
    found = gate(*steps)
    assert found.why.startswith("what is checked out is not the change: `")
    assert not found.doubtful
    assert found.weakness
    assert found.weakness.fix


@pytest.mark.parametrize(
    "steps",
    [
        ("git checkout main", "git checkout ${{ github.sha }}", "mypy"),
        ("git checkout main\nmake baseline\ngit checkout -\nmypy",),
        ("git checkout main; git merge $GITHUB_SHA; mypy",),
        ("git checkout main", CHANGE, "mypy"),
        ("git checkout main; gh pr checkout 7", "mypy"),
        ("git checkout -b work", "mypy"),
        ("git checkout -- setup.cfg; mypy",),
        ("git checkout main setup.cfg; mypy",),
        ("git checkout HEAD^2", "mypy"),
        ("git reset --hard; mypy",),
        ("git fetch origin main; git diff origin/main; mypy",),
        (MAIN, "git checkout -qf ${{ github.sha }}", "mypy"),
        (MAIN, "git checkout -qf ${{ github.sha }}", "echo", "mypy"),
    ],
)
def test_what_comes_back_to_the_change_judges_it(steps: tuple[Any, ...]):
    assert gate(*steps).holds


def test_a_move_that_may_not_happen_is_no_proof():
    assert gate('if [ -n "$BASE" ]; then git checkout main; fi', "mypy").doubtful


def test_each_job_begins_with_a_folder_of_its_own():
    files = workflow("git checkout main", "mypy", strategy={"matrix": {"x": [1, 2]}})
    assert [run.holds for run in pipeline(snapshot(files)).pull_request] == [False, False]
