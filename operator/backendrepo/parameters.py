"""What a standard may set about the controls; the defaults are the written standard's."""

from dataclasses import dataclass, field


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
