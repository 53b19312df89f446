"""What a scan as a Job makes the operator write, by the audit log, on a node without containers."""

import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kubernetes import config
from tests.bench.api import GROUP
from tests.bench.rig import NAMESPACE, Object, Rig, rig
from tests.bench.table import Row, Tell, at_most
from tests.cluster import ControlPlane
from tests.cluster.progress import Progress
from tests.scans.kubelet import Kubelet

from backendrepo.cluster import Cluster

COUNT = 4

MOST = 4
"""Writes of such a scan: Job, Secret, report and status, where nothing but the times has changed."""

SETTLE = 6.0
"""Seconds until the rollups that tell of the last result are written as well."""

COMMAND = (sys.executable, str(Path(__file__).with_name("fake_scan.py")))
RUN = ("-m", "backendrepo", "run", "--scan-runner", "job", "--scan-image", "backendrepo:bench")
STANDARD = {"driftInterval": "1h", "governance": {"allowDeletions": {"value": False}}}
NEVER = "0 0 29 2 *"


def measure(tell: Tell) -> None:
    """Count on a few repositories."""
    control_plane = ControlPlane()
    with rig(limited=False, standard=_scanned(NEVER), cluster=control_plane) as bench:
        names = [f"repo-{number}" for number in range(COUNT)]
        for name in names:
            bench.github.add_repository(f"acme/{name}")
        api = Cluster(config.new_client_from_config(str(control_plane.kubeconfig)), NAMESPACE)
        with Kubelet(api, COMMAND), bench.operator(RUN):
            _first(bench, tell, names)
            _scheduled(bench, tell, names)


def _scanned(schedule: str) -> Object:
    return {**STANDARD, "scan": {"schedule": schedule}}


def _first(bench: Rig, tell: Tell, names: list[str]) -> None:
    before = len(bench.audited())
    bench.add(names)
    bench.watch.until(lambda: len(bench.watch.idle) == len(names), "each scanned once")
    time.sleep(SETTLE)
    wrote = _writes(bench, before)
    told, rollups = _apart(wrote, len(names))
    tell(Row("first enforcement and scan: writes for each", f"{wrote.total() / len(names):g}", compared=told))
    tell(Row("… and of rollups, in all of this", f"{rollups}"))


def _scheduled(bench: Rig, tell: Tell, names: list[str]) -> None:
    """Have the schedule come round once, soon; that it was changed is told by each before."""
    minute = (datetime.now(UTC) + timedelta(seconds=60 + 2 * SETTLE)).minute
    schedule = {"spec": _scanned(f"{minute} * * * *")}
    bench.api.merge(f"{GROUP}/backendstandards/bench", schedule)
    time.sleep(SETTLE)
    before, wanted = len(bench.audited()), len(bench.watch.results) + len(names)
    with Progress("Awaiting the minute of a schedule"):
        bench.watch.until(lambda: len(bench.watch.results) >= wanted, "scanned by the schedule")
    time.sleep(SETTLE)
    wrote = _writes(bench, before)
    told, rollups = _apart(wrote, len(names))
    row = at_most("scan by the schedule, same verdict: writes for each", wrote.total() / len(names), MOST)
    tell(Row(row.what, f"{wrote.total() / len(names):g}", row.target, row.met, told))
    tell(Row("… and of rollups, in all of this", f"{rollups}"))


def _apart(wrote: Counter[str], scans: int) -> tuple[str, int]:
    """Take the writes of rollups, which many scans share, out; return the others in words, and their number."""
    rollups = wrote.pop("create rollups", 0) + wrote.pop("patch rollups", 0)
    return ", ".join(f"{count / scans:g} {what}" for what, count in sorted(wrote.items())), rollups


def _writes(bench: Rig, before: int) -> Counter[str]:
    """Count what the operator has written since, by verb and what it is of."""
    entries = bench.audited()[before:]
    return Counter(_told(entry) for entry in entries if entry["verb"] not in ("get", "list"))


def _told(entry: Object) -> str:
    about = entry["objectRef"]
    kind = about["resource"]
    if kind == "configmaps":
        kind = "reports" if about["name"].endswith("-conformance") else "rollups"
    return f"{entry['verb']} {kind}" + (f"/{about['subresource']}" if "subresource" in about else "")
