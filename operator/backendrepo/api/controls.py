"""What a standard says of the controls that judge a repository's content."""

from typing import Annotated

from pydantic import ConfigDict, Field

from backendrepo.api.rules import rules
from backendrepo.model import Model

ControlId = Annotated[
    str,
    Field(
        max_length=100,
        json_schema_extra=rules(
            (
                "self.matches('^[a-z][a-z0-9-]*/[a-z][a-z0-9-]*$')",
                "write a control as family/name, for example gates/e2e-tests",
            )
        ),
    ),
]
"""The id of a control of the catalogue."""

Percent = Annotated[float, Field(ge=0, le=100)]


class Share(Model):
    """How many of all tests a bucket should hold, in percent."""

    model_config = ConfigDict(
        json_schema_extra=rules(("self.least <= self.most", "write least and most, the smaller first"))
    )

    least: Percent = Field(description="Percent at least, for example 70.")
    most: Percent = Field(description="Percent at most, for example 85.")


class Pyramid(Model):
    """The shares of the buckets. Source: RFC-0057."""

    unit: Share = Field(default=Share(least=70, most=85), description="Unit tests.")
    integration: Share = Field(default=Share(least=15, most=25), description="Integration tests.")
    e2e: Share = Field(default=Share(least=5, most=10), alias="e2e", description="End-to-end tests.")


class Controls(Model):
    """Which controls of the catalogue count, and with which parameters."""

    disabled: tuple[ControlId, ...] = Field(
        default=(),
        max_length=64,
        description="Controls that are not judged, for example [testing/pyramid].",
        json_schema_extra={"x-kubernetes-list-type": "set"},
    )
    coverage_floor: Percent = Field(
        default=99, description="Percent of the code that the tests have to cover, for example 99."
    )
    longest_waiver_days: int = Field(
        default=180, ge=1, le=365, description="Days that a waiver may hold from now on, for example 90."
    )
    oldest_evidence_days: int = Field(
        default=7,
        ge=1,
        le=90,
        description="Days after which a scan or the data of advisories is out of date, for example 7.",
    )
    pyramid: Pyramid = Field(
        default_factory=Pyramid,
        description="The shares that testing/pyramid asks for.",
        json_schema_extra={"default": {}},
    )
