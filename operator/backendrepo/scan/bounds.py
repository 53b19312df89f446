"""How much room a result has for what a scan learnt, and what is left out where it has not enough; that is told."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from typing import TypeVar

from backendrepo.advisories import Advisories, Covered
from backendrepo.checks import Checks
from backendrepo.findings import Judgement, Report, Severity
from backendrepo.manifests.dependency import Problem
from backendrepo.redaction import redact
from backendrepo.scanned import Scanned
from backendrepo.workflows import Reportable

T = TypeVar("T")

FEW = 20
"""Reasons and places that are kept for one name."""


@dataclass(frozen=True)
class Room:
    """How much is kept."""

    text: int
    """Characters of a text; what is cut ends in `…`."""
    places: int
    """Places of a finding; the first ones decide."""
    names: int
    """Names of check runs."""
    dependencies: int
    """Dependencies that could not be judged, or that have advisories."""
    clean: bool = True
    """Whether dependencies without advisories are listed; their number stands in `dependencies/auditable`."""


ROOMS = (
    Room(2_000, 200, 2_000, 5_000),
    Room(2_000, 20, 2_000, 5_000),
    Room(2_000, 20, 1_000, 1_000, clean=False),
    Room(300, 5, 300, 300, clean=False),
    Room(300, 1, 100, 50, clean=False),
)
"""From the first, which most results fit into, to the last."""


def fitted(scanned: Scanned, room: Room) -> Scanned:
    """Return what a scan learnt as it fits into a room, but for the length of its texts."""
    known = scanned.advisories
    return Scanned(
        _report(scanned.report, room),
        _checks(scanned.checks, room),
        None if known is None else _advisories(known, room),
    )


def text(whole: str, room: Room) -> str:
    """Return a text as it fits into a room, without secrets, and as UTF-8 can hold it."""
    told = redact(whole.encode(errors="replace").decode())
    return told if len(told) <= room.text else f"{told[: room.text - 1]}…"


def _report(report: Report, room: Room) -> Report:
    findings = tuple(replace(each, judgement=_judgement(each.judgement, room)) for each in report.findings)
    return replace(report, findings=findings)


def _judgement(judgement: Judgement, room: Room) -> Judgement:
    left = len(judgement.evidence) - room.places
    if left <= 0:
        return judgement
    told = f" ({left} more {'place is' if left == 1 else 'places are'} left out.)"
    summary = text(judgement.summary, replace(room, text=room.text - len(told))) + told
    return replace(judgement, summary=summary, evidence=judgement.evidence[: room.places])


def _checks(checks: Checks, room: Room) -> Checks:
    """Return checks without names that are too many, or that cannot be handed over as they are."""
    known = dict.fromkeys(_names(checks))
    kept = frozenset([name for name in known if text(name, room) == name][: room.names])
    left = len(known) - len(kept)
    told = (f"the names of {left} checks are left out of the scan's result",) if left else ()
    dangers = sorted(checks.merging, key=lambda each: not each.dangers)
    return replace(
        checks,
        gates=_in(kept, checks.gates),
        on_pull_requests=_reportable(checks.on_pull_requests, kept),
        in_merge_queue=_reportable(checks.in_merge_queue, kept),
        watched={name: _in(kept, names) for name, names in checks.watched.items() if name in kept},
        opaque=(*told, *checks.opaque[: room.places]),
        unread=(*told, *checks.unread[: room.places]),
        merging=checks.merging if len(checks.merging) <= room.places else tuple(dangers[: room.places]),
    )


def _names(checks: Checks) -> Iterator[str]:
    """Yield every name, those of gates first."""
    yield from checks.gates
    for found in (checks.on_pull_requests, checks.in_merge_queue):
        yield from chain(found.names, found.shared, found.others)
    yield from chain(checks.watched, *checks.watched.values())


def _in(kept: Collection[str], names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in names if name in kept)


def _reportable(found: Reportable, kept: Collection[str]) -> Reportable:
    return Reportable(
        {name: place for name, place in found.names.items() if name in kept},
        _few(found.others, kept),
        _few(found.shared, kept),
    )


def _few(found: Mapping[str, tuple[T, ...]], kept: Collection[str]) -> dict[str, tuple[T, ...]]:
    return {name: each[:FEW] for name, each in found.items() if name in kept}


def _advisories(known: Advisories, room: Room) -> Advisories:
    """Return advisories without what is too much, the less severe ones first; how much is told among the problems."""
    most = room.dependencies
    hit = [each for each in known.covered if each.advisories]
    kept = frozenset(sorted(hit, key=_worst)[:most])
    left = {
        "dependencies with advisories": [each.dependency.place for each in hit if each not in kept],
        "dependencies that could not be judged": [each.dependency.place for each in known.uncovered[most:]],
        "entries of manifests that could not be read": [each.place for each in known.problems[most:]],
    }
    told = (
        Problem(f"{len(places)} more {what} are left out of the scan's result", places[0])
        for what, places in left.items()
        if places
    )
    return replace(
        known,
        covered=tuple(each for each in known.covered if each in kept or (room.clean and not each.advisories)),
        uncovered=known.uncovered[:most],
        problems=(*known.problems[:most], *told),
        manifests=known.manifests[:most],
    )


def _worst(covered: Covered) -> int:
    """How severe the most severe advisory is, the most severe first."""
    return min(list(Severity).index(each.severity) for each in covered.advisories)
