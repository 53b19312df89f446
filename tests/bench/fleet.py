"""A fleet: how soon the operator is there, how long it takes, what it holds in memory, what it leaves alone."""

import threading
import time
from statistics import median

from tests.bench.rig import Operator, Rig, rig
from tests.bench.table import Row, Tell, at_most, exactly
from tests.cluster.progress import Progress
from tests.github.exchange import Exchange

SIZES = (100, 1000)
STARTS, REPAIRS = 3, 20
LIMITS = {100: 150, 1000: 200}
"""MiB for a fleet up to that size."""

IDLE = 10.0
"""Seconds of watching that nothing happens."""

SETTLE = 2.0
"""Seconds before that: the Event of the last repair is posted after its status, which is what was waited for."""


def title(size: int) -> str:
    """The heading of a fleet."""
    return f"A fleet of {size:,} BackendRepos, on a GitHub without limits"


def measure(tell: Tell, size: int) -> None:
    """Enforce a fleet of that size, repair, rest, restart."""
    names = [f"repo-{number}" for number in range(size)]
    with rig(limited=False) as bench:
        with Progress(f"Applying {size} BackendRepos"):
            for name in names:
                bench.github.add_repository(f"acme/{name}", private=True)
            bench.add(names)
        with bench.operator() as operator:
            _enforce(bench, operator, tell, size)
            _repair(bench, tell, names)
            _idle(bench, tell)
            held = operator.memory
        _start(bench, tell, names)
        _memory(tell, size, max(held, _restart(bench, tell, size), key=lambda each: each[1]))


def _enforce(bench: Rig, operator: Operator, tell: Tell, size: int) -> None:
    with Progress(f"Enforcing {size} BackendRepos"):
        bench.until_ready(size)
    took = time.monotonic() - operator.started
    tell(Row("first enforcement of all, from the start of the process", f"{took:.1f} s, {size / took:.0f}/s"))
    asked, changes = bench.asked_of_kubernetes().count("patch backendrepos/status"), bench.watch.changes
    tell(Row("… patches of status", str(asked), f"= {changes}", asked == changes, "changes of status"))


def _repair(bench: Rig, tell: Tell, names: list[str]) -> None:
    """Drift behind the operator's back; the clock runs from asking until the status tells of the repair."""
    took = []
    for number in range(REPAIRS):
        name = names[number % len(names)]
        protection = bench.github.repository(f"acme/{name}").protection()
        assert protection
        protection.enforce_admins = False
        took.append(bench.reconcile(name))
        if not _is_repaired(bench, name):
            raise RuntimeError(f"{name} was not repaired")
    row = at_most("drift to repair, from asking for it", max(took), 2.0, unit=" s")
    detail = f"{median(took):.2f} s, max {max(took):.2f}"
    tell(Row(row.what, detail, row.target, row.met, f"median and max of {REPAIRS}; the slowest is judged"))


def _is_repaired(bench: Rig, name: str) -> bool:
    protection = bench.github.repository(f"acme/{name}").protection()
    return protection is not None and protection.enforce_admins


def _idle(bench: Rig, tell: Tell) -> None:
    time.sleep(SETTLE)
    before, asked = len(bench.asked_of_kubernetes()), len(bench.github.requests)
    time.sleep(IDLE)
    window = f" in {IDLE:.0f} s"
    tell(exactly("idle: requests to GitHub", len(bench.github.requests) - asked, 0, detail=window))
    tell(exactly("idle: requests to Kubernetes", len(bench.asked_of_kubernetes()) - before, 0, detail=window))


def _start(bench: Rig, tell: Tell, names: list[str]) -> None:
    """From the start of the process until a request that waits for it is handled."""
    took = []
    for name in names[:STARTS]:
        token, _ = bench.ask(name)
        with bench.operator() as operator:
            bench.watch.until(lambda token=token: token in bench.watch.handled, "the first turn")
            took.append(bench.watch.handled[token] - operator.started)
    row = at_most("", max(took), 3.0, unit=" s")
    what = "start of the process to the first handled request"
    tell(
        Row(
            what,
            f"{median(took):.2f} s, max {max(took):.2f}",
            row.target,
            row.met,
            f"median and max of {STARTS}; the slowest is judged",
        )
    )


def _restart(bench: Rig, tell: Tell, size: int) -> tuple[float, float]:
    """Look at the whole fleet after a restart, within one drift interval; return the memory that took."""
    interval = max(2, size // 30)
    bench.set_drift_interval(interval)
    before, all_seen = len(bench.asked_of_kubernetes()), looks(bench, size)
    bench.github.requests.clear()
    with bench.operator() as operator, Progress(f"Looking at {size} BackendRepos within {interval} s"):
        if not all_seen.wait(3 * interval + 60):
            raise TimeoutError("not every repository was looked at")
        held = operator.memory
    writes = len(bench.github.requests.writes())
    reads = len(bench.github.requests) - writes
    tell(exactly("restart in sync: writes to GitHub", writes, 0, detail=f" in {reads:,} requests"))
    asked = [each for each in bench.asked_of_kubernetes()[before:] if each.split()[0] not in ("get", "list")]
    about = [each for each in asked if "backendstandards" not in each]  # whose interval was changed just now
    tell(exactly("restart in sync: writes to Kubernetes", len(about), 0))
    return held


def looks(bench: Rig, size: int) -> threading.Event:
    """Return an event that is set when GitHub was asked for the rules of so many repositories."""
    seen, all_seen = set(), threading.Event()

    def note(exchange: Exchange) -> None:
        if exchange.path.endswith("/rules/branches/main"):
            seen.add(exchange.path)
        if len(seen) == size:
            all_seen.set()

    bench.github.before_answer = note
    return all_seen


def _memory(tell: Tell, size: int, held: tuple[float, float]) -> None:
    """The peak is judged, which is more than what is held in the end."""
    now, peak = held
    target = next((limit for fleet, limit in LIMITS.items() if size <= fleet), None)
    what, measured = "memory of the process (VmRSS and its peak)", f"{now:.0f}, peak {peak:.0f} MiB"
    tell(Row(what, measured, f"≤ {target} MiB", peak <= target) if target else Row(what, measured))
