"""Changes reach the branch through pull requests only.

The standard: "PR-only merge strategy."

It looks for what requires a pull request on the branch: classic branch protection, or an active ruleset.

Why: what is pushed directly was seen by no check and by nobody else.

How to fix:

    spec:
      governance:
        requiredPullRequestReviews:
          required: {value: true}

Known limits: who may bypass it is what `governance/no-bypass` looks at. A ruleset that is only
evaluated does not count.
"""

from backendrepo.controls.protection import listed, not_seen
from backendrepo.findings import Judgement, Severity, failed, passed
from backendrepo.settings import Hidden, Settings
from backendrepo.snapshot import Snapshot

SEVERITY = Severity.CRITICAL
NEEDS = ("settings",)
FIX = "Require a pull request before merging: `requiredPullRequestReviews: {required: {value: true}}`."


def judge(snapshot: Snapshot) -> Judgement:
    """Judge whether a pull request is required."""
    settings: Settings = snapshot.settings
    if hidden := not_seen(settings, Hidden.PROTECTION, f"the protection of {snapshot.branch}"):
        return hidden
    if settings.pull_requests:
        return passed(f"Changes of {snapshot.branch} need a pull request, says {listed(settings.pull_requests)}.")
    looked = "neither branch protection nor an active ruleset requires a pull request"
    return failed(f"Changes may be pushed to {snapshot.branch} directly: {looked}.", fix=FIX)
