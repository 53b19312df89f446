"""Whom to ask about a repository's dependencies, where a user wants that: names and versions leave the machine then."""

import argparse
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from backendrepo.check.reading import Mistakes
from backendrepo.snapshot import Files

if TYPE_CHECKING:
    from backendrepo.advisories import Advisories

Ask: TypeAlias = Callable[[Files], "Advisories"]


def asking(options: argparse.Namespace, now: datetime) -> Ask | None:
    """Return what asks, None where nobody is to be asked. Raises `Mistakes`."""
    if not (options.advisories or options.osv or options.offline):
        return None
    if options.offline and options.osv:
        raise Mistakes("--offline and --osv say two different things: leave one out.")
    if options.offline and not options.offline.is_dir():
        raise Mistakes(f"--offline: there is no folder {options.offline} with advisory records.")
    from backendrepo.audit import Sources, read  # noqa: PLC0415 - most calls ask nobody

    sources = Sources(osv=options.osv or "", database=options.offline, cache=_cache())
    return lambda files: read(files, sources, now)


def _cache() -> Path:
    """Return the folder for answers that are kept. Source: XDG Base Directory Specification."""
    home = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(home) if os.path.isabs(home) else Path.home() / ".cache") / "backendrepo"
