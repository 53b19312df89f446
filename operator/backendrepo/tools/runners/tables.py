"""TOML files: tables within each other, and lists of text, whatever else stands there."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from backendrepo.manifests.text import Malformed, toml


@lru_cache(maxsize=16)
def document(text: str) -> Mapping[str, Any]:
    """Return a text as TOML; nothing where it is none."""
    try:
        return toml(text)
    except Malformed:
        return {}


def table(text: str, *keys: str) -> Mapping[str, Any]:
    """Return the table under keys within each other; an empty one where there is none."""
    found: Any = document(text)
    for key in keys:
        found = found.get(key) if isinstance(found, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def texts(value: object) -> list[str]:
    """Return the texts of a list; a text alone is a list of one."""
    if isinstance(value, str):
        return [value]
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []
