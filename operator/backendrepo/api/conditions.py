"""Status conditions after the Kubernetes API conventions and kstatus.

Source: kubernetes/community, "API conventions", "Typical status properties"; cli-utils, "kstatus".
"""

from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field, field_validator

from backendrepo.model import Model, Timestamp


class Type(StrEnum):
    """The condition types, in the order of printing."""

    READY = "Ready"
    """The spec was observed and carried out. Always present."""
    GOVERNANCE_IN_SYNC = "GovernanceInSync"
    """The repository's settings are on the standard."""
    SCAN_SUCCEEDED = "ScanSucceeded"
    """The latest scan of the repository's content came to a result."""
    CONFORMANT = "Conformant"
    """No control is left to do, by the latest scan that came to a result. It does not bear on `Ready`."""
    DEPENDENCIES_SECURE = "DependenciesSecure"
    """No dependency has a critical or high advisory, and all could be looked up. It does not bear on `Ready`."""
    RECONCILING = "Reconciling"
    """Work is under way or tried again. Present only while True (kstatus)."""
    STALLED = "Stalled"
    """A person has to act. Present only while True (kstatus)."""


class Truth(StrEnum):
    """The status of a condition."""

    TRUE = "True"
    FALSE = "False"
    UNKNOWN = "Unknown"


class Condition(Model):
    """One observation about an object."""

    type: Type = Field(
        description="Ready: the spec was observed and carried out; the summary. GovernanceInSync: the settings are on "
        "the standard. ScanSucceeded: the latest scan came to a result. Conformant: no control is left to do. "
        "DependenciesSecure: no dependency has a critical or high advisory. Reconciling, only while True: work is "
        "under way or tried again. Stalled, only while True: a person has to act."
    )
    status: Truth = Field(description="Whether it is so.")
    reason: str = Field(description="Why, as one CamelCase word, for example PlanLimit; docs/conditions.md has each.")
    message: str = Field(max_length=2048, description="Why, for people, and what to do about it.")
    last_transition_time: Timestamp = Field(description="When its status last changed.")
    observed_generation: int = Field(description="The generation of the object that was looked at.")


Conditions = Annotated[
    tuple[Condition, ...],
    Field(
        description="What was observed, one entry for each type.",
        json_schema_extra={"x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["type"]},
    ),
]


class Status(Model):
    """What was observed about the object. Written by the operator alone."""

    observed_generation: int = Field(
        default=-1,
        description="The generation of the spec that the status speaks of; -1 before the first look.",
    )
    conditions: Conditions = ()

    @field_validator("conditions", mode="before")
    @classmethod
    def _known(cls, stored: Any) -> Any:
        """Leave out what a newer version may have written: after a rollback an older one has to read it."""
        if not isinstance(stored, list):
            return stored
        return [each for each in stored if not isinstance(each, dict) or each.get("type") in set(Type)]

    def condition(self, kind: Type) -> Condition | None:
        """Return the condition of that type, None where it is absent."""
        return next((condition for condition in self.conditions if condition.type is kind), None)
