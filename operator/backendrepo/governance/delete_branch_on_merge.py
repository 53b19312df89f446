"""Delete branch on merge: GitHub deletes the head branch of a merged pull request.

A matter of order, not of protection: neither value is stricter, so AtLeast means Exactly.
Source: docs.github.com, REST, "Update a repository".
"""

from backendrepo.governance.live import Live
from backendrepo.governance.setting import Setting


def _read(live: Live) -> bool:
    return live.visible_merge.delete_branch_on_merge


def _write(live: Live, value: bool) -> Live:
    return live.with_merge(delete_branch_on_merge=value)


SETTINGS = (Setting("deleteBranchOnMerge", _read, _read, _write),)
