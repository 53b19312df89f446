"""Nobody can bypass the branch's protection, administrators included.

The standard: "Branch protection requires all quality status checks and disallows bypass."

It looks at whether classic branch protection binds administrators, at who is excepted from pull requests, and at the
bypass lists of active rulesets.

Why: a rule that some may step over is one that is stepped over when it matters most.

How to fix:

    spec:
      governance:
        enforceAdmins: {value: true}
        requiredPullRequestReviews:
          bypassPullRequestAllowances: {value: false}

and take everybody off the bypass lists of the rulesets (Settings, Rules, Rulesets).

Known limits: an organisation's owner can change rulesets and protection; the audit log shows it.
"""

from collections.abc import Iterator

from backendrepo.controls.protection import listed, not_seen
from backendrepo.findings import Judgement, Severity, failed, passed
from backendrepo.settings import Hidden, Settings
from backendrepo.snapshot import Snapshot

SEVERITY = Severity.CRITICAL
NEEDS = ("settings",)


def judge(snapshot: Snapshot) -> Judgement:
    """Judge who may bypass what protects the branch; what is seen to be open fails whatever else is hidden."""
    settings: Settings = snapshot.settings
    if hidden := not_seen(settings, Hidden.PROTECTION, f"the protection of {snapshot.branch}"):
        return hidden
    if not settings.protected:
        told = f"Nothing protects {snapshot.branch}, so there is nothing to bypass: everybody may do everything."
        return failed(told, fix="Protect the branch, administrators included: `enforceAdmins: {value: true}`.")
    if ways := dict(_ways(settings)):
        return failed(f"{snapshot.branch}: {'; '.join(ways)}.", fix=f"{'; '.join(ways.values())}.")
    if hidden := not_seen(settings, Hidden.BYPASS, "who may bypass the rulesets"):
        return hidden
    return passed(f"What protects {snapshot.branch} binds everybody, administrators included.")


def _ways(settings: Settings) -> Iterator[tuple[str, str]]:
    """Yield who may bypass what, and what ends that."""
    if not settings.administrators_bound:
        told = "administrators may bypass its branch protection"
        yield told, "Include administrators: `enforceAdmins: {value: true}`"
    if settings.direct_pushers:
        fix = "Except nobody from pull requests: `bypassPullRequestAllowances: {value: false}`"
        yield f"excepted from pull requests are {listed(settings.direct_pushers)}", fix
    if settings.bypassable:
        named = listed(settings.bypassable)
        yield f"somebody may bypass {named}", f"Empty the bypass list of {named}"
