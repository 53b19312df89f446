"""Merge methods: which of squash, merge commit and rebase a pull request may use.

Fewer methods are stricter. GitHub insists on at least one; where none of the live methods is wanted,
the wanted ones are switched on. A ruleset's `allowed_merge_methods` narrows the choice as well.
Source: docs.github.com, REST, "Update a repository"; "About merge methods on GitHub".
"""

from enum import StrEnum

from pydantic import Field

from backendrepo.governance.live import Live
from backendrepo.governance.policy import Policy, one_of_value_and_unmanaged
from backendrepo.governance.setting import Setting


class MergeMethod(StrEnum):
    """A way to merge a pull request."""

    MERGE = "Merge"
    REBASE = "Rebase"
    SQUASH = "Squash"


_FIELDS = {
    MergeMethod.MERGE: "allow_merge_commit",
    MergeMethod.REBASE: "allow_rebase_merge",
    MergeMethod.SQUASH: "allow_squash_merge",
}


class MergeMethodsPolicy(Policy):
    """A policy for the merge methods that the repository allows."""

    model_config = one_of_value_and_unmanaged("value: [Squash]")
    value: tuple[MergeMethod, ...] | None = Field(
        default=None,
        min_length=1,
        max_length=3,
        description="The methods that may be on. AtLeast: one of them or several; Exactly: all of them.",
        json_schema_extra={"x-kubernetes-list-type": "set"},
    )


def _written(live: Live) -> frozenset[MergeMethod]:
    return frozenset(method for method, field in _FIELDS.items() if getattr(live.visible_merge, field))


def _effective(live: Live) -> frozenset[MergeMethod]:
    methods = _written(live)
    for parameters in live.binding("pull_request"):
        if allowed := parameters.get("allowed_merge_methods"):
            methods &= {method for method in MergeMethod if method.lower() in allowed}
    return methods


def _write(live: Live, methods: frozenset[MergeMethod]) -> Live:
    return live.with_merge(**{field: method in methods for method, field in _FIELDS.items()})


def _strictest(live: frozenset[MergeMethod], wanted: frozenset[MergeMethod]) -> frozenset[MergeMethod]:
    return live & wanted or wanted


SETTINGS = (
    Setting(
        "mergeMethods",
        _effective,
        _written,
        _write,
        _strictest,
        looser=lambda before, after: bool(before) and after > before,  # from none, nothing could be merged
    ),
)
