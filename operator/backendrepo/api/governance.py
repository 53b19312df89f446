"""`spec.governance` of a standard and of a repository: the table of contents of what can be governed.

A field of `Governance` has the name of its file in `governance/`; the order of the fields is the order of planning,
so what a later setting depends on comes first.
"""

from collections.abc import Iterator
from importlib import import_module
from inspect import getdoc
from types import ModuleType
from typing import Any

from pydantic import Field

from backendrepo import governance
from backendrepo.governance import (
    allow_auto_merge,
    allow_deletions,
    allow_force_pushes,
    delete_branch_on_merge,
    enforce_admins,
    merge_methods,
    required_checks,
    required_conversation_resolution,
    required_linear_history,
    required_pull_request_reviews,
    required_signatures,
)
from backendrepo.governance.merge_methods import MergeMethodsPolicy
from backendrepo.governance.policy import BooleanPolicy, Policy
from backendrepo.governance.required_checks import ChecksMode, RequiredChecksPolicy
from backendrepo.governance.required_pull_request_reviews import RequiredPullRequestReviewsPolicy
from backendrepo.governance.setting import Setting
from backendrepo.model import Model


def _of(module: ModuleType, example: str) -> Any:
    """Return an optional field that is described by the first paragraph of the setting's file, and an example."""
    title = (getdoc(module) or "").partition("\n\n")[0]
    return Field(default=None, description=f"{' '.join(title.split())} For example {example}.")


class Governance(Model):
    """Policies for the settings of the repository and its governed branch. What is left out is not managed."""

    required_pull_request_reviews: RequiredPullRequestReviewsPolicy | None = _of(
        required_pull_request_reviews, "{required: {value: true}, requiredApprovingReviewCount: {value: 2}}"
    )
    required_checks: RequiredChecksPolicy | None = _of(
        required_checks, "{mode: Derived, checks: {value: [{name: secret-scan}]}}"
    )
    required_linear_history: BooleanPolicy | None = _of(required_linear_history, "{value: true}")
    allow_force_pushes: BooleanPolicy | None = _of(allow_force_pushes, "{value: false}")
    allow_deletions: BooleanPolicy | None = _of(allow_deletions, "{value: false}")
    required_conversation_resolution: BooleanPolicy | None = _of(required_conversation_resolution, "{value: true}")
    required_signatures: BooleanPolicy | None = _of(required_signatures, "{value: true}")
    enforce_admins: BooleanPolicy | None = _of(enforce_admins, "{value: true}")
    merge_methods: MergeMethodsPolicy | None = _of(merge_methods, "{policy: Exactly, value: [Squash, Rebase]}")
    allow_auto_merge: BooleanPolicy | None = _of(allow_auto_merge, "{value: true}")
    delete_branch_on_merge: BooleanPolicy | None = _of(delete_branch_on_merge, "{value: true}")

    @property
    def checks_mode(self) -> ChecksMode | None:
        """Where the names of the required checks come from, as far as that is written here."""
        return self.required_checks.mode if self.required_checks else None

    def policies(self) -> dict[str, Policy]:
        """Return each written policy by the dotted path of its setting."""
        return dict(_policies(self, ""))


SETTINGS: tuple[Setting, ...] = tuple(
    setting for name in Governance.model_fields for setting in import_module(f"{governance.__name__}.{name}").SETTINGS
)
"""Every governed setting, in the order of planning."""

BY_PATH = {setting.path: setting for setting in SETTINGS}


def _policies(model: Model, prefix: str) -> Iterator[tuple[str, Policy]]:
    for name, field in type(model).model_fields.items():
        value = getattr(model, name)
        path = f"{prefix}{field.alias}"
        if isinstance(value, Policy):
            yield path, value
        elif isinstance(value, Model):
            yield from _policies(value, f"{path}.")
