"""How often the API server is asked, by its audit log; watches are not counted."""

import time
from collections import Counter

from tests.bench.rig import Rig, rig
from tests.bench.table import Row, Tell, exactly

TITLE = "Kubernetes requests (audit log; watches aside)"

COUNT = 10
WINDOW = 10.0
"""Seconds of watching a resync by the clock, which is set to come every two."""


def measure(tell: Tell) -> None:
    """Count on ten repositories."""
    with rig(limited=False) as bench:
        names = [f"repo-{number}" for number in range(COUNT + 1)]
        for name in names:
            bench.github.add_repository(f"acme/{name}")
        bench.add(names[:1])
        with bench.operator():
            bench.until_ready(1)
            _first(bench, tell, names[1:])
            _asked(bench, tell, names)
            _by_the_clock(bench, tell)
            _statuses(bench, tell)


def _first(bench: Rig, tell: Tell, names: list[str]) -> None:
    before = Counter(bench.asked_of_kubernetes())
    bench.add(names)
    bench.until_ready(len(names) + 1)
    asked = Counter(bench.asked_of_kubernetes()) - before
    _tell(tell, "first enforcement, for each repository", asked, len(names), 4)


def _asked(bench: Rig, tell: Tell, names: list[str]) -> None:
    before = Counter(bench.asked_of_kubernetes())
    for name in names:
        bench.reconcile(name)
    asked = Counter(bench.asked_of_kubernetes()) - before
    _tell(tell, "resync without drift, asked for by annotation", asked, len(names), 1)


def _tell(tell: Tell, what: str, asked: Counter[str], repositories: int, target: int) -> None:
    asked.pop("get secrets", None)  # the connection's, at most one in half a minute for all of them
    each = ", ".join(f"{count / repositories:g} {request}" for request, count in sorted(asked.items()))
    mean = asked.total() / repositories
    tell(Row(what, f"{mean:g}", f"= {target}", mean == target, each))


def _by_the_clock(bench: Rig, tell: Tell) -> None:
    bench.set_drift_interval(2)
    before = len(bench.asked_of_kubernetes())
    bench.github.requests.clear()
    time.sleep(WINDOW)
    looks = len(bench.github.requests.matching(path=r"^/repos/acme/[^/]+$"))
    asked = Counter(bench.asked_of_kubernetes()[before:])
    asked.pop("get secrets", None)
    asked.pop("patch backendstandards/status", None)  # tells that the interval just set was understood
    tell(exactly("resync without drift, by the clock", asked.total(), 0, detail=f" in {looks} looks"))
    bench.set_drift_interval(600)


def _statuses(bench: Rig, tell: Tell) -> None:
    asked = Counter(bench.asked_of_kubernetes())["patch backendrepos/status"]
    changes = bench.watch.changes
    tell(Row("patches of status, in all of this", str(asked), f"= {changes}", asked == changes, "changes of status"))
