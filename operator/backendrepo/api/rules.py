"""What the API server checks of a field: CEL rules, each with a sentence that says what to write.

Source: Kubernetes, "Extend the Kubernetes API with CustomResourceDefinitions", "Validation rules". The functions that
are used here are in every API server since 1.25.
"""

from typing import Annotated

from pydantic import Field
from pydantic.config import JsonDict


def rules(*checks: tuple[str, str]) -> JsonDict:
    """Return the schema keyword of rules: each a CEL expression, and what to write where it does not hold."""
    return {"x-kubernetes-validations": [{"rule": rule, "message": message} for rule, message in checks]}


def duration(least: str, most: str, example: str) -> JsonDict:
    """Return the rule that a duration is one, and within bounds."""
    # The form comes first: `duration()` of anything else, or of centuries, is an error that tells a reader nothing.
    form = "self.matches('^([0-9]{1,6}(h|m|s)){1,3}$')"
    within = f"duration(self) >= duration('{least}') && duration(self) <= duration('{most}')"
    return rules((f"{form} && {within}", f"write a time from {least} to {most}, for example {example}"))


ObjectName = Annotated[
    str,
    Field(
        min_length=1,
        max_length=253,
        json_schema_extra=rules(
            (
                "self.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*$')",
                "write the name as kubectl lists it: lower-case letters, digits, - and . only",
            )
        ),
    ),
]
"""The name of a Kubernetes object (RFC 1123 subdomain). It becomes part of a path, so `..` must not pass."""
