"""A fleet of one namespace with large reports: how soon rollups tell of a result, by how much, and what that takes.

Scans end at once (`instant.py`), so that what is measured is what the operator does with their results.
"""

import time
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from math import inf
from statistics import median

from tests.bench.api import CONFIGMAPS, Object, Rollups
from tests.bench.fleet import looks
from tests.bench.rig import NAMESPACE, TEAM, Operator, Rig, rig
from tests.bench.table import Row, Tell, at_most, exactly
from tests.cluster.progress import Progress

from backendrepo.reports.pace import LATEST
from backendrepo.reports.shelf import LARGEST, size

EVERY = 20
"""Of so many reports one is of the largest size."""

QUIET, ASKED = 3, 10
"""Scans that are asked for after a pause, and one by one."""

PACE, STREAM = 0.25, 20.0
"""Seconds between two requests, and of all of them: as if eight scans at once took two seconds each, which is fast."""

SETTLE = 6.0
APART = 4.0
"""Seconds from one write of a ConfigMap to its next: `LATEST`, less what a whole rollup may take.

A result that comes while its rollup is written has missed it, and is told of in time by a next write that comes sooner
by so much: with one write in any five seconds it would be told of after five and what that write takes.
"""

MOST_MEMORY = 250
STANDARD = {
    "driftInterval": "100h",
    "governance": {"allowDeletions": {"value": False}},
    "scan": {"schedule": "0 0 29 2 *"},
}
PLACES = (TEAM, NAMESPACE)
"""Namespaces of the two rollups: the team's and the fleet's."""

Result = tuple[str, str]
"""A name, and when its scan ended."""


def measure(tell: Tell, count: int) -> None:
    """Scan a fleet, then a few of it, then look at it all without any change."""
    names = [f"repo-{number}" for number in range(count)]
    with rig(limited=False, standard=STANDARD) as bench:
        for name in names:
            bench.github.add_repository(f"acme/{name}")
        with Progress(f"Applying {count} BackendRepos"):
            bench.add(names)
        rollups = Rollups(bench.api)
        with bench.operator(("-m", "tests.bench.instant", str(EVERY))) as operator:
            _first(bench, rollups, operator, tell, names)
            _sizes(bench, tell)
            _quiet(bench, rollups, tell, names[:QUIET])
            _few(bench, rollups, tell, names[QUIET:][:ASKED])
            _stream(bench, rollups, tell, names)
            _unchanged(bench, operator, tell, count)
            now, peak = operator.memory
    row = at_most("memory of the process (VmRSS and its peak)", peak, MOST_MEMORY, unit=" MiB")
    tell(Row(row.what, f"{now:.0f}, peak {peak:.0f} MiB", row.target, row.met))


def _first(bench: Rig, rollups: Rollups, operator: Operator, tell: Tell, names: list[str]) -> None:
    """Scan all of them, as fast as it goes; no fleet is scanned so fast, so that times are told and not judged."""
    with Progress(f"Scanning {len(names)} repositories"):
        bench.watch.until(lambda: len(bench.watch.idle) == len(names), "each scanned once", 3_600)
    took = time.monotonic() - operator.started
    tell(Row(f"{len(names):,} first scans, from the start of the process", f"{took:.0f} s, {len(names) / took:.0f}/s"))
    tell(Row("… of the processor, for each", f"{operator.processor / len(names) * 1000:.0f} ms"))
    waited = _waited(rollups, bench.watch.results)
    tell(Row("… from a result to the rollups that tell of it", f"{median(waited):.1f} s, max {max(waited):.1f}"))
    tell(Row("… writes of rollups", str(sum(map(len, rollups.written.values())))))


def _quiet(bench: Rig, rollups: Rollups, tell: Tell, names: list[str]) -> None:
    """Scan one after the other, with a pause before each in which nothing happens."""
    known = set(bench.watch.results)
    for name in names:
        time.sleep(SETTLE)
        _scan(bench, name)
    tell(_row(f"{len(names)} more, in a quiet fleet: to the rollups", _waited(rollups, _since(bench, known))))


def _few(bench: Rig, rollups: Rollups, tell: Tell, names: list[str]) -> None:
    """Scan one after the other while nothing else happens."""
    known = set(bench.watch.results)
    for name in names:
        _scan(bench, name)
    tell(_row(f"{len(names)} more, one by one: to the rollups", _waited(rollups, _since(bench, known))))


def _scan(bench: Rig, name: str) -> None:
    before = len(bench.watch.results)
    bench.ask(name, "scanRequestedAt")
    bench.watch.until(lambda: len(bench.watch.results) > before, f"{name} scanned")


def _stream(bench: Rig, rollups: Rollups, tell: Tell, names: list[str]) -> None:
    """Scan at the pace at which a fleet is scanned."""
    known, began = set(bench.watch.results), time.monotonic()
    chosen = [names[number % len(names)] for number in range(int(STREAM / PACE))]
    for name in chosen:
        bench.ask(name, "scanRequestedAt")
        time.sleep(PACE)
    wanted = len(known) + len(chosen)
    bench.watch.until(lambda: len(bench.watch.results) >= wanted, "each scanned")
    tell(_row(f"{len(chosen)} more, {1 / PACE:.0f} a second: to the rollups", _waited(rollups, _since(bench, known))))
    written = {name: [at for at in moments if at >= began] for name, moments in rollups.written.items()}
    apart = [after - before for moments in written.values() for before, after in pairwise(moments)] or [inf]
    most = max(map(busiest, written.values()))
    detail = f"median and least of {len(apart)}; the median is judged. Of one ConfigMap in any {LATEST:.0f} s: {most}"
    measured = f"{median(apart):.1f} s, min {min(apart):.1f}"
    what = "… from one write of a ConfigMap to its next"
    tell(Row(what, measured, f"≥ {APART:.2f} s", median(apart) >= APART, detail))


def _since(bench: Rig, known: set[Result]) -> dict[Result, float]:
    return {key: at for key, at in bench.watch.results.items() if key not in known}


def _waited(rollups: Rollups, results: dict[Result, float]) -> list[float]:
    """Return how long it took until both rollups had told of each result."""
    keys = {result: [(place, f"acme/{result[0]}", result[1]) for place in PLACES] for result in results}
    rollups.until(lambda: all(key in rollups.told for each in keys.values() for key in each), "each result told")
    return [max(rollups.told[key] for key in keys[result]) - at for result, at in results.items()]


def _row(what: str, waited: list[float]) -> Row:
    row = at_most(what, max(waited), LATEST, unit=" s")
    detail = f"{median(waited):.1f} s, max {max(waited):.1f}"
    return Row(row.what, detail, row.target, row.met, "median and max; the slowest is judged")


def busiest(moments: Sequence[float], window: float = LATEST) -> int:
    """Return how many moments lie in any window, at most."""
    return max((sum(at <= other < at + window for other in moments) for at in moments), default=0)


def _sizes(bench: Rig, tell: Tell) -> None:
    limit = LARGEST / 1024
    for what, name in (("largest", "repo-0"), ("usual", "repo-1")):
        found = bench.api.request("GET", f"/api/v1/namespaces/{TEAM}/configmaps/{name}-conformance")
        tell(at_most(f"ConfigMap of a {what} report", size(found) / 1024, limit, unit=" KiB"))
    found = bench.api.request("GET", CONFIGMAPS)["items"]
    counts = Counter(each["metadata"]["namespace"] for each in found)
    largest = at_most("ConfigMaps of rollups, the largest of them", max(map(size, found)) / 1024, limit, unit=" KiB")
    detail = f"{counts[TEAM]} of the namespace, {counts[NAMESPACE]} of the fleet"
    tell(Row(largest.what, largest.measured, largest.target, largest.met, detail))


def _unchanged(bench: Rig, operator: Operator, tell: Tell, count: int) -> None:
    """Have each looked at once more: a change of its standard that changes nothing for it brings that."""
    time.sleep(SETTLE)
    before, spent, seen = len(bench.audited()), operator.processor, looks(bench, count)
    bench.set_drift_interval(99 * 3600)
    with Progress(f"Looking at {count} repositories"):
        if not seen.wait(1_800):
            raise TimeoutError("not every repository was looked at")
    time.sleep(SETTLE)
    took = (operator.processor - spent) / count * 1000
    asked = bench.audited()[before:]
    reads = Counter(_kind(entry) for entry in asked if entry["verb"] in ("get", "list"))
    writes = Counter(_kind(entry) for entry in asked if entry["verb"] not in ("get", "list"))
    writes.pop("patch backendstandards", None)  # tells that the interval just set was understood
    told = ", ".join(f"{number / count:.2g} {what}" for what, number in sorted(reads.items()))
    tell(Row("a look without any change: of the processor", f"{took:.1f} ms", compared=told))
    tell(exactly("… writes to Kubernetes, of all looks", writes.total(), 0))


def _kind(entry: Object) -> str:
    return f"{entry['verb']} {entry['objectRef']['resource']}"
