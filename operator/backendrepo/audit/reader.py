"""From a repository's files to what is known of its dependencies."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from backendrepo import manifests
from backendrepo.advisories import Advisories, Covered, Uncovered
from backendrepo.advisories.join import advisories
from backendrepo.advisories.versions import parsed
from backendrepo.audit.asking import Asking
from backendrepo.audit.cache import Cache
from backendrepo.audit.database import Database
from backendrepo.audit.sources import Answer, Pin, Sources, Unavailable
from backendrepo.manifests import PYPI, Dependency, Manifests
from backendrepo.manifests.requirement import named
from backendrepo.snapshot import Files

MOST = 20_000
"""Pins that are asked about for one repository."""

_FOREIGN = re.compile(r"[A-Za-z0-9@][\w@./+~-]{0,300}")
"""Names and versions of other ecosystems that are sent anywhere."""


def read(files: Files, sources: Sources, now: datetime) -> Advisories:
    """Return what is known of a repository's dependencies. Never raises: what cannot be asked is uncovered."""
    found = manifests.read(files)
    pins, uncovered = _pins(found, sources)
    asked = frozenset(pins.values())
    try:
        known = _offline(asked, sources, now) if sources.database else _online(asked, sources, now)
    except Unavailable as error:
        known = _Known(failure=str(error))
    return replace(_told(found, pins, uncovered, known), source=_name(sources), asked_at=now)


class _Known:
    """What a source said."""

    def __init__(
        self, answers: Mapping[Pin, Answer] | None = None, records: list[object] | None = None, failure: str = ""
    ) -> None:
        self.answers = answers or {}
        self.records = records or []
        self.failure = failure


def _pins(found: Manifests, sources: Sources) -> tuple[dict[Dependency, Pin], list[Uncovered]]:
    """Return what can be asked about each dependency, and what nobody can be asked about."""
    pins: dict[Dependency, Pin] = {}
    uncovered = []
    for dependency in found.dependencies:
        why = dependency.why or _unaskable(dependency, sources)
        if why or dependency.version is None:
            uncovered.append(Uncovered(dependency, why))
        elif len(pins) >= MOST:
            uncovered.append(Uncovered(dependency, f"more than {MOST} dependencies are not asked about"))
        else:
            version = str(parsed(dependency.version)) if dependency.ecosystem == PYPI else dependency.version
            pins[dependency] = Pin(dependency.ecosystem, dependency.name, version)
    return pins, uncovered


def _unaskable(dependency: Dependency, sources: Sources) -> str:
    """Return why no source here knows a pinned dependency, empty where one may."""
    version = dependency.version or ""
    if dependency.ecosystem == PYPI:
        if not named(dependency.name) or parsed(version) is None:
            return "its name or version is none that PyPI has"
        if dependency.index and dependency.index not in sources.mirrors and (sources.osv or sources.database):
            return f"it comes from {dependency.index}, and only PyPI can say whether it is the package of that name"
        return ""
    if sources.database:
        return f"an advisory database is only read for {PYPI}, not for {dependency.ecosystem}"
    if dependency.index:
        return f"it comes from {dependency.index}, which no advisory source knows"
    safe = _FOREIGN.fullmatch(dependency.name) and _FOREIGN.fullmatch(version)
    return "" if safe else f"its name or version is none that {dependency.ecosystem} has"


def _online(pins: frozenset[Pin], sources: Sources, now: datetime) -> _Known:
    asking = Asking(sources, Cache(sources.cache, sources.max_age, now))
    answers = asking.answers(sorted(pins))
    first = {name for answer in answers.values() for names in answer.named for name in names}
    records = asking.records(first)
    more = {alias for record in records for alias in _aliases(record)} - first
    return _Known(answers, [*records, *asking.records(more)], asking.failure)


def _aliases(record: object) -> Iterator[str]:
    aliases = record.get("aliases") if isinstance(record, dict) else None
    yield from (each for each in aliases if isinstance(each, str)) if isinstance(aliases, list) else ()


def _offline(pins: frozenset[Pin], sources: Sources, now: datetime) -> _Known:
    assert sources.database is not None  # noqa: S101 - the caller asked
    database = Database(sources.database, {pin.name for pin in pins})
    at = min(database.modified or now, now)
    return _Known({pin: Answer(at, database.named(pin.name, pin.version)) for pin in pins}, [*database.records])


def _told(found: Manifests, pins: Mapping[Dependency, Pin], uncovered: list[Uncovered], known: _Known) -> Advisories:
    covered = []
    for dependency, pin in pins.items():
        answer = known.answers.get(pin)
        if answer is None:
            uncovered.append(Uncovered(dependency, known.failure or "the source gave no answer about it"))
        elif answer.skipped:
            uncovered.append(Uncovered(dependency, _skipped(answer.skipped)))
        else:
            covered.append(Covered(dependency, advisories(answer.named, known.records, dependency.name)))
    lacking = {each.dependency.place.path for each in uncovered} | {each.place.path for each in found.problems}
    return Advisories(
        covered=tuple(covered),
        uncovered=tuple(uncovered),
        problems=found.problems,
        manifests=tuple(each.path for each in found.all if each.path not in lacking),
        fetched_at=min((answer.at for answer in known.answers.values()), default=None),
        failure=known.failure,
    )


def _skipped(reason: str) -> str:
    """Return why a source does not know a pin, in a phrase."""
    return "PyPI does not have it" if "not found on PyPI" in reason else f"pip-audit skipped it: {reason[:120]}"


def _name(sources: Sources) -> str:
    try:
        return sources.name
    except Unavailable:
        return "OSV"
