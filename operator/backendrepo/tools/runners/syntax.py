"""Literal words in the syntax tree of a Python module."""

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from backendrepo.shell.marks import opaque

LARGEST = 256 * 1024
"""Characters of a module that are parsed."""

DEEPEST = 20
"""Expressions within each other that are looked into."""


def parsed_module(text: str) -> ast.Module | None:
    """Return a module's syntax tree; None where it is none."""
    try:
        return ast.parse(text[:LARGEST])
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def name_of(node: ast.expr) -> str:
    """Return the last name of `a.b.c`."""
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


@dataclass(frozen=True)
class Literals:
    """The texts that expressions stand for. What only a run could tell is one marked text."""

    known: Mapping[str, ast.expr] = field(default_factory=dict)
    """Names, and the expressions that were given to them."""
    posargs: Sequence[str] = ()
    """What `session.posargs` is."""
    depth: int = 0

    def of(self, node: ast.expr) -> list[str]:
        """Return the texts of an expression."""
        if self.depth > DEEPEST:
            return [opaque("…")]
        inner = replace(self, depth=self.depth + 1)
        match node:
            case ast.Constant(value=value):
                found = [] if value is None else [str(value)]
            case ast.List(elts=elements) | ast.Tuple(elts=elements):
                found = [text for each in elements for text in inner.of(each)]
            case ast.Starred(value=value):
                found = inner.of(value)
            case ast.Name(id=name) if name in self.known:
                found = inner.of(self.known[name])
            case ast.BoolOp(op=ast.Or(), values=values):
                found = next((texts for each in values if (texts := inner.of(each))), [])
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                texts = [*inner.of(left), *inner.of(right)]
                found = ["".join(texts)] if isinstance(left, ast.Constant | ast.JoinedStr) else texts
            case ast.Attribute(attr="posargs"):
                found = [*self.posargs]
            case ast.JoinedStr(values=parts):
                found = ["".join(_part(each) for each in parts)]
            case _:
                found = [opaque("…")]
        return found


def literals(node: ast.expr) -> list[str]:
    """Return the texts that an expression stands for by itself."""
    return Literals().of(node)


def _part(node: ast.expr) -> str:
    return str(node.value) if isinstance(node, ast.Constant) else opaque("…")
