"""What the `conftest.py` files of a repository keep pytest from collecting (documentation "Customizing collection")."""

import ast
from collections.abc import Iterator
from posixpath import join

from backendrepo.project.python_source import Unparsable, literal, parse
from backendrepo.project.sources import Sources

NAMES = ("collect_ignore", "collect_ignore_glob")
MOST = 200
"""Files, and paths of each, that are looked at."""


def uncollected(sources: Sources) -> Iterator[str]:
    """Yield the paths and patterns, from the root, that are left out in any case."""
    for path in sources.named("conftest.py")[:MOST]:
        text = sources.text(path)
        if text and "collect_ignore" in text.text:
            yield from (join(path.rpartition("/")[0], each) for each in _ignored(text.text)[:MOST])


def _ignored(text: str) -> list[str]:
    try:
        body = parse(text).body
    except Unparsable:
        return []
    values = (literal(node.value) for node in body if isinstance(node, ast.Assign) and _names(node))
    return [str(each) for value in values if isinstance(value, list | tuple) for each in value]


def _names(node: ast.Assign) -> bool:
    return any(isinstance(target, ast.Name) and target.id in NAMES for target in node.targets)
