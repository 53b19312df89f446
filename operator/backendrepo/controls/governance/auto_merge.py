"""A pull request merges by itself only after all required checks passed.

The standard: "Auto-merge is enabled only after all required checks pass."

It looks at whether the repository allows auto-merge, and whether checks are required on the branch; and at workflows
that merge or approve by themselves: one that `pull_request_target` or `workflow_run` starts must not check out the pull
request's code, and none may merge past the requirements (`gh pr merge --admin`).

Why: without required checks, auto-merge merges at once. And a workflow that runs a stranger's code with the right
to merge lets the stranger merge.

How to fix:

    spec:
      governance:
        allowAutoMerge: {value: true}
        requiredChecks: {checks: {value: [{name: test}]}}

and in the workflow neither a checkout nor a merge of its own:

    on: pull_request_target
    jobs:
      auto-merge:
        steps:
        - run: gh pr merge --auto --squash "$URL"

Known limits: bots that merge from elsewhere are not seen.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from backendrepo.controls.protection import not_seen, quoted
from backendrepo.findings import Evidence, Judgement, Severity, failed, passed
from backendrepo.settings import Hidden, Settings
from backendrepo.snapshot import Snapshot
from backendrepo.workflows import Job, Step, Workflow, read

SEVERITY = Severity.MEDIUM
NEEDS = ("settings",)

PRIVILEGED = ("pull_request_target", "workflow_run", "issue_comment")
"""Events whose runs have the base repository's rights, also for a pull request from a fork.

Source: GitHub Security Lab, "Preventing pwn requests".
"""
_MERGES = re.compile(
    r"\bgh\s+pr\s+(merge|review\b[^\n]{0,300}--approve)\b|\bgh\s+api\b[^\n]{0,300}/merge\b|enablePullRequestAutoMerge"
)
_MERGING_ACTION = re.compile(r"auto-?merge|merge-(me|pal|pull-request)|enable-pull-request", re.IGNORECASE)
_HINT = re.compile(r"merge|--approve|uses:\s*[\"']?\./", re.IGNORECASE)
_PAST = re.compile(r"\bgh\s+pr\s+merge\b[^\n|;&]{0,300}\s--admin\b")
_HEAD = re.compile(r"pull_request\s*\.\s*head|head_ref|head_sha|head_branch|refs/pull/|\bgh\s+pr\s+checkout\b|\.number")


@dataclass(frozen=True)
class _Danger:
    """What a merging workflow does that it must not do."""

    why: str
    place: Evidence
    fix: str


def judge(snapshot: Snapshot) -> Judgement:
    """Judge the workflows that merge, then whether auto-merge waits for required checks."""
    settings: Settings = snapshot.settings
    jobs = list(_merging(snapshot))
    if dangers := [danger for job in jobs for danger in _dangers(job)]:
        told = "; ".join(dict.fromkeys(danger.why for danger in dangers))
        return failed(f"{told}.", *(danger.place for danger in dangers), fix=dangers[0].fix)
    for part, what in ((Hidden.MERGE, "whether auto-merge is allowed"), (Hidden.PROTECTION, "the required checks")):
        if hidden := not_seen(settings, part, what):
            return hidden
    return _allowed(snapshot, settings, tuple(job.place for job in jobs))


def _allowed(snapshot: Snapshot, settings: Settings, places: tuple[Evidence, ...]) -> Judgement:
    names = list(dict.fromkeys(check.name for check in settings.required))
    if names:
        allowed = "Auto-merge waits for" if settings.auto_merge else "Auto-merge is off; a merge waits for"
        return passed(f"{allowed} the required checks {quoted(names)}.", *places)
    fix = "Require checks in `requiredChecks.checks`, or set `allowAutoMerge: {value: false}`."
    if settings.auto_merge:
        told = f"Auto-merge is allowed, and {snapshot.branch} requires no check to wait for."
        return failed(told, *places, fix=fix)
    if places:
        return failed(f"A workflow merges, and {snapshot.branch} requires no check to wait for.", *places, fix=fix)
    return passed("Auto-merge is off, and no workflow merges.")


def _merging(snapshot: Snapshot) -> Iterator[Job]:
    """Yield the jobs that merge pull requests, or approve them, whatever starts them."""
    workflows = read(snapshot.files)  # as they are written: the pipeline's own are marked for the reader of shell
    for workflow in filter(_may_merge, workflows.workflows):
        for event in workflow.triggers.by_event:
            for job in workflows.started(workflow, event, snapshot.branch).jobs:
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


def _dangers(job: Job) -> Iterator[_Danger]:
    for step in _steps(job):
        if _PAST.search(step.run or ""):
            told = f"`gh pr merge --admin` in {job.workflow} merges past what is required"
            yield _Danger(told, step.place, "Merge with `gh pr merge --auto`, which waits for the required checks.")
        if job.event in PRIVILEGED and _checks_out_head(step):
            told = f"{job.workflow} merges with the rights of `{job.event}` and checks out the pull request's code"
            yield _Danger(told, step.place, 'Leave the checkout out of it: `gh pr merge --auto "$URL"` needs none.')


def _checks_out_head(step: Step) -> bool:
    """Whether a step brings the code of the pull request into the workspace."""
    if step.uses.startswith("actions/checkout@"):
        return bool(_HEAD.search(" ".join([step.given.get("ref", ""), step.given.get("repository", "")])))
    script = step.run or ""
    return bool(re.search(r"\bgh\s+pr\s+checkout\b|\bgit\s+(fetch|checkout|pull)\b", script) and _HEAD.search(script))
