"""Substitutions that only ask for a path, and can be answered: `pwd`, `dirname "$0"`, `cd … && pwd`."""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import basename, dirname
from typing import TYPE_CHECKING

from backendrepo.shell.marks import ROOT, unresolved
from backendrepo.shell.paths import absolute
from backendrepo.shell.syntax import AndOr, Item, Sequence, Simple

if TYPE_CHECKING:
    from backendrepo.shell.expansion import Expansion


def told(body: Sequence, expansion: Expansion) -> str | None:
    """Return what a substitution gives; None where it asks for anything else than a path."""
    simples = list(_simples(body))
    if not simples:
        return None
    here = expansion.value("PWD")
    for simple in simples[:-1]:
        words = expansion.fields(simple.words)
        if words[:1] != ["cd"] or len(words) != 2:
            return None
        here = absolute(words[1], here)
    return _answer(expansion.fields(simples[-1].words), here)


def _simples(body: Sequence) -> Iterator[Simple]:
    """Return the simple commands of a substitution that has nothing else; none otherwise."""
    items = body.items
    if len(items) == 1 and isinstance(items[0].node, AndOr):
        chain = items[0].node
        items = (Item(chain.first), *(Item(node) for operator, node in chain.rest if operator == "&&"))
    if all(isinstance(item.node, Simple) for item in items):
        yield from (item.node for item in items if isinstance(item.node, Simple))


def _answer(words: list[str], here: str) -> str | None:
    match [word for word in words if word != "--"]:
        case ["pwd", *_]:
            return here
        case ["git", "rev-parse", "--show-toplevel"]:
            return ROOT
        case ["dirname" | "basename" | "realpath" as asked, path] | ["readlink" as asked, "-f", path]:
            part = {"dirname": dirname(path) or ".", "basename": basename(path)}
            return part.get(asked) or absolute(path, here)
        case ["which", path] | ["command", "-v", path]:
            return path
        case ["echo", *texts] if not any(map(unresolved, texts)):
            return " ".join(texts)
    return None
