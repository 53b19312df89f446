"""Required checks: the status checks that have to pass before a merge, each bound to the app that reports it.

More checks are stricter, and a check bound to an app is stricter than one that any app may report. `strict`
(the branch has to be up to date with its base) means nothing without checks, so it is wanted only with them.
A ruleset's rule `required_status_checks` counts as well.
Source: docs.github.com, REST, "Update branch protection"; "About protected branches".
"""

from collections.abc import Iterable

from pydantic import Field

from backendrepo.governance.live import ANY_APP, Check, Live, RequiredChecks
from backendrepo.governance.policy import BooleanPolicy, Policy, one_of_value_and_unmanaged, schema_rule
from backendrepo.governance.setting import Setting, either
from backendrepo.model import Model

ACTIONS_APP = 15368
"""The app id of GitHub Actions on github.com."""


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


class RequiredChecksPolicy(Model):
    """Required status checks of the governed branch."""

    checks: ChecksPolicy | None = Field(default=None, description="Which checks have to pass.")
    strict: BooleanPolicy | None = Field(
        default=None,
        description="Whether a pull request has to be up to date with the branch. Counts only where checks are "
        "required.",
    )


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
    return ordered((*_written(live), *_ruled(live)))


def _ruled(live: Live) -> tuple[Check, ...]:
    return ordered(
        Check(context=check["context"], app_id=check.get("integration_id") or ANY_APP)
        for parameters in live.binding("required_status_checks")
        for check in parameters.get("required_status_checks", [])
    )


def _written(live: Live) -> tuple[Check, ...]:
    checks = live.classic.required_status_checks
    return checks.checks if checks else ()


def _write(live: Live, checks: tuple[Check, ...]) -> Live:
    if checks == _written(live):
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
    ruled = live.binding("required_status_checks")
    return _strict_written(live) or any(rule.get("strict_required_status_checks_policy") for rule in ruled)


def _write_strict(live: Live, strict: bool) -> Live:
    if strict == _strict_written(live):
        return live
    checks = RequiredChecks(strict=strict, checks=_written(live) or required_checks(live))
    return live.with_protection(required_status_checks=checks if checks.checks or strict else None)


def _restore_strict(live: Live, found: Live) -> Live:
    restored = _write_strict(live, _strict_written(found))
    # Classic protection can only be strict about checks of its own: those of rulesets had been copied to it.
    copied = not _written(found) and set(_written(restored)) <= set(_ruled(live))
    return _write(restored, ()) if copied else restored


def _looser(before: tuple[Check, ...], after: tuple[Check, ...]) -> bool:
    """Whether a check is dropped, or may now be reported by anybody."""
    bindings = {check.context: check.app_id for check in after}
    return any(
        check.context not in bindings or (bindings[check.context] == ANY_APP != check.app_id) for check in before
    )


SETTINGS = (
    Setting("requiredChecks.checks", required_checks, _written, _write, _strictest, looser=_looser, additive=True),
    Setting(
        "requiredChecks.strict",
        _strict_effective,
        _strict_written,
        _write_strict,
        either,
        adjust=lambda live, wanted: wanted if required_checks(live) else _strict_effective(live),
        under=("requiredChecks.checks", ()),
        restore=_restore_strict,
    ),
)
