"""Whatever a scan may learn, for property tests: every field of every dataclass, those that are added later too."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from backendrepo.scanned import Scanned

TEXTS = st.text(max_size=12)
PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: TEXTS,
    int: st.integers(0, 10**6),
    bool: st.booleans(),
    datetime: st.datetimes(timezones=st.just(UTC)),
    date: st.dates(),
    type(None): st.none(),
}


def of(hint: Any) -> st.SearchStrategy[Any]:
    """Return values of a type: of a dataclass, an enumeration, a union, a tuple of any length, a mapping of texts."""
    if hint in PLAIN:
        return PLAIN[hint]
    if is_dataclass(hint):
        hints = get_type_hints(hint)
        return st.builds(hint, **{field.name: of(hints[field.name]) for field in fields(hint)})
    if isinstance(hint, type) and issubclass(hint, Enum):
        return st.sampled_from(hint)
    inner = get_args(hint)
    if get_origin(hint) in (Union, UnionType):
        return st.one_of(*map(of, inner))
    if get_origin(hint) is tuple:
        return st.lists(of(inner[0]), max_size=2).map(tuple)
    assert get_origin(hint) is Mapping, hint
    return st.dictionaries(TEXTS, of(inner[1]), max_size=2)


SCANNED: st.SearchStrategy[Scanned] = of(Scanned)
