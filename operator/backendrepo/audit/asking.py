"""Asking a source about many pins: what is kept first, then in batches, then what is kept however old it is."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeAlias

from backendrepo.audit import osv, pip_audit
from backendrepo.audit.cache import Cache
from backendrepo.audit.sources import Answer, Pin, Sources, Unavailable
from backendrepo.manifests import PYPI

Said: TypeAlias = Mapping[Pin, tuple[tuple[frozenset[str], ...], str]]
"""For each pin the names of its vulnerabilities, and why it was skipped."""

BATCH = 100
"""Pins of one run of pip-audit: one that breaks off loses no more."""

AT_ONCE = 4
"""Runs, or requests for records, at the same time."""

MOST_RECORDS = 2_000
"""Records that are fetched for one repository."""


class Asking:
    """One look-up: its sources, its cache and its deadline."""

    def __init__(self, sources: Sources, cache: Cache) -> None:
        self._sources = sources
        self._cache = cache
        self._deadline = time.monotonic() + sources.timeout
        self.failure = ""
        """Why a source could not be asked, the first reason; empty where each could."""

    def answers(self, pins: Iterable[Pin]) -> dict[Pin, Answer]:
        """Return what is known of pins. One that nobody could be asked about is not in the result."""
        found = {pin: answer for pin in pins if (answer := self._kept(pin))}
        left = [pin for pin in dict.fromkeys(pins) if pin not in found]
        with ThreadPoolExecutor(AT_ONCE) as threads:
            for said in threads.map(self._try, *zip(*self._batches(left), strict=True)) if left else ():
                found |= {pin: self._keep(pin, named, skipped) for pin, (named, skipped) in said.items()}
        old = {pin: answer for pin in left if pin not in found and (answer := self._kept(pin, stale=True))}
        return found | old

    def records(self, identifiers: Iterable[str]) -> list[Any]:
        """Return the records of ids, without those that are not to be had."""
        wanted = sorted(set(identifiers))[:MOST_RECORDS]
        with ThreadPoolExecutor(AT_ONCE) as threads:
            return [record for record in threads.map(self._record, wanted) if record is not None]

    def _batches(self, pins: Sequence[Pin]) -> Iterator[tuple[Callable[[Sequence[Pin]], Said], Sequence[Pin]]]:
        """Yield pins with whom to ask; pip-audit takes a package once in a run.

        An endpoint is asked without it where it is not installed, as in the image: it brings pip.
        """
        audited = PYPI if pip_audit.installed() or not self._sources.osv else ""
        others = [pin for pin in pins if pin.ecosystem != audited]
        for at in range(0, len(others), osv.BATCH):
            yield self._endpoint, others[at : at + osv.BATCH]
        rounds: list[list[Pin]] = []
        seen: dict[str, int] = {}
        for pin in (pin for pin in pins if pin.ecosystem == audited):
            turn = seen[pin.name] = seen.get(pin.name, -1) + 1
            rounds += [[]] * (turn == len(rounds))
            rounds[turn] = [*rounds[turn], pin]
        for each in rounds:
            for at in range(0, len(each), BATCH):
                yield self._pip_audit, each[at : at + BATCH]

    def _try(self, ask: Callable[[Sequence[Pin]], Said], pins: Sequence[Pin]) -> Said:
        if time.monotonic() > self._deadline:
            self.failure = self.failure or f"asking took more than {self._sources.timeout:.0f} s"
            return {}
        try:
            return ask(pins)
        except Unavailable as error:
            self.failure = self.failure or str(error)
            return {}

    def _pip_audit(self, pins: Sequence[Pin]) -> Said:
        address = self._sources.endpoint if self._sources.osv else ""
        return pip_audit.audit(pins, self._deadline - time.monotonic(), address)

    def _endpoint(self, pins: Sequence[Pin]) -> Said:
        answers = osv.Osv(self._sources.endpoint, self._deadline).batch(pins)
        return {pin: (named, "") for pin, named in zip(pins, answers, strict=True) if named is not None}

    def _record(self, identifier: str) -> Any:
        source = self._sources.endpoint
        if kept := self._cache.get("record", source, identifier):
            return kept[0]
        try:
            record = osv.Osv(source, self._deadline).record(identifier)
        except Unavailable as error:
            self.failure = self.failure or str(error)
            kept = self._cache.get("record", source, identifier, stale=True)
            return kept[0] if kept else None
        self._cache.put(record, "record", source, identifier)
        return record

    def _kept(self, pin: Pin, *, stale: bool = False) -> Answer | None:
        kept = self._cache.get("pin", self._sources.name, *pin, stale=stale)
        if kept is None:
            return None
        try:
            return Answer(kept[1], tuple(frozenset(map(str, each)) for each in kept[0]["named"]), kept[0]["skipped"])
        except (TypeError, KeyError):
            return None

    def _keep(self, pin: Pin, named: tuple[frozenset[str], ...], skipped: str) -> Answer:
        value = {"named": [sorted(each) for each in named], "skipped": skipped}
        self._cache.put(value, "pin", self._sources.name, *pin)
        return Answer(self._cache.now, named, skipped)
