"""A job's matrix: the combinations that it is started with (documentation of `jobs.<job_id>.strategy.matrix`)."""

import math
from collections.abc import Iterator, Mapping
from itertools import islice, product
from typing import NamedTuple

from backendrepo.workflows.expressions import Answer, Record, Scope, Unknown, Value, equal
from backendrepo.workflows.expressions.values import agreed
from backendrepo.workflows.scalars import value_of
from backendrepo.yaml12 import Node

MOST = 256
"""Combinations of one matrix: GitHub starts no more."""

MOST_COMPARED = 200_000
"""Values that are compared to include and exclude; no matrix that a person writes comes near it."""


class Combination(NamedTuple):
    """One combination: the `matrix` context, and the values that its name shows."""

    matrix: Record | None = None
    shown: tuple[Value, ...] = ()


class Matrix(NamedTuple):
    """All combinations, or why they are not known."""

    combinations: tuple[Combination, ...] = (Combination(),)
    unknown: str = ""
    refused: bool = False
    """Whether GitHub starts none of them."""

    @property
    def many(self) -> bool:
        """Whether there is a matrix at all."""
        return bool(self.unknown) or self.combinations != (Combination(),)


def expand(node: Node | None, scope: Scope) -> Matrix:
    """Return the combinations of what stands at `strategy.matrix`."""
    value = value_of(node, scope) if node else None
    if value is None:
        return Matrix()
    if not isinstance(value, Record):
        why = f"`{value.text}` is only known in a run" if isinstance(value, Unknown) else "it is no mapping"
        return Matrix((), why)
    axes = {name: each for name, each in value.items() if name.lower() not in ("include", "exclude")}
    return _expanded(axes, value.get("include"), value.get("exclude"))


def _expanded(axes: Mapping[str, Value], include: Value, exclude: Value) -> Matrix:
    for name, values in (*axes.items(), ("include", include or ()), ("exclude", exclude or ())):
        if not isinstance(values, tuple) or any(isinstance(each, Unknown) for each in values):
            return Matrix((), f"the values of `{name}` are only known in a run")
    lists = [values for values in axes.values() if isinstance(values, tuple)]
    if not all(lists) or not (lists or include):
        return Matrix((), "a matrix without a value", refused=True)
    included, excluded = _records(include), _records(exclude)
    count = math.prod(map(len, lists)) if lists else 0
    if count * (1 + sum(map(_size, (*included, *excluded)))) > MOST_COMPARED:
        return Matrix((), "it has more combinations than are read here", refused=not excluded)
    try:
        made = tuple(islice(_combined(axes, included, excluded), MOST + 1)) or (Combination(),)
    except _Undecided:
        return Matrix((), "what it includes or excludes is only known in a run")
    if len(made) > MOST:
        return Matrix((), f"it has more than {MOST} combinations", refused=True)
    return Matrix(made)


def _records(values: Value) -> tuple[Record, ...]:
    return tuple(each for each in _listed(values) if isinstance(each, Record))


def _listed(values: Value) -> tuple[Value, ...]:
    return values if isinstance(values, tuple) else ()


def _size(value: Value) -> int:
    """Return how many values a value has within it, itself counted."""
    within = [each for _, each in value.items()] if isinstance(value, Record) else _listed(value)
    return 1 + sum(map(_size, within))


class _Undecided(Exception):
    pass


def _combined(
    axes: Mapping[str, Value], include: tuple[Record, ...], exclude: tuple[Record, ...]
) -> Iterator[Combination]:
    """Yield the product without what is excluded, each with what is added to it; then what is included on its own.

    What is added is not shown in the name, and never overwrites a value of the product.
    """
    alone = dict.fromkeys(range(len(include)))
    for values in product(*map(_listed, axes.values())) if axes else ():
        original = Record(zip(axes, values, strict=True))
        if any(_taken(each, original) for each in exclude):
            continue
        added: dict[str, Value] = {}
        for index, item in enumerate(include):
            if _taken(_only(item, axes), original):
                alone.pop(index, None)
                added |= dict(_without(item, axes).items())
        yield Combination(original.updated(added), tuple(_leaves(original)))
    for index in alone:
        own = Record((*_only(include[index], axes).items(), *_without(include[index], axes).items()))
        yield Combination(own, tuple(_leaves(own)))


def _only(item: Record, axes: Mapping[str, Value]) -> Record:
    known = {name.lower() for name in axes}
    return Record((name, value) for name, value in item.items() if name.lower() in known)


def _without(item: Record, axes: Mapping[str, Value]) -> Record:
    known = {name.lower() for name in axes}
    return Record((name, value) for name, value in item.items() if name.lower() not in known)


def _taken(filter_: Value, value: Value) -> bool:
    """Whether all that a filter names is in a value."""
    answer = _within(filter_, value)
    if answer is None:
        raise _Undecided
    return answer


def _within(filter_: Value, value: Value) -> Answer:
    if isinstance(filter_, Record):
        pairs = [(each, value.get(key) if isinstance(value, Record) else None) for key, each in filter_.items()]
    elif isinstance(filter_, tuple):
        found = value if isinstance(value, tuple) else ()
        pairs = [(each, found[index] if index < len(found) else None) for index, each in enumerate(filter_)]
    else:
        return equal(value, filter_)
    answers = [_within(each, other) for each, other in pairs]
    return False if False in answers else agreed((True, *answers))


def _leaves(value: Value) -> Iterator[Value]:
    """Yield the values that a name shows: all within each other, without what is empty."""
    if isinstance(value, Record | tuple):
        for each in (item for _, item in value.items()) if isinstance(value, Record) else value:
            yield from _leaves(each)
    elif value not in (None, ""):
        yield value
