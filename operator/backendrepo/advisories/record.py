"""Records of OSV's schema, read with care: they come from a network. Source: ossf.github.io/osv-schema."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from backendrepo.redaction import redact

Record: TypeAlias = Mapping[str, Any]


def usable(record: Any) -> bool:
    """Whether a record is one, and of the version of the schema that is read here."""
    if not isinstance(record, dict) or not isinstance(record.get("id"), str):
        return False
    return str(record.get("schema_version", "1.0.0")).partition(".")[0] == "1"


def withdrawn(record: Record) -> bool:
    """Whether its authors took it back."""
    return record.get("withdrawn") is not None


def ids(record: Record) -> frozenset[str]:
    """Return every id that it is known by."""
    return frozenset([record["id"], *texts(record.get("aliases"))])


def summary(record: Record) -> str:
    """Return what it is about, on one line."""
    told = record.get("summary") or record.get("details")
    return redact(" ".join(told.split()))[:200] if isinstance(told, str) else ""


def dicts(value: Any) -> list[dict[str, Any]]:
    """Return the objects of a list, nothing where it is none."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def texts(value: Any) -> list[str]:
    """Return the strings of a list, nothing where it is none."""
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def groups(named: Iterable[frozenset[str]]) -> list[frozenset[str]]:
    """Join sets of ids that share one, over however many others."""
    by_id: dict[str, set[str]] = {}
    for each in named:
        joined = set(each)
        for identifier in each:
            joined |= by_id.get(identifier, set())
        by_id |= dict.fromkeys(joined, joined)
    return [frozenset(group) for group in {id(group): group for group in by_id.values()}.values()]
