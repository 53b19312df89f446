"""The functions of expressions, those of status aside; each takes values of which some may be unknown.

Documentation: "Evaluate expressions in workflows and actions", Functions.
"""

import json
import math
import re
from collections.abc import Callable, Mapping
from typing import Any

from backendrepo.lazy import regex
from backendrepo.workflows.expressions.values import Record, Unknown, Value, equal, text, upper

LARGEST = 1024 * 1024
"""Characters that a function may make."""

DEEPEST = 100
"""Arrays and objects within each other that are read from JSON."""


def call(name: str, given: tuple[Value, ...], written: str) -> Value:
    """Return what a function comes to; unknown for one that only a run could tell, or that is called wrongly."""
    found = FUNCTIONS[name][2](*given) if takes(name, len(given)) else _MAY_BE
    return Unknown(written) if found is _MAY_BE else found


def takes(name: str, count: int) -> bool:
    """Return whether there is a function of a name that takes so many values."""
    least, most, _ = FUNCTIONS.get(name, (1, 0, None))
    return least <= count <= most and (name != "case" or count % 2 == 1)


_MAY_BE = Unknown("")
"""What a function returns where only a run could tell."""


def _contains(search: Value, item: Value) -> Value:
    if isinstance(search, tuple):
        answers = {equal(each, item) for each in search}
        return True if True in answers else _MAY_BE if None in answers else False
    return _about(search, item, lambda within, part: part in within)


def _about(left: Value, right: Value, holds: Callable[[str, str], bool]) -> Value:
    whole, part = text(left), text(right)
    if whole is None or part is None:
        return _MAY_BE
    collections = isinstance(left, Record | tuple) or isinstance(right, Record | tuple)
    return not collections and holds(upper(whole), upper(part))


def _starts_with(whole: Value, part: Value) -> Value:
    if isinstance(whole, Unknown) and whole.prefix and isinstance(part, str):
        length = min(len(part), len(whole.prefix))
        if upper(whole.prefix[:length]) != upper(part[:length]):
            return False
        return True if length == len(part) else _MAY_BE
    return _about(whole, part, str.startswith)


def _ends_with(whole: Value, part: Value) -> Value:
    return _about(whole, part, str.endswith)


def _format(pattern: Value, *given: Value) -> Value:
    texts = [text(each) for each in (pattern, *given)]
    if None in texts:
        return _MAY_BE
    whole, *parts = [each or "" for each in texts]
    if re.search(r"[{}]", _PLACE.sub("", whole)):
        return _MAY_BE
    asked = [int(match[1]) for match in _PLACE.finditer(whole) if match[1]]
    if max(asked, default=-1) >= len(parts) or len(asked) * max(map(len, parts), default=0) > LARGEST:
        return _MAY_BE
    return _PLACE.sub(lambda match: parts[int(match[1])] if match[1] else match[0][0], whole)


_PLACE = regex(r"\{\{|\}\}|\{(\d{1,3})\}")


def _join(values: Value, separator: Value = ",") -> Value:
    if isinstance(values, Record):
        return ""
    items = values if isinstance(values, tuple) else (values,)
    texts = [text(each) for each in items]
    between = "," if isinstance(separator, Record | tuple) else text(separator)
    if None in texts or between is None or len(texts) * len(between) > LARGEST:
        return _MAY_BE
    return between.join(each or "" for each in texts)


def _to_json(value: Value) -> Value:
    try:
        return json.dumps(_plain(value), indent=2, ensure_ascii=False, allow_nan=False)
    except (_Unresolved, ValueError, RecursionError):
        return _MAY_BE


class _Unresolved(Exception):
    pass


def _plain(value: Value) -> Any:
    if isinstance(value, Record) and not value.open:
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, Record | Unknown):
        raise _Unresolved
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _from_json(value: Value) -> Value:
    whole = text(value)
    if whole is None or len(whole) > LARGEST:
        return _MAY_BE
    try:
        return from_plain(json.loads(whole, parse_int=float, parse_constant=_none))
    except (ValueError, RecursionError):
        return _MAY_BE


def _none(constant: str) -> None:
    raise ValueError(constant)


def from_plain(value: Any, deepest: int = DEEPEST) -> Value:
    """Return what JSON or YAML has as a value of expressions. Raises `ValueError` where it is too deep."""
    if deepest < 0:
        raise ValueError("too deep")
    if isinstance(value, dict):
        return Record({str(key): from_plain(each, deepest - 1) for key, each in value.items()})
    if isinstance(value, list):
        return tuple(from_plain(each, deepest - 1) for each in value)
    if isinstance(value, bool | str | None):
        return value
    return _float(value)


def _float(value: int | float) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf


def _case(*given: Value) -> Value:
    for condition, value in zip(given[0:-1:2], given[1:-1:2], strict=True):
        if condition is not False:
            return value if condition is True else _MAY_BE
    return given[-1]


_ANY = 255

FUNCTIONS: Mapping[str, tuple[int, int, Callable[..., Value]]] = {
    "contains": (2, 2, _contains),
    "startswith": (2, 2, _starts_with),
    "endswith": (2, 2, _ends_with),
    "format": (1, _ANY, _format),
    "join": (1, 2, _join),
    "tojson": (1, 1, _to_json),
    "fromjson": (1, 1, _from_json),
    "hashfiles": (1, _ANY, lambda *patterns: _MAY_BE),
    "case": (3, _ANY, _case),
}
"""Each function with the fewest and the most values that it takes."""
