"""`BackendStandard`: a version of the standard, as far as governance goes."""

from typing import Annotated

from pydantic import Field

from backendrepo.api.conditions import Status
from backendrepo.api.governance import BY_PATH, Governance
from backendrepo.api.objects import Metadata
from backendrepo.model import Duration, Model

Path = Annotated[str, Field(json_schema_extra={"enum": list(BY_PATH), "maxLength": 64})]


class BackendStandardSpec(Model):
    """What a standard asks of each repository on it."""

    description: str | None = Field(default=None, max_length=1024, description="What the standard is, for people.")
    governance: Governance = Field(
        default_factory=Governance,
        description="The settings of the repository and its governed branch. What is left out is not managed.",
    )
    locked: tuple[Path, ...] | None = Field(
        default=None,
        max_length=64,
        description="The settings that a BackendRepo may tighten, never loosen. Omitted: all that governance manages.",
        json_schema_extra={"x-kubernetes-list-type": "set"},
    )
    drift_interval: Duration = Field(
        default="10m",
        description="How often each repository is compared with the standard, for example 10m or 1h; 1m at least.",
        json_schema_extra={
            "x-kubernetes-validations": [
                {"rule": "duration(self) >= duration('1m')", "message": "write 1m or more, for example 10m"}
            ]
        },
    )

    def locks(self, path: str) -> bool:
        """Whether a BackendRepo may not loosen the setting."""
        return self.locked is None or path in self.locked


class BackendStandard(Model):
    """A version of the standard."""

    metadata: Metadata
    spec: BackendStandardSpec
    status: Status = Field(default_factory=Status)
