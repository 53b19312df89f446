"""Reaching into a document, whatever stands there: what is not as it should be is nothing."""

from collections.abc import Iterator

from backendrepo.yaml12.nodes import Mapping, Node, Scalar, Sequence


def field_of(node: Node | None, *keys: str) -> Node | None:
    """Return what stands under keys within each other, None where one is not there."""
    for key in keys:
        node = node.get(key) if isinstance(node, Mapping) else None
    return node


def entries(node: Node | None) -> tuple[tuple[Scalar, Node], ...]:
    """Return the keys and values of what should be a mapping."""
    return node.entries if isinstance(node, Mapping) else ()


def items(node: Node | None) -> tuple[Node, ...]:
    """Return the items of what should be a list."""
    return node.items if isinstance(node, Sequence) else ()


def written(node: Node | None) -> str:
    """Return a scalar as it is written, null too; "" for what is none."""
    return node.text if isinstance(node, Scalar) else ""


def text_of(node: Node | None) -> str | None:
    """Return what should be a text, None where there is none."""
    return node.text if isinstance(node, Scalar) and node.value is not None else None


def texts_of(node: Node | None) -> Iterator[Scalar]:
    """Return the texts of what may be one or a list of them."""
    for each in items(node) if isinstance(node, Sequence) else (node,):
        if isinstance(each, Scalar) and each.value is not None:
            yield each
