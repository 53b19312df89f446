"""Each required check is one that every pull request gets.

The standard: "Auto-merge is enabled only after all required checks pass." A check that nobody reports never passes.

It compares the names that branch protection and active rulesets require with the names under which the workflows
report on every pull request to the branch, each with its matrix values and its caller, as GitHub writes them.

Why: a renamed job leaves its old name behind as a required check, and from then on no pull request can be merged.

How to fix: require the name as the pull request shows it, or give the job that name.

    jobs:
      test:
        name: test    # without a matrix value in it, where the matrix changes often

Known limits: a check that another GitHub App reports (a code scanner, say) is not seen in workflows and comes to
`unknown`. A commit status that a service sets with a token is not seen either; waive the control for it.
"""

from collections.abc import Iterable

from backendrepo.checks import UNSURE, Checks, near
from backendrepo.controls.protection import checks, listed, not_seen, quoted
from backendrepo.findings import Evidence, Judgement, Severity, failed, not_applicable, passed, unknown
from backendrepo.settings import Hidden, Reporter, Required, Settings
from backendrepo.snapshot import Snapshot
from backendrepo.workflows import Reportable

SEVERITY = Severity.HIGH
NEEDS = ("settings",)


def judge(snapshot: Snapshot) -> Judgement:
    """Judge whether every required name is reported on every pull request."""
    settings: Settings = snapshot.settings
    if hidden := not_seen(settings, Hidden.PROTECTION, f"the checks that {snapshot.branch} requires"):
        return hidden
    if not settings.required:
        return not_applicable(f"{snapshot.branch} requires no check.")
    known = checks(snapshot)
    found = known.reportable(merge_queue=settings.merge_queue)
    foreign = _names(check for check in settings.required if check.reporter is Reporter.OTHER)
    own = _names(check for check in settings.required if check.reporter is not Reporter.OTHER)
    doubts = {name: _doubts(name, known, found) for name in own if name not in found.names}
    certain = [name for name, why in doubts.items() if not why]
    if certain:
        told = "; ".join(_told(name, found) for name in certain[:3])
        more = f" (and {len(certain) - 3} more)" if len(certain) > 3 else ""
        return failed(f"{told}{more}.", *_places(certain, found), fix=_fix(certain, found))
    return _ambiguous(settings, found) or _unseen(doubts, foreign, found) or _passed(settings, found)


def _names(checks: Iterable[Required]) -> list[str]:
    return list(dict.fromkeys(check.name for check in checks))


def _told(name: str, found: Reportable) -> str:
    if why := found.others.get(name):
        return f"“{name}” is required, but not every pull request gets it: {why[0].why}"
    nearest = near(name, found.names)
    suggestion = f" (the nearest name is “{nearest[0]}”)" if nearest else ""
    return f"“{name}” is required, and no workflow reports a check of that name{suggestion}"


def _fix(certain: list[str], found: Reportable) -> str:
    pairs = {name: near(name, found.names) for name in certain[:3]}
    renamed = [f"“{to[0]}” instead of “{name}”" for name, to in pairs.items() if to and name not in found.others]
    if renamed:
        return f"Require {listed(renamed)}."
    return f"Stop requiring {quoted(certain)}, or have a job of that name run on every pull request."


def _places(names: list[str], found: Reportable) -> list[Evidence]:
    return [why.place for name in names for why in found.others.get(name, ())[:1]]


def _doubts(name: str, known: Checks, found: Reportable) -> tuple[str, ...]:
    """Return why a name may be reported all the same; none where it is certain that it is not."""
    if why := found.others.get(name):
        return () if any(each.kind not in UNSURE for each in why) else tuple(map(str, why))
    return known.doubts(name)


def _ambiguous(settings: Settings, found: Reportable) -> Judgement | None:
    """Return the fail of a name that several jobs report."""
    shared = {check.name: found.shared[check.name] for check in settings.required if check.name in found.shared}
    if not shared:
        return None
    told = f"Several jobs report {quoted(list(shared))}, and GitHub may take the success of one for all."
    return failed(told, *(place for places in shared.values() for place in places), fix="Give each job its own name.")


def _unseen(doubts: dict[str, tuple[str, ...]], foreign: list[str], found: Reportable) -> Judgement | None:
    """Return that it cannot be told of names that only a run makes, and of those that other apps report."""
    if doubts:
        why = listed(list(dict.fromkeys(why[0] for why in doubts.values())))
        told = f"Whether {quoted(doubts)} is reported is not certain: {why}."
        return unknown(told, *_places(list(doubts), found), fix="Give the jobs names that can be read here.")
    if foreign:
        told = f"{quoted(foreign)} has to be reported by another App than GitHub Actions, which no workflow shows."
        return unknown(told, fix="Look whether that App still reports on every pull request, and waive the control.")
    return None


def _passed(settings: Settings, found: Reportable) -> Judgement:
    names = _names(settings.required)
    told = f"Every pull request gets each required check: {quoted(names)}."
    return passed(told, *(found.names[name] for name in names))
