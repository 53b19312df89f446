"""`BackendStandard`: a version of the standard."""

from typing import Annotated

from pydantic import Field

from backendrepo.api.conditions import Status
from backendrepo.api.controls import Controls
from backendrepo.api.governance import BY_PATH, Governance
from backendrepo.api.objects import Metadata
from backendrepo.api.rules import duration
from backendrepo.api.scan import StandardScan
from backendrepo.model import Duration, Model

Path = Annotated[str, Field(json_schema_extra={"enum": list(BY_PATH), "maxLength": 64})]


class BackendStandardSpec(Model):
    """What the standard asks of each repository on it."""

    description: str | None = Field(
        default=None,
        max_length=1024,
        description="What the standard is, for people, for example: Two approvals, signed commits.",
    )
    governance: Governance = Field(
        default_factory=Governance,
        description="The settings of each repository and its governed branch, for example {enforceAdmins: {value: "
        "true}}. What is left out is not managed: neither compared nor written.",
    )
    locked: tuple[Path, ...] | None = Field(
        default=None,
        max_length=64,
        description="The settings that a BackendRepo may tighten but never loosen, for example [enforceAdmins, "
        "requiredChecks.checks]. Left out: all that governance manages. []: none.",
        json_schema_extra={"x-kubernetes-list-type": "set"},
    )
    controls: Controls = Field(
        default_factory=Controls,
        description="How a repository's content is judged, by scans and by `backendrepo check --standard`, for example "
        "{coverageFloor: 95, disabled: [testing/pyramid]}.",
        json_schema_extra={"default": {}},
    )
    scan: StandardScan = Field(
        default_factory=StandardScan,
        description="When and how repositories are scanned, for example {schedule: 0 3 * * 1}.",
        json_schema_extra={"default": {}},
    )
    drift_interval: Duration = Field(
        default="10m",
        description="How often each repository is compared with the standard: from 1m to 168h (a week), for example "
        "10m or 1h30m.",
        json_schema_extra=duration("1m", "168h", "10m"),
    )

    def locks(self, path: str) -> bool:
        """Whether a BackendRepo may not loosen the setting."""
        return self.locked is None or path in self.locked


class BackendStandard(Model):
    """A version of the standard: the settings that each repository on it has to have.

    A BackendRepo chooses one by `spec.standardRef`. One named backend-foundation takes the place of the built-in one;
    nothing is inherited from that.
    """

    metadata: Metadata
    spec: BackendStandardSpec
    status: Status = Field(default_factory=Status)
