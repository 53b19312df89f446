"""What the two controls of open vulnerabilities have in common."""

from backendrepo.advisories import Advisories, Advisory
from backendrepo.controls.words import few
from backendrepo.findings import Evidence, Judgement, Severity, failed, not_applicable, passed, unknown
from backendrepo.manifests import Dependency
from backendrepo.snapshot import Snapshot

SHOWN = 5
"""Advisories that a summary names; the evidence has all of them."""


def judged(snapshot: Snapshot, severity: Severity) -> Judgement:
    """Judge whether an advisory of this severity is open."""
    known: Advisories = snapshot.advisories
    found = [(dependency, advisory) for dependency, advisory in known.open if advisory.severity is severity]
    if found:
        return failed(_told(found, severity), *_places(found), fix=_fix(found))
    if not known.covered:
        return _nothing(known)
    date = f", as of {known.fetched_at:%Y-%m-%d}" if known.fetched_at else ""
    return passed(f"None of {len(known.covered)} pinned dependencies has one, says {known.source}{date}{_left(known)}.")


def _nothing(known: Advisories) -> Judgement:
    """Return what is known where nothing was covered: that is not clean, unless there is nothing to cover."""
    if known.failure:
        told = f"The advisory source gave no answer: {known.failure}."
        return unknown(told, fix="Name an OSV endpoint or an advisory database, or try later.")
    if known.uncovered or known.problems:
        places = [each.dependency.place for each in known.uncovered] + [each.place for each in known.problems]
        return unknown(f"No dependency could be looked up{_left(known)}.", *places, fix="See dependencies/auditable.")
    return not_applicable("No manifest names a dependency.")


def _left(known: Advisories) -> str:
    left = len(known.uncovered)
    return f"; {left} could not be judged (dependencies/auditable)" if left else ""


def _told(found: list[tuple[Dependency, Advisory]], severity: Severity) -> str:
    names = list(dict.fromkeys(f"{dependency} ({_named(advisory)})" for dependency, advisory in found))
    word = "advisory is" if len(names) == 1 else "advisories are"
    return f"{len(names)} {severity} {word} open: {few(names, SHOWN)}."


def _named(advisory: Advisory) -> str:
    return advisory.id if advisory.rated else f"{advisory.id}, {advisory.word}"


def _places(found: list[tuple[Dependency, Advisory]]) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys(dependency.place for dependency, _ in found))


def _fix(found: list[tuple[Dependency, Advisory]]) -> str:
    return "\n".join(dict.fromkeys(_step(dependency, advisory) for dependency, advisory in found))


def _step(dependency: Dependency, advisory: Advisory) -> str:
    if advisory.fixed:
        return f"Raise {dependency} to {' or '.join(advisory.fixed)} ({advisory.id})."
    return f"No release of {dependency.name} is without {advisory.id}: replace it, or waive the control for a time."
