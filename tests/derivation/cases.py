"""Workflows, live settings and policies of the tests about derived checks, each in one line."""

from collections.abc import Mapping, Sequence
from typing import Any

from tests.governance.cases import live as settings
from tests.governance.cases import rule
from tests.snapshots import snapshot

from backendrepo.api.backendstandard import BackendStandard
from backendrepo.api.governance import Governance
from backendrepo.checks import Checks, checks_of
from backendrepo.derivation import Derived, Reported, Witness, derive
from backendrepo.findings import Evidence
from backendrepo.governance.live import ANY_APP, Check, Live, RequiredChecks
from backendrepo.governance.required_checks import ACTIONS_APP, ordered
from backendrepo.standards import policies
from backendrepo.workflows import Kind, Obstacle, Reportable

CI = Evidence(".github/workflows/ci.yml", 1)
NOBODY = Witness(finished=2)
"""Two pull requests, on which nothing was reported that could matter."""


def of(*names: str, app: int = ACTIONS_APP) -> tuple[Check, ...]:
    """Return checks of GitHub Actions, or of another App."""
    return ordered(Check(context=name, app_id=app) for name in names)


def live(
    *required: str | Check, ruled: Sequence[str] = (), bypassable: bool = False, rules: Sequence[str] = ()
) -> Live:
    """Return settings with these required checks, of classic protection and of a ruleset, and these other rules."""
    checks = ordered(each if isinstance(each, Check) else Check(context=each, app_id=ACTIONS_APP) for each in required)
    contexts = [{"context": name, "integration_id": ACTIONS_APP} for name in ruled]
    held = [rule("required_status_checks", bypassable=bypassable, required_status_checks=contexts)] if ruled else []
    held += [rule(kind, bypassable=bypassable) for kind in rules]
    return settings(*held, required_status_checks=RequiredChecks(checks=checks) if checks else None)


def workflows(
    *gates: str,
    others: Sequence[str] = (),
    partly: Mapping[str, Kind] | None = None,
    shared: Sequence[str] = (),
    **more: Any,
) -> Checks:
    """Return checks: gates, jobs that are none, those that not every pull request gets, and shared names."""
    unreported = {name: (Obstacle(kind, f"it is so: {kind.value}", CI),) for name, kind in (partly or {}).items()}
    names = {name: CI for name in (*gates, *others) if name not in unreported}
    found = Reportable(names, unreported, dict.fromkeys(shared, (CI, CI)))
    return Checks(**{"gates": gates, "on_pull_requests": found, "in_merge_queue": found} | more)


def files(ci: str) -> Checks:
    """Return the checks of a workflow as it is written."""
    return checks_of(snapshot({CI.path: ci}, branch="main"))


def standard(required_checks: Mapping[str, Any] | None = None, **spec: Any) -> BackendStandard:
    """Return a standard of this alone; without it one that derives."""
    governance = {"requiredChecks": {"mode": "Derived"} if required_checks is None else required_checks}
    return BackendStandard.model_validate(
        {"metadata": {"name": "bank"}, "spec": {"governance": governance if required_checks != {} else {}, **spec}}
    )


def derived(
    now: Live,
    checks: Checks | None,
    own: Mapping[str, Any] | None = None,
    *,
    of_standard: BackendStandard | None = None,
    **more: Any,
) -> Derived:
    """Return what is derived for a repository with this `requiredChecks` of its own."""
    governance = Governance.model_validate({"requiredChecks": own or {}})
    wanted = policies(of_standard or standard(), governance)
    return derive(wanted, now, checks, **{"witness": NOBODY} | more)


def adds(*names: str, app: int | None = None, **more: Any) -> dict[str, Any]:
    """Return a `requiredChecks` that lists these checks."""
    value = [{"name": name} | ({} if app is None else {"appId": app}) for name in names]
    return {"checks": {"value": value, **more.pop("checks", {})}, **more}


def any_app(name: str) -> Check:
    """Return a check that anybody may report."""
    return Check(context=name, app_id=ANY_APP)


def saw(*reported: Reported, **more: Any) -> Witness:
    """Return what pull requests have reported."""
    return Witness(frozenset(reported), **{"finished": 2} | more)
