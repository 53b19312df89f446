"""How fast it goes where GitHub takes a tenth of a second for each answer, as the real one does."""

import subprocess
import sys
import time

from tests.bench.rig import ROOT, Rig, rig
from tests.bench.table import Row, Tell
from tests.cluster.progress import Progress

TITLE = "First enforcement with a GitHub that takes 100 ms for each answer"

LATENCY, WORKERS = 0.1, 8
COUNT, PAUSING = 24, 4


def measure(tell: Tell) -> None:
    """Enforce a few dozen repositories."""
    with rig(limited=False) as bench:
        ours, theirs = ([f"{who}-{number}" for number in range(COUNT)] for who in ("ours", "theirs"))
        for name in ("warm", *ours, *theirs, *(f"paced-{number}" for number in range(PAUSING))):
            bench.github.add_repository(f"acme/{name}")
        bench.github.faults.add(delay=LATENCY, times=None)
        rate = _operator(bench, ours)
        with Progress("The naive loop"):
            eager = _loop(bench, theirs, "--eager")
            paced = _loop(bench, [f"paced-{number}" for number in range(PAUSING)])
        told = f"naive loop, one after the other {eager:.2f}/s; with PyGithub's own pauses {paced:.2f}/s"
        tell(Row(f"{COUNT} repositories, {WORKERS} workers", f"{rate:.1f}/s", "", True, told))
        tell(Row("times as fast as the naive loop", f"{rate / eager:.1f}", f"≥ {WORKERS}", rate / eager >= WORKERS))


def _operator(bench: Rig, names: list[str]) -> float:
    with bench.operator():
        bench.add(["warm"])
        bench.until_ready(1)
        began = time.monotonic()
        bench.add(names)
        bench.until_ready(len(names) + 1)
        return len(names) / (time.monotonic() - began)


def _loop(bench: Rig, names: list[str], *flags: str) -> float:
    command = [sys.executable, "-m", "tests.bench.naive", bench.github.url, bench.token, *flags]
    named = [f"acme/{name}" for name in names]
    ran = subprocess.run([*command, *named], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    return len(names) / float(ran.stdout)
