"""Required checks: the status checks that have to pass before a merge, each bound to the app that reports it.

More checks are stricter, and a check bound to an app is stricter than one that any app may report. `strict`
(the branch has to be up to date with its base) means nothing without checks, so it is wanted only with them.
A ruleset's rule `required_status_checks` counts as well.

`mode: Derived` reads the names from the workflows of the governed branch, as the latest scan found them: each gate
that every pull request reports is required of GitHub Actions, and a name that nothing reports any more is let go, so
that a renamed job is followed. What `checks` lists is required as well, once it is seen to be reported. Under `mode:
Listed` the list alone counts, reported or not; `status.governance.requiredChecks` names what nothing reports.
No file has the jobs of CodeQL's default set-up, of Dependabot, or of a workflow that an organisation requires: what
recent pull requests got counts as well. A name that none of them got stays required where GitHub runs a workflow
without a file in the repository, or where a ruleset requires workflows or code scanning. To look takes
`pull_requests: read`, `checks: read`, `statuses: read` and `actions: read`; without one of them a name that it could
tell of stays required, and the status says so.

The pull request that renames a job does not get the old name itself, so it waits for it. To merge it, set `suspend:
true`, take the old name off on GitHub, merge, and remove `suspend`. A repository with a last job that fails where
another fails (`re-actors/alls-green`) may list that one and take the others off: what it watches is not required again.
Source: docs.github.com, REST, "Update branch protection"; "About protected branches".
"""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any

from pydantic import ConfigDict, Field

from backendrepo.governance.live import ANY_APP, Check, Live, RequiredChecks
from backendrepo.governance.policy import BooleanPolicy, Policy, one_of_value_and_unmanaged, schema_rule
from backendrepo.governance.setting import Setting, either
from backendrepo.model import Model

ACTIONS_APP = 15368
"""The app id of GitHub Actions on github.com."""

CHECKS = "requiredChecks.checks"
"""The path of the list, under which its policy and its changes are told."""

RULE = "required_status_checks"
"""The type of a ruleset's rule about it."""


class RequiredCheck(Model):
    """A check that has to pass, as a user lists it."""

    name: str = Field(
        min_length=1,
        max_length=255,
        description="The check's name, as a pull request shows it, for example lint. For a GitHub Actions job: the "
        "job's name, else its id.",
        json_schema_extra=schema_rule(
            r"!self.matches(r'^\s|\s$')", "write the check's name as a pull request shows it, without spaces around it"
        ),
    )
    app_id: int | None = Field(
        default=None,
        ge=ANY_APP,
        description="The id of the GitHub App that has to report the check; -1 means any. Left out: GitHub Actions.",
        json_schema_extra=schema_rule("self != 0", "write the id of a GitHub App, or -1 for any"),
    )


class ChecksPolicy(Policy):
    """A policy for the list of required checks."""

    model_config = one_of_value_and_unmanaged("value: [{name: lint}]")
    value: tuple[RequiredCheck, ...] | None = Field(
        default=None,
        max_length=100,
        description="The checks that have to pass. AtLeast: other required checks stay.",
        json_schema_extra={"x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["name"]},
    )


class ChecksMode(StrEnum):
    """Where the names of the required checks come from."""

    DERIVED = "Derived"
    """From the workflows of the governed branch; `checks` adds to them."""

    LISTED = "Listed"
    """From `checks` alone."""


class RequiredChecksPolicy(Model):
    """Required status checks of the governed branch."""

    model_config = ConfigDict(
        json_schema_extra=schema_rule(
            "!(has(self.mode) && self.mode == 'Derived' && has(self.checks) && self.checks.policy == 'Unmanaged')",
            "write mode: Listed, or leave policy: Unmanaged out: mode: Derived manages the checks",
        )
    )
    mode: ChecksMode | None = Field(
        default=None,
        description="Where the names come from. Derived: from the workflows of the governed branch, each gate that "
        "every pull request reports; checks adds to them. Listed: from checks alone. Left out: as the standard says, "
        "and in a standard Listed. Where a standard derives and locks requiredChecks.checks, a repository cannot list "
        "instead.",
    )
    checks: ChecksPolicy | None = Field(default=None, description="Which checks have to pass.")
    strict: BooleanPolicy | None = Field(
        default=None,
        description="Whether a pull request has to be up to date with the branch. Counts only where checks are "
        "required.",
    )


class WantedChecks(Policy):
    """The policy for the required checks that a standard and a repository together come to, ready to be planned."""

    value: tuple[Check, ...] = ()
    actions_app: int = ACTIONS_APP
    """The app id of GitHub Actions, whose jobs the workflows are."""
    derives: bool = False
    """Whether the gates of the workflows are required as well."""
    insisted: frozenset[str] = frozenset()
    """Names that are required even where nothing can report them."""
    standard: frozenset[str] = frozenset()
    """Names whose app the standard says, which a repository's own workflows do not change."""
    dead: tuple[Check, ...] = ()
    """Checks that nothing reports any more: they hold every merge up and protect nothing."""

    def protecting(self, live: tuple[Check, ...]) -> tuple[Check, ...]:
        """Return the live checks without those that nothing reports any more."""
        return tuple(check for check in live if check not in self.dead)


def listed(checks: Iterable[RequiredCheck], actions_app: int = ACTIONS_APP) -> tuple[Check, ...]:
    """Return checks as GitHub takes them; one without an app is GitHub Actions' (`actions_app`)."""
    return ordered(
        Check(context=check.name, app_id=actions_app if check.app_id is None else check.app_id) for check in checks
    )


def ordered(checks: Iterable[Check]) -> tuple[Check, ...]:
    """Return the checks once each and in one order, so that equal sets are equal values."""
    return tuple(sorted(set(checks), key=lambda check: (check.context, check.app_id)))


def required_checks(live: Live) -> tuple[Check, ...]:
    """Return the checks that the branch requires, of classic protection and binding rulesets together."""
    return ordered((*written(live), *ruled(live)))


def ruled(live: Live) -> tuple[Check, ...]:
    """Return the checks that rulesets require which nobody can bypass."""
    return ordered(check for parameters in live.binding(RULE) for check in _listed_in(parameters))


def ruled_by(live: Live) -> tuple[tuple[Check, int], ...]:
    """Return each check that an active ruleset requires, bypassed by some or not, and the ruleset."""
    return tuple(
        (check, rule.ruleset) for rule in live.rules if rule.type == RULE for check in _listed_in(rule.parameters)
    )


def _listed_in(parameters: Mapping[str, Any]) -> Iterator[Check]:
    for check in parameters.get("required_status_checks", []):
        yield Check(context=check["context"], app_id=check.get("integration_id") or ANY_APP)


def written(live: Live) -> tuple[Check, ...]:
    """Return the checks that classic protection requires."""
    checks = live.classic.required_status_checks
    return checks.checks if checks else ()


def _write(live: Live, checks: tuple[Check, ...]) -> Live:
    if checks == written(live):
        return live
    strict = _strict_written(live)
    kept = RequiredChecks(strict=strict, checks=checks) if checks or strict else None
    return live.with_protection(required_status_checks=kept)


def _strictest(live: tuple[Check, ...], wanted: tuple[Check, ...]) -> tuple[Check, ...]:
    """Keep every live check; a wanted one is added, or replaces a live one of its name that does not meet it."""
    unmet = [check for check in wanted if not any(_meets(other, check) for other in live)]
    replaced = {check.context for check in unmet}
    return ordered((*(check for check in live if check.context not in replaced), *unmet))


def _meets(live: Check, wanted: Check) -> bool:
    return live.context == wanted.context and wanted.app_id in (ANY_APP, live.app_id)


def _strict_written(live: Live) -> bool:
    checks = live.classic.required_status_checks
    return bool(checks and checks.strict)


def _strict_effective(live: Live) -> bool:
    rules = live.binding(RULE)
    return _strict_written(live) or any(rule.get("strict_required_status_checks_policy") for rule in rules)


def _write_strict(live: Live, strict: bool) -> Live:
    if strict == _strict_written(live):
        return live
    checks = RequiredChecks(strict=strict, checks=written(live) or required_checks(live))
    return live.with_protection(required_status_checks=checks if checks.checks or strict else None)


def _restore_strict(live: Live, found: Live) -> Live:
    restored = _write_strict(live, _strict_written(found))
    # Classic protection can only be strict about checks of its own: those of rulesets had been copied to it.
    copied = not written(found) and set(written(restored)) <= set(ruled(live))
    return _write(restored, ()) if copied else restored


def _looser(before: tuple[Check, ...], after: tuple[Check, ...]) -> bool:
    """Whether a check is dropped, or may now be reported by anybody."""
    bindings = {check.context: check.app_id for check in after}
    return any(
        check.context not in bindings or (bindings[check.context] == ANY_APP != check.app_id) for check in before
    )


SETTINGS = (
    Setting(CHECKS, required_checks, written, _write, _strictest, looser=_looser, additive=True),
    Setting(
        "requiredChecks.strict",
        _strict_effective,
        _strict_written,
        _write_strict,
        either,
        adjust=lambda live, wanted: wanted if required_checks(live) else _strict_effective(live),
        under=(CHECKS, ()),
        restore=_restore_strict,
    ),
)
