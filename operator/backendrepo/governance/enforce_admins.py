"""Administrators included: classic protection binds administrators as well.

A branch without classic protection has nothing that an administrator could step over: rulesets name
their own bypass actors, and a ruleset that somebody can bypass counts for nothing here.
Source: docs.github.com, "About protected branches", "Do not allow bypassing the above settings".
"""

from dataclasses import replace

from backendrepo.governance.setting import protection_flag

_FLAG = protection_flag("enforceAdmins", "enforce_admins")

SETTINGS = (replace(_FLAG, effective=lambda live: live.protection is None or _FLAG.written(live)),)
