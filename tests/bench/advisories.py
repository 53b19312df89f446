"""How long asking about dependencies takes: first, and again when the answers are kept."""

import tempfile
import time
from pathlib import Path

from tests.bench.checkout import check, made
from tests.bench.processor import seconds
from tests.bench.table import Row, Tell, exactly
from tests.osv.records import V3_MEDIUM, record
from tests.osv.server import OsvServer

PINS = 200
"""Dependencies of one repository; a tenth of them have an advisory."""


def measure(tell: Tell) -> None:
    """Check a repository of many pins against an OSV server on loopback, twice. Seconds are of the clock here."""
    records = [
        record(f"GHSA-aaaa-bbbb-{number:04}", f"part{number}", vectors=(V3_MEDIUM,)) for number in range(0, PINS, 10)
    ]
    with tempfile.TemporaryDirectory() as name, OsvServer(records) as server:
        root = made(Path(name) / "repository", 50, 2)
        (root / "requirements.txt").write_text("".join(f"part{number}==1.0\n" for number in range(PINS)))
        for what in ("cold", "cached"):
            server.asked.clear()
            took = _timed(root, Path(name) / "cache", server.url)
            told = f"{len(server.asked)} requests to OSV"
            tell(Row(f"advisories of {PINS} pins, {what} (by the clock)", f"{took:.2f} s", compared=told))
        tell(exactly("… requests to OSV when the answers are kept", len(server.asked), 0))


def _timed(root: Path, cache: Path, url: str) -> float:
    began = time.monotonic()
    seconds(check(root, "--osv", url), XDG_CACHE_HOME=str(cache))
    return time.monotonic() - began
