"""When the evidence about a repository was gathered, as the cluster knows it: `Snapshot.evidence`."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Freshness:
    """Moments, all with a zone. None: there was none yet."""

    now: datetime
    scanned: datetime | None = None
    """When the last successful scan ended."""
    advisories: datetime | None = None
    """When the advisory data that it used were fetched."""
    asked: bool = True
    """Whether there is somebody who is asked for advisory data."""
