"""What a user writes about one setting: a value that is a minimum, an exact value, or hands off."""

from enum import StrEnum
from typing import Any

from pydantic import ConfigDict, Field
from pydantic.config import JsonDict

from backendrepo.model import Model


class Mode(StrEnum):
    """How the value of a setting binds."""

    AT_LEAST = "AtLeast"
    """The value is a minimum: a stricter live value stays."""

    EXACTLY = "Exactly"
    """The live value has to be this one."""

    UNMANAGED = "Unmanaged"
    """The setting is neither compared nor written."""


def schema_rule(expression: str, message: str) -> JsonDict:
    """Return the schema keyword of a rule that the API server checks: a CEL expression, and what to write instead."""
    return {"x-kubernetes-validations": [{"rule": expression, "message": message}]}


def one_of_value_and_unmanaged(example: str) -> ConfigDict:
    """Return the schema rule that a policy has a value exactly when it manages the setting."""
    return ConfigDict(
        json_schema_extra=schema_rule(
            "self.policy == 'Unmanaged' ? !has(self.value) : has(self.value)",
            f"write a value, for example {example}, or policy: Unmanaged without a value",
        )
    )


class Policy(Model):
    """The policy for one setting; subclasses say what its value is."""

    policy: Mode = Field(
        default=Mode.AT_LEAST,
        description="AtLeast: the value is a minimum, a stricter live value stays. Exactly: the live value "
        "has to be this one. Unmanaged: neither compared nor written.",
    )
    value: Any = None

    @property
    def managed(self) -> bool:
        """Whether the setting is compared and written at all."""
        return self.policy is not Mode.UNMANAGED

    def protecting(self, live: Any) -> Any:
        """Return what of a live value protects anything; the rest neither has to stay nor is missed."""
        return live


class BooleanPolicy(Policy):
    """A policy for a switch."""

    model_config = one_of_value_and_unmanaged("value: true")
    value: bool | None = Field(default=None, description="The wanted value: true or false.")


class CountPolicy(Policy):
    """A policy for the number of approving reviews, 0 to 6 (GitHub's bounds)."""

    model_config = one_of_value_and_unmanaged("value: 1")
    value: int | None = Field(default=None, ge=0, le=6, description="The wanted number, from 0 to 6, for example 2.")
