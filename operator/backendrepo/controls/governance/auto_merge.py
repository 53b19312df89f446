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

from backendrepo.controls.protection import checks, not_seen, quoted
from backendrepo.findings import Evidence, Judgement, Severity, failed, passed
from backendrepo.settings import Hidden, Settings
from backendrepo.snapshot import Snapshot

SEVERITY = Severity.MEDIUM
NEEDS = ("settings",)


def judge(snapshot: Snapshot) -> Judgement:
    """Judge the workflows that merge, then whether auto-merge waits for required checks."""
    settings: Settings = snapshot.settings
    jobs = checks(snapshot).merging
    if dangers := [danger for job in jobs for danger in job.dangers]:
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
