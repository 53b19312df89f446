"""Each check that implements a gate is required before a merge.

The standard: "Branch protection requires all quality status checks and disallows bypass."

It reads from the workflows which check runs fail where a gate fails (lint, types, tests, coverage, …) and compares
them with the checks that branch protection and active rulesets require. A check counts as required where another one
is that fails with it, such as a last job of `re-actors/alls-green`. A pull request has to be up to date with the branch
before a merge (`strict`).

Why: a gate whose check is not required stops nothing: the pull request can be merged while it is red.

How to fix:

    spec:
      governance:
        requiredChecks:
          strict: {value: true}
          checks:
            value:
            - name: lint
            - name: test (3.11)

Known limits: gates outside of GitHub Actions are not seen, so their checks are not asked for.
"""

from backendrepo.checks import Checks
from backendrepo.controls.protection import checks, not_seen, quoted
from backendrepo.findings import Judgement, Severity, failed, partial, passed, unknown
from backendrepo.settings import Hidden, Settings
from backendrepo.snapshot import Snapshot

SEVERITY = Severity.CRITICAL
NEEDS = ("settings",)


def judge(snapshot: Snapshot) -> Judgement:
    """Judge whether every gate's check is required, and strictly."""
    settings: Settings = snapshot.settings
    if hidden := not_seen(settings, Hidden.PROTECTION, f"the checks that {snapshot.branch} requires"):
        return hidden
    known = checks(snapshot)
    if not known.gates:
        return _without_gates(snapshot, settings)
    return _missing(snapshot, settings, known) or _strict(settings, known.gates)


def _without_gates(snapshot: Snapshot, settings: Settings) -> Judgement:
    if not settings.required:
        told = f"{snapshot.branch} requires no check, and no workflow was seen to run a gate on pull requests."
        return failed(told, fix="Run the gates on pull requests, and require their checks.")
    told = f"{snapshot.branch} requires {quoted(_names(settings))}, but no workflow was seen to run a gate."
    return unknown(told, fix="Run the gates in workflows of this repository, where they can be read.")


def _missing(snapshot: Snapshot, settings: Settings, known: Checks) -> Judgement | None:
    """Return the fail of gates whose checks are not required; one whose name is not certain may be."""
    stopping = known.covered({check.name for check in settings.required})
    found = known.reportable(merge_queue=settings.merge_queue)
    left = [name for name in known.gates if name not in stopping]
    places = {**{name: why[0].place for name, why in found.others.items() if why}, **found.names}
    evidence = [places[name] for name in left if name in places]
    if certain := [name for name in left if name in found.names]:
        told = f"{snapshot.branch} can be merged while {quoted(certain)} fails: the check is not required."
        if len(certain) > 1:
            told = f"{snapshot.branch} can be merged while {quoted(certain)} fail: these checks are not required."
        return failed(told, *evidence, fix=f"Require {quoted(certain)} in `requiredChecks.checks`.")
    if left:
        why = "; ".join(dict.fromkeys(each.why for name in left for each in found.others.get(name, ())[:1]))
        told = f"{quoted(left)} cannot be required as it is named: {why or 'the name is not certain'}."
        return unknown(told, *evidence, fix="Give the job a name that every pull request reports, and require it.")
    return None


def _strict(settings: Settings, gates: tuple[str, ...]) -> Judgement:
    if not settings.strict:
        told = "Every gate's check is required, but a pull request may be merged that is behind the branch."
        return partial(told, fix="Require branches to be up to date: `requiredChecks: {strict: {value: true}}`.")
    return passed(f"The checks of all gates are required, on an up-to-date branch: {quoted(gates)}.")


def _names(settings: Settings) -> list[str]:
    return list(dict.fromkeys(check.name for check in settings.required))
