"""What a YAML node has to be: small checks that are put together into the shape of a workflow (see `shape`).

Each is given the names that expressions may use where the node stands: contexts, and functions with `()` after them.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from backendrepo.lazy import regex
from backendrepo.workflows.expressions import ExpressionError, Tree, templates
from backendrepo.workflows.expressions.functions import FUNCTIONS, takes
from backendrepo.workflows.expressions.syntax import LONGEST, Call, Name, walk
from backendrepo.yaml12 import Mapping as Keys
from backendrepo.yaml12 import Node, Scalar, Sequence, items


class Flaw(NamedTuple):
    """Why GitHub refuses what stands at a node."""

    node: Node
    why: str
    certain: bool = True
    """Whether it does so for sure: a name that is not known here may be newer than this reader."""


Allowed: TypeAlias = frozenset[str]
Shape: TypeAlias = Callable[[Node, Allowed], Iterator[Flaw]]


def anything(node: Node, allowed: Allowed) -> Iterator[Flaw]:
    """Take any node whose expressions are sound."""
    if isinstance(node, Scalar):
        yield from _expressions(node, allowed)
    for child in children(node):
        yield from anything(child, allowed)


def children(node: Node) -> Iterator[Node]:
    """Return what stands directly within a node."""
    if isinstance(node, Sequence):
        yield from node.items
    elif isinstance(node, Keys):
        yield from (value for _, value in node.entries)


def text(node: Node, allowed: Allowed) -> Iterator[Flaw]:
    """Take any scalar."""
    return _expressions(node, allowed) if isinstance(node, Scalar) else _wrong(node, "a text")


def filled(node: Node, allowed: Allowed) -> Iterator[Flaw]:
    """Take any scalar but an empty one."""
    if isinstance(node, Scalar) and node.value in (None, ""):
        return iter([Flaw(node, "a text is missing")])
    return text(node, allowed)


def identifier(node: Node, allowed: Allowed) -> Iterator[Flaw]:
    """Take the id of a job or of a step."""
    if not isinstance(node, Scalar) or not _ID.fullmatch(node.text):
        form = "letters, digits, `-` and `_`, at most 100, begun by no digit and no `__`"
        yield Flaw(node, f"{_kind(node)} is no id: {form}")


_ID = regex(r"(?!__)[A-Za-z_][A-Za-z0-9_-]{0,99}")


def matching(pattern: str, what: str) -> Shape:
    """Return the shape of a text of a form."""
    form = regex(pattern)

    def check(node: Node, allowed: Allowed) -> Iterator[Flaw]:
        if isinstance(node, Scalar) and not (is_expression(node) or form.fullmatch(node.text)):
            yield Flaw(node, f"{_kind(node)} stands where {what} is expected")
        yield from text(node, allowed)

    return check


def boolean(node: Node, allowed: Allowed) -> Iterator[Flaw]:
    """Take true, false, or an expression."""
    fits = isinstance(node, Scalar) and (isinstance(node.value, bool) or is_expression(node))
    return text(node, allowed) if fits else _wrong(node, "true or false")


def number(node: Node, allowed: Allowed) -> Iterator[Flaw]:
    """Take a number, or an expression."""
    fits = isinstance(node, Scalar) and (type(node.value) in (int, float) or is_expression(node))
    return text(node, allowed) if fits else _wrong(node, "a number")


def one_of(*values: str) -> Shape:
    """Return the shape of a text that is one of a few; there may be newer ones."""

    def check(node: Node, allowed: Allowed) -> Iterator[Flaw]:
        if not isinstance(node, Scalar):
            yield from _wrong(node, "a text")
        elif node.text not in values:
            yield Flaw(node, f"`{node.text[:40]}` is none of {', '.join(values)}", certain=False)

    return check


def listing(item: Shape, *, empty: bool = True) -> Shape:
    """Return the shape of a list, which may be empty."""

    def check(node: Node, allowed: Allowed) -> Iterator[Flaw]:
        if not isinstance(node, Sequence):
            yield from _wrong(node, "a list")
        elif not (node.items or empty):
            yield Flaw(node, "a list has nothing in it")
        for child in items(node):
            yield from item(child, allowed)

    return check


def mapping(value: Shape) -> Shape:
    """Return the shape of a mapping with keys of any name."""
    return Fields("a mapping", {}, rest=value)


@dataclass(frozen=True)
class Fields:
    """The shape of a mapping whose keys are given."""

    what: str
    shapes: Mapping[str, Shape]
    required: tuple[str, ...] = ()
    rest: Shape | None = None
    """What other keys hold, where there may be others."""

    def __call__(self, node: Node, allowed: Allowed) -> Iterator[Flaw]:
        """Check a node."""
        if not isinstance(node, Keys):
            yield from _wrong(node, self.what)
            return
        seen: set[str] = set()
        for key, child in node.entries:
            shape = self.shapes.get(key.text, self.rest)
            if key.text.lower() in seen:
                yield Flaw(key, f"the key `{key.text[:40]}` is there twice: case is no difference")
            seen.add(key.text.lower())
            if key.text == "<<" and not isinstance(child, Scalar):
                yield Flaw(key, "merge keys (`<<`) are not taken by GitHub")
            elif shape:
                yield from shape(child, allowed)
            else:
                yield Flaw(
                    key, f"`{key.text[:40]}` is no key of {self.what} that GitHub is known to take", certain=False
                )
        for name in self.required:
            if name not in node:
                yield Flaw(node, f"{self.what} has no `{name}`")


def by_kind(*, scalar: Shape = text, sequence: Shape | None = None, keys: Shape | None = None) -> Shape:
    """Return a shape that depends on what the node is."""

    def check(node: Node, allowed: Allowed) -> Iterator[Flaw]:
        if isinstance(node, Sequence) and sequence:
            return sequence(node, allowed)
        return keys(node, allowed) if isinstance(node, Keys) and keys else scalar(node, allowed)

    return check


def or_expression(shape: Shape) -> Shape:
    """Return a shape for which an expression may stand."""
    return lambda node, allowed: text(node, allowed) if is_expression(node) else shape(node, allowed)


def or_nothing(shape: Shape) -> Shape:
    """Return a shape that may be left empty."""
    return lambda node, allowed: iter(()) if _empty(node) else shape(node, allowed)


def knowing(names: str, shape: Shape) -> Shape:
    """Return a shape in which expressions may use more names."""
    more = frozenset(names.split())
    return lambda node, allowed: shape(node, allowed | more)


def condition(node: Node, allowed: Allowed) -> Iterator[Flaw]:
    """Take an `if`, which may ask how things went."""
    if not isinstance(node, Scalar):
        yield from _wrong(node, "a condition")
    elif templates.has_expression(node.text):
        yield from _expressions(node, allowed)
    elif node.text.strip():
        try:
            parts = templates.condition(node.text)
        except ExpressionError as error:
            yield Flaw(node, f"its `if` is no expression: {error}")
        else:
            yield from _names(node, next(templates.trees(parts)), allowed)


def is_expression(node: Node) -> bool:
    """Return whether a node has an expression in it."""
    return isinstance(node, Scalar) and isinstance(node.value, str) and templates.has_expression(node.value)


def _expressions(node: Scalar, allowed: Allowed) -> Iterator[Flaw]:
    if not is_expression(node):
        return
    if len(node.text) > LONGEST:
        yield Flaw(node, f"a text with an expression in it has more than {LONGEST} characters")
    for part in templates.split(node.text):
        if isinstance(part, templates.Span):
            if part.error:
                yield Flaw(node, f"an expression is none: {part.error}")
            yield from _names(node, part.tree, allowed)


def _names(node: Node, tree: Tree | None, allowed: Allowed) -> Iterator[Flaw]:
    """Yield the contexts and functions that an expression may not use there."""
    for each in walk(tree):
        if isinstance(each, Name) and each.text.lower() not in allowed:
            yield Flaw(node, f"an expression asks `{each.text}`, which is not known there")
        if isinstance(each, Call) and f"{each.name}()" not in allowed and (each.name not in _EVERYWHERE or not allowed):
            yield Flaw(node, f"an expression calls `{each.name}`, which is not known there", certain=False)
        elif isinstance(each, Call) and each.name in FUNCTIONS and not takes(each.name, len(each.given)):
            yield Flaw(node, f"an expression gives `{each.name}` {len(each.given)} values")


_EVERYWHERE = FUNCTIONS.keys() - {"hashfiles"}


def _wrong(node: Node, expected: str) -> Iterator[Flaw]:
    yield Flaw(node, f"{_kind(node)} stands where {expected} is expected")


def _empty(node: Node) -> bool:
    return isinstance(node, Scalar) and node.value is None


def _kind(node: Node) -> str:
    if isinstance(node, Sequence):
        return "a list"
    if isinstance(node, Keys):
        return "a mapping"
    return "nothing" if _empty(node) else f"`{node.text[:40]}`"
