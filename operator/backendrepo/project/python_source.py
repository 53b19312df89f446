"""Python as text: parsed where that is bounded, never imported.

CPython's parser answers deep nesting with an error rather than a crash, and is linear in a text; a tree takes a
hundred times the size of its text.
"""

import ast
import warnings
from contextlib import AbstractContextManager, nullcontext
from itertools import accumulate

from backendrepo.lazy import regex

LONGEST = 512 * 1024
"""Characters of a source that are parsed."""

DEEPEST = 100
"""Brackets within each other, texts and comments counted too: CPython itself takes 200."""

MOST_SIGNS = 200
"""Operators in a row that stand before their operand."""

_BRACKET = regex(r"[()\[\]{}]")
_SIGNS = regex(rf"(?:(?:[-+~]|\bnot\b|\blambda\b:?|\bawait\b)\s*+){{{MOST_SIGNS}}}")
_RUNS = ("----", "++++", "~~~~", "- - ", "+ + ", "~ ~ ", "not not ", "lambda", "await await ")
"""What a run of signs mostly has in it: looking for these is fast. CPython itself refuses a longer one."""


class Unparsable(Exception):
    """A source that cannot be read as Python. The message says why."""


def parse(text: str) -> ast.Module:
    """Return a text as a module. Raises `Unparsable`."""
    if len(text) > LONGEST:
        raise Unparsable(f"it has more than {LONGEST // 1024} KiB")
    if _depth(text) > DEEPEST or (any(each in text for each in _RUNS) and _SIGNS.search(text)):
        raise Unparsable("it is nested too deeply")
    try:
        with quiet():
            return ast.parse(text)
    except SyntaxError as error:
        raise Unparsable(f"it is no Python of this version ({error.msg}, line {error.lineno})") from error
    except (ValueError, RecursionError, MemoryError) as error:
        raise Unparsable(f"it cannot be parsed ({type(error).__name__})") from error


def quiet() -> AbstractContextManager[object]:
    """Return what keeps Python's warnings about foreign sources away; around many, since to begin it takes time."""
    if warnings.filters and warnings.filters[0] == ("ignore", None, Warning, None, 0):
        return nullcontext()
    return warnings.catch_warnings(action="ignore")


def _depth(text: str) -> int:
    return max(accumulate((1 if each in "([{" else -1 for each in _BRACKET.findall(text)), initial=0), default=0)


def dotted(node: ast.expr | None) -> str:
    """Return a name with its attributes (`pytest.mark.slow`), empty for what is none."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else ""


def literal(node: ast.expr | None) -> object:
    """Return what a node without names in it comes to, None for what only a run could tell."""
    try:
        return ast.literal_eval(node) if node else None
    except (ValueError, TypeError, RecursionError, MemoryError, SyntaxError):
        return None
