"""Measure requests, reaction and memory against their targets: python -m tests.bench."""

import argparse
import signal
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial

from tests.bench import checkouts, fleet, github_requests, kubernetes_requests, scans, throughput
from tests.bench.machine import machine
from tests.bench.table import HEADER, Row, Tell
from tests.cluster.binaries import find_binaries, find_kubectl

GROUPS = {
    "check": checkouts,
    "github": github_requests,
    "kubernetes": kubernetes_requests,
    "fleet": fleet,
    "scans": scans,
    "throughput": throughput,
}
Run = tuple[str, Callable[[Tell], None]]


def main() -> int:
    """Measure; the exit code is 1 where a target is missed."""
    options = _arguments()
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    find_binaries()
    find_kubectl()
    began = time.monotonic()
    print(f"{machine()}\n\n{HEADER}")
    rows: list[Row] = []

    def tell(row: Row) -> None:
        rows.append(row)
        print(row, flush=True)

    for title, measure in _runs(options.only or list(GROUPS), options.repos):
        print(title, flush=True)
        measure(tell)
    return conclude(rows, time.monotonic() - began)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--only", action="append", choices=GROUPS, help="this group; may be repeated")
    sizes = " and ".join(map(str, fleet.SIZES))
    parser.add_argument(
        "--repos", type=int, metavar="N", help=f"fleets of this size, instead of {sizes} (scans: {scans.SIZE})"
    )
    return parser.parse_args()


def _runs(names: list[str], size: int | None) -> Iterator[Run]:
    for name in names:
        if name == "fleet":
            for each in (size,) if size else fleet.SIZES:
                yield fleet.title(each), partial(fleet.measure, size=each)
        elif name == "scans":
            yield scans.TITLE, partial(scans.measure, size=size or scans.SIZE)
        else:
            yield GROUPS[name].TITLE, GROUPS[name].measure


def conclude(rows: list[Row], took: float) -> int:
    """Tell how many targets are met, and which are not; return the exit code."""
    judged = [row for row in rows if row.target]
    missed = [row for row in judged if not row.met]
    print(f"\n{len(judged) - len(missed)} of {len(judged)} targets met, in {took:.0f} s.")
    for row in missed:
        print(f"Missed: {row.what.lstrip('… ')}: {row.measured}, target {row.target}.")
    return 1 if missed else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit("Interrupted. Everything is stopped.")
