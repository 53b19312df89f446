"""YAML as GitHub and other YAML 1.2 readers take it, with the line of every key and value.

Resolves plain scalars by the core schema (YAML 1.2.2, 10.3.2): `on`, `yes` and `12:30` stay text. Builds nothing but
text, numbers, booleans and null, and is bounded in depth and in nodes, aliases counted as often as they stand. It never
raises: what it could not read is a problem with its line.
"""

from backendrepo.yaml12.nodes import Document, Mapping, Node, Problem, Scalar, Sequence, Value
from backendrepo.yaml12.reach import entries, field_of, items, text_of, texts_of, written

MOST = 50_000
"""Nodes of a document, each alias counted with all that it stands for: many times what a person writes."""

__all__ = [
    "MOST",
    "Document",
    "Mapping",
    "Node",
    "Problem",
    "Scalar",
    "Sequence",
    "Value",
    "entries",
    "field_of",
    "items",
    "load",
    "text_of",
    "texts_of",
    "written",
]


def load(text: str, *, most: int = MOST) -> Document:
    """Return a text as one document of at most so many nodes."""
    from backendrepo.yaml12.builder import build  # noqa: PLC0415 - PyYAML is loaded where there is something to read

    return build(text, most)
