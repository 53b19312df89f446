"""Scans and what becomes of them: writes, the size and the age of rollups, and what a fleet of reports takes."""

from tests.bench import reports, rollups, scan_writes
from tests.bench.table import Tell

TITLE = "Scans, reports and rollups"

SIZE = 2_000


def measure(tell: Tell, size: int = SIZE) -> None:
    """Count the writes of a few scans, follow those of a fleet, and lay out many rows."""
    scan_writes.measure(tell)
    reports.measure(tell, size)
    rollups.measure(tell)
