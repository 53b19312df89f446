"""What is posted about the way from one status to the next: transitions only."""

from collections.abc import Iterator
from dataclasses import dataclass

from backendrepo.api.backendrepo import BackendRepoStatus
from backendrepo.api.conditions import Condition, Status, Truth, Type
from backendrepo.api.conformance import ConformanceStatus, WaiverState
from backendrepo.api.reasons import Happening, Reason
from backendrepo.controls.words import few
from backendrepo.findings import Level
from backendrepo.status.outcomes import Governed, Told
from backendrepo.status.required import lost

SHOWN = 5

_LEVELS = [level.value for level in Level]


@dataclass(frozen=True)
class Event:
    """An Event to post about an object."""

    type: str
    reason: str
    message: str


def events(previous: BackendRepoStatus, current: BackendRepoStatus, outcome: Told) -> tuple[Event, ...]:
    """Return the Events of a transition: one at most of settings or `Ready`, one of checks, those of the content."""
    return (*_governed(previous, current, outcome), *_unreachable(previous, current), *_scanned(previous, current))


def _governed(previous: BackendRepoStatus, current: BackendRepoStatus, outcome: Told) -> tuple[Event, ...]:
    """Return the Event of a repair, else of another reason that `Ready` gives, else of new drift."""
    if isinstance(outcome, Governed) and outcome.repaired:
        changes = "; ".join(map(str, outcome.repaired))
        return (Event("Normal", Happening.REPAIRED, f"Brought onto the standard: {changes}."),)
    posted = transition(previous, current)
    ready = current.condition(Type.READY)
    if not posted and ready and _new_drift(previous, current):
        return (_event(ready),)
    return posted


def transition(previous: Status, current: Status) -> tuple[Event, ...]:
    """Return the Event of `Ready` having another reason than before."""
    before, after = previous.condition(Type.READY), current.condition(Type.READY)
    if after is None or (before and before.reason == after.reason):
        return ()
    return (_event(after),)


def _event(ready: Condition) -> Event:
    calm = ready.reason in (Reason.IN_SYNC, Reason.SUSPENDED, Reason.VALID)
    return Event("Normal" if calm else "Warning", ready.reason, ready.message)


def _new_drift(previous: BackendRepoStatus, current: BackendRepoStatus) -> bool:
    before = previous.governance.drift if previous.governance else ()
    after = current.governance.drift if current.governance else ()
    return bool(after) and before != after


def _unreachable(previous: BackendRepoStatus, current: BackendRepoStatus) -> Iterator[Event]:
    if told := lost(previous, current):
        yield Event("Warning", Happening.CHECK_UNREACHABLE, told)


def _scanned(previous: BackendRepoStatus, current: BackendRepoStatus) -> Iterator[Event]:
    yield from _scan_failed(previous, current)
    if previous.conformance and current.conformance:
        yield from _level(previous.conformance, current.conformance)
        yield from _expired(previous.conformance, current.conformance)
    yield from _new_advisory(previous, current)


def _scan_failed(previous: BackendRepoStatus, current: BackendRepoStatus) -> Iterator[Event]:
    before, after = previous.condition(Type.SCAN_SUCCEEDED), current.condition(Type.SCAN_SUCCEEDED)
    if after is None or after.status is not Truth.FALSE:
        return
    if before is None or before.reason != after.reason:
        yield Event("Warning", Happening.SCAN_FAILED, f"{after.reason}: {after.message}")


def _level(previous: ConformanceStatus, current: ConformanceStatus) -> Iterator[Event]:
    before, after = _rank(previous), _rank(current)
    told = f"Level {current.level}, it was {previous.level}"
    if after > before:
        yield Event("Normal", Happening.LEVEL_GAINED, f"{told} (held back by {_named(previous)}).")
    elif after < before:
        yield Event("Warning", Happening.LEVEL_LOST, f"{told}. Held back by {_named(current)}.")


def _rank(conformance: ConformanceStatus) -> int:
    return _LEVELS.index(conformance.level) if conformance.level in _LEVELS else 0


def _named(conformance: ConformanceStatus) -> str:
    return few(conformance.held_back_by, SHOWN)


def _expired(previous: ConformanceStatus, current: ConformanceStatus) -> Iterator[Event]:
    before = {each.control: each.state for each in previous.waivers}
    for each in current.waivers:
        if each.state is WaiverState.EXPIRED and before.get(each.control, WaiverState.EXPIRED) is not each.state:
            told = f"The waiver of {each.control} ended on {each.expires}, and the control counts again."
            yield Event("Warning", Happening.WAIVER_EXPIRED, f"{told} Fix it, or write a later day in spec.waivers.")


def _new_advisory(previous: BackendRepoStatus, current: BackendRepoStatus) -> Iterator[Event]:
    after = current.vulnerabilities.open_critical if current.vulnerabilities else ()
    known = {_id(each) for each in (previous.vulnerabilities.open_critical if previous.vulnerabilities else ())}
    if new := [each for each in after if _id(each) not in known]:
        since = "Critical and new since the scan before" if previous.vulnerabilities else "Critical"
        told = f"{since}: {few(new, SHOWN)}. DependenciesSecure says what to raise."
        yield Event("Warning", Happening.NEW_ADVISORY, told)


def _id(critical: str) -> str:
    return critical.partition(" ")[0]
