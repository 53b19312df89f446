"""What a BackendRepo's status tells of scans: the latest one, what it came to, what is waived."""

from enum import StrEnum

from pydantic import Field

from backendrepo.model import Model, Timestamp


class ScanState(StrEnum):
    """Where the scanning of a repository stands."""

    WAITING = "Waiting"
    """A scan is due and waits for its turn among those of the fleet."""
    RUNNING = "Running"
    """A scan is under way."""
    IDLE = "Idle"
    """None is due."""

    @classmethod
    def _missing_(cls, _: object) -> "ScanState":
        """Read a word that a newer version may have written."""
        return cls.IDLE


class ScanStatus(Model):
    """The scans of the repository."""

    state: ScanState = Field(
        default=ScanState.IDLE,
        description="Waiting: one is due and waits for its turn. Running: one is under way. Idle: none is due.",
    )
    commit: str | None = Field(default=None, max_length=64, description="The commit that the latest scan was of.")
    inputs: str | None = Field(
        default=None, max_length=64, description="A digest of what the latest scan was of and by which rules."
    )
    id: str | None = Field(
        default=None, max_length=63, description="The latest scan: the name of its Job in the operator's namespace."
    )
    started: Timestamp | None = Field(default=None, description="When the latest scan was started.")
    last_scan: Timestamp | None = Field(default=None, description="When the latest successful scan ended.")
    next_scan: Timestamp | None = Field(default=None, description="When the schedule has the next one.")
    result: str | None = Field(
        default=None,
        max_length=64,
        description="A digest of what the latest successful scan learnt, by which it is known again in the report.",
    )
    failures: int = Field(
        default=0,
        ge=0,
        description="Scans in a row since the last trigger that failed, or had no answer on advisories.",
    )
    retry: Timestamp | None = Field(default=None, description="When such a scan is tried again.")


class WaiverState(StrEnum):
    """How a waiver stands."""

    IN_FORCE = "InForce"
    EXPIRING = "Expiring"
    EXPIRED = "Expired"
    TOO_LONG = "TooLong"
    UNMATCHED = "Unmatched"

    @classmethod
    def _missing_(cls, _: object) -> "WaiverState":
        """Read a word that a newer version may have written."""
        return cls.IN_FORCE


class WaiverStatus(Model):
    """A waiver and how it stands."""

    control: str = Field(max_length=128, description="The control that is waived.")
    expires: str = Field(max_length=10, description="The last day of the waiver.")
    state: WaiverState = Field(
        description="InForce: it holds. Expiring: it holds for two more weeks at most. Expired: it holds no more. "
        "TooLong: it would hold for longer than the standard allows from now on, so it does not hold. Unmatched: the "
        "standard judges no control of that name."
    )


class Reference(Model):
    """A ConfigMap in the same namespace."""

    name: str = Field(max_length=253, description="Its name.")


class ConformanceStatus(Model):
    """What the repository comes to by the standard."""

    commit: str | None = Field(default=None, max_length=64, description="The commit that this is of.")
    status: str | None = Field(
        default=None,
        max_length=16,
        description="The one word of the report: ok, partial (only medium and low controls fail) or gap.",
    )
    level: str = Field(max_length=16, description="None, Bronze, Silver or Gold.")
    passed: str = Field(max_length=16, description="Controls that pass, of those that apply: 31/38.")
    counts: dict[str, int] = Field(
        description="How many controls came to each outcome: pass, partial, fail, unknown, notApplicable, and how many "
        "of these are waived."
    )
    failing: tuple[str, ...] = Field(
        default=(),
        max_length=32,
        description="The controls that are left to do, those for the next level first; at most 32, the report has all.",
    )
    partial: tuple[str, ...] = Field(
        default=(), max_length=32, description="Those of failing that do not fail: they pass in part."
    )
    unknown: tuple[str, ...] = Field(
        default=(), max_length=32, description="Those of failing that do not fail: they could not be judged."
    )
    held_back_by: tuple[str, ...] = Field(
        default=(), max_length=16, description="The controls that hold the next level back."
    )
    waivers: tuple[WaiverStatus, ...] = Field(default=(), max_length=64, description="The waivers, and how they stand.")
    report_ref: Reference | None = Field(default=None, description="The ConfigMap that holds the report.")


class VulnerabilityStatus(Model):
    """Known vulnerabilities of the dependencies."""

    grave: int | None = Field(
        default=None,
        description="Critical and high ones together, with those that no record rates. Absent where there is none, and "
        "not every dependency could be looked up.",
    )
    critical: int = Field(default=0, description="Critical ones.")
    high: int = Field(default=0, description="High ones.")
    medium: int = Field(default=0, description="Medium ones.")
    low: int = Field(default=0, description="Low ones.")
    unknown: int = Field(default=0, description="Ones that no record rates; they are treated as high.")
    open_critical: tuple[str, ...] = Field(
        default=(),
        max_length=32,
        description="The critical ones, each with its dependency: GHSA-cpwx-vrp4-4pq7 (jinja2 3.1.5); at most 32, the "
        "report has all.",
    )
    advisories_at: Timestamp | None = Field(default=None, description="Of when the advisory data are.")
