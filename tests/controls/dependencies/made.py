"""Advisories for tests of controls."""

from datetime import UTC, datetime
from typing import Any

from backendrepo.advisories import Advisories, Advisory, Covered, Uncovered
from backendrepo.findings import Evidence, Severity
from backendrepo.manifests import PYPI, Dependency, Problem

AT = datetime(2026, 11, 24, tzinfo=UTC)


def dependency(name: str = "leaky", line: int = 3, version: str | None = "1.0") -> Dependency:
    return Dependency(name, version, PYPI, Evidence("requirements.txt", line, f"{name}=={version}"))


def known(*advisories: Advisory, **more: Any) -> Advisories:
    """Return what is known of one dependency with these advisories, and of one without."""
    covered = (Covered(dependency(), advisories), Covered(dependency("sound", 4)))
    return Advisories(
        **{"covered": covered, "manifests": ("requirements.txt",), "source": "PyPI", "fetched_at": AT, **more}
    )


def left(*whys: str, **more: Any) -> Advisories:
    """Return that dependencies could not be judged."""
    uncovered = tuple(Uncovered(dependency(f"left{line}", line, None), why) for line, why in enumerate(whys, 1))
    return Advisories(uncovered=uncovered, **more)


def problem(path: str = "yarn.lock", what: str = "locks of Yarn are not read here") -> Problem:
    return Problem(what, Evidence(path))


CRITICAL = Advisory("GHSA-aaaa-bbbb-cccc", severity=Severity.CRITICAL, fixed=("1.1", "2.0"))
HIGH = Advisory("GHSA-dddd-eeee-ffff", severity=Severity.HIGH)
UNRATED = Advisory("PYSEC-2026-1", rated=False)
LOW = Advisory("GHSA-gggg-hhhh-iiii", severity=Severity.LOW)
