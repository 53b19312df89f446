"""Nobody pushes to the branch past a pull request, rewrites it, or deletes it.

The standard: "No direct commits to protected branches."

It looks at force pushes, at deletion, and at who may push without the pull request that others need, in classic
branch protection and in active rulesets.

Why: a branch whose history can be rewritten is no record of what was reviewed and released.

How to fix:

    spec:
      governance:
        allowForcePushes: {value: false}
        allowDeletions: {value: false}
        requiredPullRequestReviews:
          required: {value: true}
          bypassPullRequestAllowances: {value: false}

Known limits: who may bypass all of it is what `governance/no-bypass` looks at.
"""

from collections.abc import Iterator

from backendrepo.controls.protection import listed, not_seen
from backendrepo.findings import Judgement, Severity, failed, passed
from backendrepo.settings import Hidden, Settings
from backendrepo.snapshot import Snapshot

SEVERITY = Severity.CRITICAL
NEEDS = ("settings",)


def judge(snapshot: Snapshot) -> Judgement:
    """Judge what may change the branch without a pull request."""
    settings: Settings = snapshot.settings
    if hidden := not_seen(settings, Hidden.PROTECTION, f"the protection of {snapshot.branch}"):
        return hidden
    if open_ways := dict(_open(settings)):
        return failed(f"{snapshot.branch}: {'; '.join(open_ways)}.", fix=f"Set {', '.join(open_ways.values())}.")
    return passed(f"{snapshot.branch} can be neither pushed to directly, nor rewritten, nor deleted.")


def _open(settings: Settings) -> Iterator[tuple[str, str]]:
    """Yield what is allowed, and the setting that forbids it."""
    if not settings.pull_requests:
        told = "commits may be pushed to it without a pull request"
        yield told, "`requiredPullRequestReviews: {required: {value: true}}`"
    elif settings.direct_pushers:
        told = f"without a pull request may push {listed(settings.direct_pushers)}"
        yield told, "`requiredPullRequestReviews: {bypassPullRequestAllowances: {value: false}}`"
    if not settings.no_force_pushes:
        yield "its history may be rewritten by force pushes", "`allowForcePushes: {value: false}`"
    if not settings.no_deletion:
        yield "it may be deleted", "`allowDeletions: {value: false}`"
