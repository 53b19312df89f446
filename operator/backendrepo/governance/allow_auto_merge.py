"""Auto-merge: a pull request may be set to merge by itself once everything required is there.

Without required checks it would merge at once, so a wanted `true` counts only where the branch has
required checks; until then the wanted value is `false`. Neither value is stricter in itself, so AtLeast
means Exactly.
Source: docs.github.com, "Managing auto-merge for pull requests in your repository"; standard, "Governance".
"""

from backendrepo.governance.live import Live
from backendrepo.governance.required_checks import required_checks
from backendrepo.governance.setting import Setting


def _read(live: Live) -> bool:
    return live.visible_merge.allow_auto_merge


def _write(live: Live, value: bool) -> Live:
    return live.with_merge(allow_auto_merge=value)


def _only_with_required_checks(live: Live, wanted: bool) -> bool:
    return wanted and bool(required_checks(live))


SETTINGS = (Setting("allowAutoMerge", _read, _read, _write, adjust=_only_with_required_checks),)
