"""What is known of the dependencies of one repository: frozen, for `Snapshot.advisories`."""

from dataclasses import dataclass
from datetime import datetime

from backendrepo.findings import Severity
from backendrepo.manifests.dependency import Dependency, Problem

UNKNOWN = "unknown severity"


@dataclass(frozen=True)
class Advisory:
    """One vulnerability of one version, under all its names."""

    id: str
    aliases: tuple[str, ...] = ()
    severity: Severity = Severity.HIGH
    rated: bool = True
    """Whether any record says how severe it is. Where none does it is treated as high."""
    fixed: tuple[str, ...] = ()
    """The versions that first are without it, the lowest first."""
    summary: str = ""

    @property
    def word(self) -> str:
        """How its severity is told."""
        return str(self.severity) if self.rated else UNKNOWN


@dataclass(frozen=True)
class Covered:
    """A dependency that an advisory source was asked about."""

    dependency: Dependency
    advisories: tuple[Advisory, ...] = ()


@dataclass(frozen=True)
class Uncovered:
    """A dependency that could not be judged, and why in a phrase. It is not clean."""

    dependency: Dependency
    why: str


@dataclass(frozen=True)
class Advisories:
    """Which dependencies have which advisories, which could not be judged, and of when the answers are."""

    covered: tuple[Covered, ...] = ()
    uncovered: tuple[Uncovered, ...] = ()
    problems: tuple[Problem, ...] = ()
    """What of the manifests could not be read."""
    manifests: tuple[str, ...] = ()
    """The manifests that were covered wholly."""
    source: str = ""
    """Who was asked."""
    asked_at: datetime | None = None
    """When this was put together."""
    fetched_at: datetime | None = None
    """When the oldest of the answers was given; None where there is none."""
    failure: str = ""
    """Why the source could not be asked, in a sentence; empty where it could."""

    @property
    def open(self) -> tuple[tuple[Dependency, Advisory], ...]:
        """Every advisory with its dependency, the most severe first."""
        order = {severity: rank for rank, severity in enumerate(Severity)}
        found = [(each.dependency, advisory) for each in self.covered for advisory in each.advisories]
        return tuple(sorted(found, key=lambda pair: (order[pair[1].severity], pair[0].name, pair[1].id)))
