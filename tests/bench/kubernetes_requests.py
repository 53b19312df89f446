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
    secrets = asked.pop("get secrets", 0)  # of the connection, at most one in 30 s
    tell(
        exactly(
            "first enforcement, for each repository",
            asked.total() // len(names) if asked.total() % len(names) == 0 else asked.total(),
            4,
            compared=f"{_told(asked, len(names))}; and {secrets} get secrets for all",
        )
    )


def _asked(bench: Rig, tell: Tell, names: list[str]) -> None:
    before = Counter(bench.asked_of_kubernetes())
    for name in names:
        bench.reconcile(name)
    asked = Counter(bench.asked_of_kubernetes()) - before
    asked.pop("get secrets", 0)
    measured = asked.total() // len(names) if asked.total() % len(names) == 0 else asked.total()
    tell(exactly("resync without drift, asked for by annotation", measured, 1, compared=_told(asked, len(names))))


def _by_the_clock(bench: Rig, tell: Tell) -> None:
    bench.set_drift_interval(2)
    before = len(bench.asked_of_kubernetes())
    bench.github.requests.clear()
    time.sleep(WINDOW)
    looks = len(bench.github.requests.matching(path=r"^/repos/acme/[^/]+$"))
    asked = Counter(bench.asked_of_kubernetes()[before:])
    asked.pop("get secrets", 0)
    asked.pop("patch backendstandards/status", 0)  # tells that the interval just set was understood
    tell(exactly("resync without drift, by the clock", asked.total(), 0, detail=f" in {looks} looks"))
    bench.set_drift_interval(600)


def _statuses(bench: Rig, tell: Tell) -> None:
    asked = Counter(bench.asked_of_kubernetes())["patch backendrepos/status"]
    changes = bench.watch.changes
    tell(Row("patches of status, in all of this", str(asked), f"= {changes}", asked == changes, "changes of status"))


def _told(asked: Counter[str], repositories: int) -> str:
    return ", ".join(f"{count / repositories:g} {what}" for what, count in sorted(asked.items()))
