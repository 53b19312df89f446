"""Alembic: Python files with `revision` and `down_revision`.

Source: Alembic's documentation, "Tutorial", "Working with branches".
"""

import ast
from collections import defaultdict
from collections.abc import Iterator

from backendrepo.chains.chain import Chain, Link, linked, literal, parsed
from backendrepo.findings import Evidence
from backendrepo.snapshot import Files


def read(files: Files) -> Iterator[Chain]:
    """Return the chain of each folder of versions."""
    by_folder = defaultdict[str, list[Link]](list)
    for path in files.glob("**/versions/**.py"):
        if link := _link(files, path):
            by_folder[f"{path.rpartition('/versions/')[0]}/versions"].append(link)
    for folder, links in sorted(by_folder.items()):
        yield linked("Alembic", folder, links)


def _link(files: Files, path: str) -> Link | None:
    tree = parsed(files, path)
    if tree is None:
        return (
            Link(path, (), Evidence(path, 1, "this is no Python"))
            if "down_revision" in (files.read(path) or "")
            else None
        )
    told = {name: (value, line) for name, value, line in _assignments(tree)}
    if not isinstance(told.get("revision", (None, 0))[0], str) or "down_revision" not in told:
        return None
    (revision, line), (before, _) = told["revision"], told["down_revision"]
    after = (before,) if isinstance(before, str) else before if isinstance(before, tuple | list) else ()
    return Link(str(revision), tuple(map(str, after)), Evidence(path, line, f"revision = {revision!r}"))


def _assignments(tree: ast.Module) -> Iterator[tuple[str, object, int]]:
    for statement in tree.body:
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            yield statement.targets[0].id, literal(statement.value), statement.lineno
        elif isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            yield statement.target.id, literal(statement.value), statement.lineno
