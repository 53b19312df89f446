"""One chain of migrations, and what is wrong with it."""

import ast
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from backendrepo.findings import Evidence
from backendrepo.snapshot import Files


@dataclass(frozen=True)
class Chain:
    """The migrations of one framework in one place, and each problem as a sentence with its place."""

    framework: str
    place: str
    count: int
    problems: tuple[tuple[str, Evidence], ...] = ()


@dataclass(frozen=True)
class Link:
    """A migration that names those before it."""

    id: str
    after: tuple[str, ...]
    evidence: Evidence


def linked(framework: str, place: str, links: Sequence[Link], *, known: frozenset[str] = frozenset()) -> Chain:
    """Return the chain that links make; `known` are ids outside of it that a link may name."""
    ids = {link.id for link in links}
    followed = {before for link in links for before in link.after}
    problems = [
        (f"{link.id} follows {before}, which is not there", link.evidence)
        for link in links
        for before in link.after
        if before not in ids | known
    ]
    for id_, count in Counter(link.id for link in links).items():
        if count > 1:
            problems.append((f"{id_} is there {count} times", next(x.evidence for x in links if x.id == id_)))
    heads = [link for link in links if link.id not in followed]
    if len(heads) > 1:
        problems.append((f"{len(heads)} heads: {', '.join(sorted(link.id for link in heads))}", heads[0].evidence))
    if links and not heads:
        problems.append(("no head: the migrations follow each other in a circle", links[0].evidence))
    return Chain(framework, place, len(links), tuple(problems))


def numbered(framework: str, place: str, versions: Mapping[str, str]) -> Chain:
    """Return the chain of files with a version each (by path); every version may be there once."""
    problems = []
    for version, count in Counter(versions.values()).items():
        if count > 1:
            paths = [path for path in versions if versions[path] == version]
            problems.append((f"version {version} is there {count} times: {', '.join(paths)}", Evidence(paths[0])))
    return Chain(framework, place, len(versions), tuple(problems))


def parsed(files: Files, path: str) -> ast.Module | None:
    """Return a Python file as a tree, None where it is none. Nothing of it is run."""
    try:
        return ast.parse(files.read(path) or "")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def literal(node: ast.expr | None) -> object:
    """Return what an expression says literally, None where it says nothing so."""
    try:
        return ast.literal_eval(node) if node is not None else None
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
        return None
