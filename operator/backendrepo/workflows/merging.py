"""Jobs that merge pull requests by themselves, or approve them, and what of it is dangerous.

Source: GitHub Security Lab, "Keeping your GitHub Actions and workflows secure: Preventing pwn requests".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from backendrepo.findings import Evidence
from backendrepo.lazy import regex
from backendrepo.snapshot import Files
from backendrepo.workflows.job import Job
from backendrepo.workflows.reader import read
from backendrepo.workflows.step import Step
from backendrepo.workflows.workflow import Workflow

PRIVILEGED = ("pull_request_target", "workflow_run", "issue_comment")
"""Events whose runs have the base repository's rights, also for a pull request from a fork."""

_MERGES = regex(
    r"\bgh\s+pr\s+(merge|review\b[^\n]{0,300}--approve)\b|\bgh\s+api\b[^\n]{0,300}/merge\b|enablePullRequestAutoMerge"
)
_MERGING_ACTION = regex(r"auto-?merge|merge-(me|pal|pull-request)|enable-pull-request", re.IGNORECASE)
_HINT = regex(r"merge|--approve|uses:\s*[\"']?\./", re.IGNORECASE)
_PAST = regex(r"\bgh\s+pr\s+merge\b[^\n|;&]{0,300}\s--admin\b")
_HEAD = regex(r"pull_request\s*\.\s*head|head_ref|head_sha|head_branch|refs/pull/|\bgh\s+pr\s+checkout\b|\.number")


@dataclass(frozen=True)
class Danger:
    """What a merging job does that it must not do, where, and what to do instead."""

    why: str
    place: Evidence
    fix: str


@dataclass(frozen=True)
class Merging:
    """A job that merges pull requests, or approves them."""

    place: Evidence
    dangers: tuple[Danger, ...] = ()


def merging(files: Files, branch: str) -> tuple[Merging, ...]:
    """Return the jobs that merge pull requests to a branch or approve them, whatever starts them."""
    return tuple(Merging(job.place, tuple(_dangers(job))) for job in _jobs(files, branch))


def _jobs(files: Files, branch: str) -> Iterator[Job]:
    workflows = read(files)  # as they are written: a pipeline's own are marked for the reader of shell
    for workflow in filter(_may_merge, workflows.workflows):
        for event in workflow.triggers.by_event:
            for job in workflows.started(workflow, event, branch).jobs:
                if any(_merges(step) for step in _steps(job)):
                    yield job


def _may_merge(workflow: Workflow) -> bool:
    """Whether a file has something that merges, or calls another one of the repository; the others are not expanded."""
    return any(_HINT.search(line) for line in workflow.source.lines)


def _steps(job: Job) -> tuple[Step, ...]:
    """Return the steps of a job; those of its first combination are those of all, as far as merging goes."""
    return job.checks[0].steps if job.checks else ()


def _merges(step: Step) -> bool:
    action = step.uses.partition("@")[0]
    return bool(_MERGES.search(step.run or "") or _MERGING_ACTION.search(action))


def _dangers(job: Job) -> Iterator[Danger]:
    for step in _steps(job):
        if _PAST.search(step.run or ""):
            told = f"`gh pr merge --admin` in {job.workflow} merges past what is required"
            yield Danger(told, step.place, "Merge with `gh pr merge --auto`, which waits for the required checks.")
        if job.event in PRIVILEGED and _checks_out_head(step):
            told = f"{job.workflow} merges with the rights of `{job.event}` and checks out the pull request's code"
            yield Danger(told, step.place, 'Leave the checkout out of it: `gh pr merge --auto "$URL"` needs none.')


def _checks_out_head(step: Step) -> bool:
    """Whether a step brings the code of the pull request into the workspace."""
    if step.uses.startswith("actions/checkout@"):
        return bool(_HEAD.search(" ".join([step.given.get("ref", ""), step.given.get("repository", "")])))
    script = step.run or ""
    return bool(re.search(r"\bgh\s+pr\s+checkout\b|\bgit\s+(fetch|checkout|pull)\b", script) and _HEAD.search(script))
