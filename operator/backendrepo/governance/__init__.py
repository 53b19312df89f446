"""Governed settings: one file each. A file joins by being here and having a line in `api/governance.py`.

Each file holds `SETTINGS`, the lenses of one part of `spec.governance`, and where its YAML is more than a
switch, the model of that YAML.
"""

from importlib import import_module

from backendrepo.governance.setting import Setting

FILES = (
    # The order of planning: what a later setting depends on comes first.
    "required_pull_request_reviews",
    "required_checks",
    "required_linear_history",
    "allow_force_pushes",
    "allow_deletions",
    "required_conversation_resolution",
    "required_signatures",
    "enforce_admins",
    "merge_methods",
    "allow_auto_merge",
    "delete_branch_on_merge",
)

SETTINGS: tuple[Setting, ...] = tuple(
    setting for name in FILES for setting in import_module(f"{__name__}.{name}").SETTINGS
)
"""Every governed setting, in the order of planning."""

BY_PATH = {setting.path: setting for setting in SETTINGS}
