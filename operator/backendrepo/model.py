"""The base of every value that crosses a boundary: frozen, camelCase in YAML, strict about types."""

import re
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainSerializer, WithJsonSchema
from pydantic.alias_generators import to_camel

DURATION = r"^([0-9]+(h|m|s))+$"
_SECONDS = {"h": 3600, "m": 60, "s": 1}


class Model(BaseModel):
    """A frozen value whose fields are snake_case in Python and camelCase in YAML.

    Unknown fields are ignored here: the API server already prunes them, and an operator that is older
    than the installed CRD must not fail on a field that it does not know.
    """

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="ignore", frozen=True)

    def manifest(self) -> dict[str, Any]:
        """Return the value as it stands in YAML: camelCase, without what is unset or an empty list."""
        written: dict[str, Any] = _without_empty(self.model_dump(mode="json", by_alias=True, exclude_none=True))
        return written


def _without_empty(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_empty(each) for key, each in value.items() if each != []}
    return [_without_empty(each) for each in value] if isinstance(value, list) else value


def seconds(duration: str) -> float:
    """Return the length in seconds of a duration such as `10m` or `1h30m`."""
    return sum(float(count) * _SECONDS[unit] for count, unit in re.findall(r"([0-9]+)(h|m|s)", duration))


Duration = Annotated[str, Field(pattern=DURATION, max_length=16)]


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a time without a zone means nothing to another machine")
    return moment.astimezone(UTC).replace(microsecond=0)


Timestamp = Annotated[
    datetime,
    AfterValidator(_aware),
    PlainSerializer(lambda moment: moment.strftime("%Y-%m-%dT%H:%M:%SZ"), return_type=str),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
"""A moment in UTC, to the second, as `metav1.Time` writes it."""
