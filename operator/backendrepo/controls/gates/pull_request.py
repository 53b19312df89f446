"""A workflow runs for each pull request.

The standard: "All backend CI pipelines must enforce …" nine gates, and "PR-only merge strategy".

It looks for a workflow that pull requests to the default branch start, by `pull_request` or by the merge queue's
`merge_group`. `pull_request_target` runs the code of the base branch, so it does not test the change; neither does any
gate behind a checkout of another `ref` or `repository`, or behind `git checkout main`.

Why: without it nothing is known of a change before it is merged.

How to fix:

    on:
      pull_request:

Known limits: whether GitHub Actions is enabled for the repository is not seen in its files. A job that checks nothing
out is read as if the runner had the change: most tools fail in an empty folder. Of what git is told, only the default
branch is known to be no change.
"""

from backendrepo.findings import Evidence, Judgement, Severity, failed, passed, unknown
from backendrepo.pipeline import pipeline
from backendrepo.snapshot import Snapshot
from backendrepo.workflows import Kind, Obstacle, Reach, Triggered

SEVERITY = Severity.CRITICAL
FIX = "on:\n  pull_request:"


def judge(snapshot: Snapshot) -> Judgement:
    """Judge whether pull requests start anything."""
    repository = pipeline(snapshot)
    started = [each for each in repository.triggered if not _kept_from(each)]
    sure = [each for each in started if not _doubts(each)]
    if started and not sure:
        doubts = _doubts(started[0])
        told = f"Whether pull requests to {snapshot.branch} start {started[0].workflow.path} is not certain"
        return unknown(f"{told}: {doubts[0].why}.", doubts[0].place, *repository.places, fix=FIX)
    if started := sure:
        names = ", ".join(each.workflow.path for each in started)
        return passed(f"Pull requests to {snapshot.branch} start {names}.", *repository.places)
    if repository.triggered:
        why = _kept_from(repository.triggered[0])
        told = f"No workflow runs for each pull request to {snapshot.branch}: {why[0].why}."
        return failed(told, why[0].place, *repository.places, fix=FIX)
    if refused := repository.workflows.problems:
        told = refused[0].why
        told = told if told.startswith("GitHub refuses") else f"GitHub refuses a workflow: {told}"
        return failed(f"{told}.", refused[0].place, fix="Correct the workflow.")
    workflows = [Evidence(each.path) for each in repository.workflows.workflows]
    where = "the workflows" if workflows else ".github/workflows"
    return failed(f"No pull request to {snapshot.branch} starts anything (looked in {where}).", *workflows, fix=FIX)


def _doubts(each: Triggered) -> list[Obstacle]:
    """Return why GitHub may refuse it: what is newer than what is known here, above all."""
    return [caveat for caveat in each.caveats if caveat.kind is Kind.INVALID and caveat.reach is not Reach.ALWAYS]


def _kept_from(each: Triggered) -> list[Obstacle]:
    """Return what keeps every pull request from starting it."""
    return [caveat for caveat in each.caveats if caveat.reach is Reach.ALWAYS]
