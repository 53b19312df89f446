"""Deletion: whether the branch may be deleted.

The stricter value is false. An unprotected branch allows it. A ruleset's rule `deletion` forbids it as well.
Source: docs.github.com, "About protected branches".
"""

from backendrepo.governance.setting import protection_flag

SETTINGS = (protection_flag("allowDeletions", "allow_deletions", "deletion", strict=False),)
