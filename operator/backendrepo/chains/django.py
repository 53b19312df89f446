"""Django: `migrations/NNNN_name.py` of each app, with `dependencies`.

Source: Django's documentation, "Migrations", "Migration files".
"""

import ast
from collections import defaultdict
from collections.abc import Iterator
from posixpath import basename, dirname

from backendrepo.chains.chain import Chain, Link, linked, literal, parsed
from backendrepo.findings import Evidence
from backendrepo.snapshot import Files


def read(files: Files) -> Iterator[Chain]:
    """Return the chain of each app."""
    by_app = defaultdict[str, list[Link]](list)
    for path in files.glob("**/migrations/*.py"):
        if link := _link(files, path):
            by_app[dirname(path)].append(link)
    for folder, links in sorted(by_app.items()):
        yield linked("Django", folder, links)


def _link(files: Files, path: str) -> Link | None:
    tree = parsed(files, path)
    body = tree.body if tree else []
    found = [node for node in body if isinstance(node, ast.ClassDef) and node.name == "Migration"]
    if not found:
        return None
    name, app = basename(path).removesuffix(".py"), basename(dirname(dirname(path)))
    after = tuple(before for of, before in _dependencies(found[0]) if of == app and before != "__first__")
    return Link(name, after, Evidence(path, found[0].lineno, "class Migration"))


def _dependencies(migration: ast.ClassDef) -> Iterator[tuple[str, str]]:
    """Return app and name of each migration that has to come before; swappable ones are of other apps."""
    for statement in migration.body:
        if not isinstance(statement, ast.Assign) or not isinstance(statement.value, ast.List):
            continue
        if isinstance(statement.targets[0], ast.Name) and statement.targets[0].id == "dependencies":
            for element in statement.value.elts:
                value = literal(element)
                if isinstance(value, tuple) and len(value) == 2:
                    yield str(value[0]), str(value[1])
