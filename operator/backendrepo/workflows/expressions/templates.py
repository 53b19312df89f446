"""Texts with `${{ … }}` in them.

A text that is one expression is what that comes to; any other is the text with each expression's text in its place,
and so never empty, and true where it is asked as a condition (`if: ${{ false }} && true`, documentation of `if`).
"""

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

from backendrepo.workflows.expressions.evaluator import Scope, evaluate
from backendrepo.workflows.expressions.functions import LARGEST
from backendrepo.workflows.expressions.syntax import ExpressionError, Literal, Tree, parse
from backendrepo.workflows.expressions.values import Unknown, Value, text

SHORT = 2_000
"""Characters up to which the parts of many texts are kept for the next that reads the same."""


class Span(NamedTuple):
    """One `${{ … }}` of a text: what it says, and its tree, or why it has none."""

    written: str
    tree: Tree | None
    error: str = ""


Template = tuple[str | Span, ...]
"""What stands there as it is, and expressions."""


def split(whole: str) -> Template:
    """Return a text's parts."""
    return (_short if len(whole) <= SHORT else _long)(whole)


def _split(whole: str) -> Template:
    parts: list[str | Span] = []
    at = 0
    while (start := whole.find("${{", at)) >= 0:
        if start > at:
            parts.append(whole[at:start])
        at = _end(whole, start + 3)
        parts.append(_span(whole[start:at]))
    if at < len(whole):
        parts.append(whole[at:])
    return tuple(parts)


_short = lru_cache(maxsize=2048)(_split)
_long = lru_cache(maxsize=4)(_split)  # a long script is asked for once for each combination of a matrix


def _end(whole: str, at: int) -> int:
    """Where the expression that begins there ends: past the first `}}` outside of quotes."""
    while at < len(whole):
        if whole[at] == "'":
            quote = whole.find("'", at + 1)
            at = len(whole) if quote < 0 else quote + 1
        elif whole.startswith("}}", at):
            return at + 2
        else:
            at += 1
    return len(whole)


def _span(written: str) -> Span:
    if not written.endswith("}}"):
        return Span(written, None, "`${{` is not closed")
    try:
        return Span(written, parse(written[3:-2]))
    except ExpressionError as error:
        return Span(written, None, str(error))


def condition(whole: str) -> Template:
    """Return the parts of an `if`: without `${{ … }}` it is one expression. Raises `ExpressionError`."""
    return split(whole) if has_expression(whole) else (Span(whole, parse(whole)),)


def trees(parts: Template) -> Iterator[Tree]:
    """Yield the expressions of a text that are some."""
    return (part.tree for part in parts if isinstance(part, Span) and part.tree)


def value(whole: str, scope: Scope) -> Value:
    """Return what a text comes to."""
    return filled(whole, split(whole), scope) if has_expression(whole) else whole


def filled(whole: str, parts: Template, scope: Scope) -> Value:
    """Return what a text of such parts comes to."""
    values = [each if isinstance(each, str) else _value(each, scope) for each in parts]
    if len(values) == 1:
        return values[0]
    texts = [text(each) for each in values]
    if None not in texts and sum(len(each or "") for each in texts) <= LARGEST:
        return "".join(each or "" for each in texts)
    constant = any(isinstance(each, str) for each in parts)
    return Unknown(whole, texts[0] or "", texts[-1] or "", truth=True if constant else None)


def _value(span: Span, scope: Scope) -> Value:
    return evaluate(span.tree, scope) if span.tree else Unknown(span.written)


def render(whole: str, scope: Scope, unresolved: Callable[[str], str]) -> str:
    """Return a text with what is known in place of its expressions, and what `unresolved` makes of the others."""
    if not has_expression(whole):
        return whole
    made, length = [], len(whole)
    for part in split(whole):
        known = part if isinstance(part, str) else _text(part, scope, LARGEST - length)
        made.append(known if known is not None else unresolved(part.written if isinstance(part, Span) else part))
        length += len(made[-1])
    return "".join(made)


def _text(span: Span, scope: Scope, most: int) -> str | None:
    known = text(_value(span, scope))
    return known if known is not None and len(known) <= most else None


def has_expression(whole: str) -> bool:
    """Return whether a text has an expression in it."""
    return "${{" in whole


def shown(known: Value) -> str:
    """Return a known value as a text has it."""
    return text(known) or ""


def literal(whole: str) -> str:
    """Return a text whose only expression is a quoted text as that text, any other as it stands."""
    parts = split(whole)
    tree = parts[0].tree if len(parts) == 1 and isinstance(parts[0], Span) else None
    return tree.value if isinstance(tree, Literal) and isinstance(tree.value, str) else whole
