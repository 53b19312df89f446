"""From YAML to values of expressions, and from those to texts."""

from collections.abc import Callable

from backendrepo.workflows.expressions import Record, Scope, Unknown, Value, templates, text
from backendrepo.workflows.expressions.functions import from_plain
from backendrepo.yaml12 import Mapping, Node, Scalar

Unresolved = Callable[[str], str]
"""Says how a text shows an expression that only a run could tell."""


def value_of(node: Node, scope: Scope) -> Value:
    """Return what a node comes to, its expressions evaluated."""
    if isinstance(node, Scalar):
        return templates.value(node.value, scope) if isinstance(node.value, str) else from_plain(node.value)
    if isinstance(node, Mapping):
        return Record({key.text: value_of(child, scope) for key, child in node.entries})
    return tuple(value_of(child, scope) for child in node.items)


def as_text(node: Node, scope: Scope) -> Value:
    """Return what a node comes to where everything is a text: in `env`, and in the inputs of an action."""
    value = value_of(node, scope)
    return value if isinstance(value, Unknown) else text(value)


def rendered(node: Node | None, scope: Scope, unresolved: Unresolved) -> str:
    """Return a scalar as a text, as far as its expressions are known."""
    if not isinstance(node, Scalar) or node.value is None:
        return ""
    if isinstance(node.value, str):
        return templates.render(node.value, scope, unresolved)
    return templates.shown(from_plain(node.value))
