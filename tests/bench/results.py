"""What scans find, made for measuring: as much as a result may hold, and as much as one usually does."""

import random
from datetime import UTC, datetime

from backendrepo.advisories import Advisories, Advisory, Covered
from backendrepo.checks import Checks
from backendrepo.controls import catalogue
from backendrepo.findings import Evidence, Finding, Report, Severity, failed, passed
from backendrepo.manifests.dependency import PYPI, Dependency
from backendrepo.scanned import Scanned

LARGEST = 100, 1_250
"""Places of a finding, and dependencies with advisories, that come near the 512 KiB of a result."""

USUAL = 2, 10

WORDS = ("order", "invoice", "ledger", "payment", "customer", "session", "token", "queue", "worker", "gateway")
NEVER = datetime(2026, 1, 1, tzinfo=UTC)


def result(size: tuple[int, int], repository: str = "acme/a", commit: str = "0" * 40, at: datetime = NEVER) -> Scanned:
    """Return what a scan learnt of a repository: every other control fails, and each has its places."""
    chosen = random.Random(0)
    places, dependencies = size
    findings = tuple(
        Finding(control.id, control.severity, _judged(number, places, chosen))
        for number, control in enumerate(catalogue())
    )
    covered = tuple(_covered(number, chosen) for number in range(dependencies))
    known = Advisories(covered, manifests=("requirements.txt",), asked_at=at, fetched_at=at)
    report = Report(repository, "backend-foundation", at, findings, commit=commit)
    return Scanned(report, Checks(), known)


def _judged(number: int, places: int, chosen: random.Random):
    evidence = [_place(chosen) for _ in range(places)]
    if number % 2:
        return failed("Some of it is not as the standard has it.", *evidence, fix="Have it as the standard has it.")
    return passed("All of it is as the standard has it.", *evidence)


def _place(chosen: random.Random) -> Evidence:
    one, two, three = (chosen.choice(WORDS) for _ in range(3))
    number = chosen.randrange(1, 2_000)
    return Evidence(f"src/app/{one}/{two}_{number % 97}.py", number, f"    {three}_{number} = {one}.{two}({number:x})")


def _covered(number: int, chosen: random.Random) -> Covered:
    place = Evidence("requirements.txt", number + 1, f"{chosen.choice(WORDS)}-{number}==1.{number}.0")
    known = Advisory(
        f"GHSA-{chosen.randrange(10**4):04}-{number:04}-{chosen.randrange(10**4):04}",
        (f"CVE-2026-{chosen.randrange(10**5):05}",),
        chosen.choice(list(Severity)),
        fixed=(f"1.{number}.1",),
    )
    return Covered(Dependency(place.text.partition("==")[0], f"1.{number}.0", PYPI, place), (known,))
