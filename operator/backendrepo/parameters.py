"""What a standard may set about the controls; the defaults are the written standard's."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # a hook does without the API's models, which take 0.2 s to load
    from backendrepo.api.controls import Controls

TARGETS = ("lint", "typecheck", "openapi-gate", "test", "ci", "security-audit", "migration-smoke", "migration-apply")
"""The commands that the standard asks for, as targets of `make`. The standard, "Required Commands"."""


@dataclass(frozen=True)
class Parameters:
    """The parameters of the controls."""

    standard: str = "backend-foundation"
    """The name of the standard that they are from."""
    coverage_floor: float = 99.0
    """Percent of the code that the tests have to cover."""
    longest_waiver: int = 180
    """Days that a waiver may hold from now on."""
    pyramid: dict[str, tuple[float, float]] = field(
        default_factory=lambda: {"unit": (70, 85), "integration": (15, 25), "e2e": (5, 10)}
    )
    """Percent of all tests, least and most, by bucket. Source: RFC-0057."""
    oldest_evidence_days: int = 7
    """Days that the last successful scan and its advisory data may be old."""
    disabled: frozenset[str] = frozenset()
    """Ids of controls that are not judged."""


def parameters_of(controls: "Controls", name: str) -> Parameters:
    """Return what the standard of this name sets in `spec.controls`."""
    pyramid = controls.pyramid
    buckets = {"unit": pyramid.unit, "integration": pyramid.integration, "e2e": pyramid.e2e}
    return Parameters(
        standard=name,
        coverage_floor=controls.coverage_floor,
        longest_waiver=controls.longest_waiver_days,
        pyramid={bucket: (share.least, share.most) for bucket, share in buckets.items()},
        oldest_evidence_days=controls.oldest_evidence_days,
        disabled=frozenset(controls.disabled),
    )
