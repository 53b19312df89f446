"""Force pushes: whether the history of the branch may be rewritten.

The stricter value is false. An unprotected branch allows them. A ruleset's rule `non_fast_forward` forbids
them as well.
Source: docs.github.com, "About protected branches".
"""

from backendrepo.governance.setting import protection_flag

SETTINGS = (protection_flag("allowForcePushes", "allow_force_pushes", "non_fast_forward", strict=False),)
