"""What an expression comes to where some of its contexts are known and others are not."""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from backendrepo.workflows.expressions.functions import call
from backendrepo.workflows.expressions.syntax import Call, Index, Literal, Name, Operation, Tree
from backendrepo.workflows.expressions.values import (
    Answer,
    Many,
    Record,
    Unknown,
    Value,
    equal,
    number,
    ordered,
    text,
    truth,
)

ALL_WELL: Mapping[str, Answer] = {"always": True, "success": True, "failure": False, "cancelled": False}
"""The functions of status where nothing has gone wrong."""


@dataclass(frozen=True)
class Scope:
    """What is known where an expression stands: contexts by their name in lower case, and how all went before it."""

    contexts: Mapping[str, Value] = field(default_factory=dict)
    status: Mapping[str, Answer] = field(default_factory=lambda: ALL_WELL)

    def of(self, **contexts: Value) -> "Scope":
        """Return the scope with other contexts."""
        return replace(self, contexts={**self.contexts, **contexts})


def evaluate(tree: Tree, scope: Scope) -> Value:
    """Return what an expression comes to."""
    if isinstance(tree, Literal):
        return tree.value
    if isinstance(tree, Name):
        return scope.contexts.get(tree.text.lower(), Unknown(tree.text))
    if isinstance(tree, Index):
        return _part(evaluate(tree.of, scope), tree, scope)
    if isinstance(tree, Call):
        if tree.name in scope.status:
            return _answered(scope.status[tree.name], tree.text)
        return call(tree.name, tuple(evaluate(each, scope) for each in tree.given), tree.text)
    return _operated(tree, scope)


def _answered(answer: Answer, written: str) -> Value:
    return Unknown(written) if answer is None else answer


def _operated(tree: Operation, scope: Scope) -> Value:
    if tree.operator == "!":
        answer = truth(evaluate(tree.operands[0], scope))
        return _answered(None if answer is None else not answer, tree.text)
    if tree.operator in ("&&", "||"):
        return _logical(tree, scope, ends=tree.operator == "||")
    left, right = (evaluate(each, scope) for each in tree.operands)
    if tree.operator in _ORDER:
        return _answered(ordered(left, right, _ORDER[tree.operator]), tree.text)
    answer = equal(left, right)
    if tree.operator == "!=" and answer is not None:
        answer = not answer
    return _answered(answer, tree.text)


_ORDER: Mapping[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def _logical(tree: Operation, scope: Scope, *, ends: bool) -> Value:
    """Return what `&&` or `||` comes to: `a && b` is `a` where that counts as false, else `b`; `||` the other way."""
    doubtful = False
    value: Value = None
    for operand in tree.operands:
        value = evaluate(operand, scope)
        answer = truth(value)
        if answer is ends:
            return value if not doubtful else Unknown(tree.text, truth=ends)
        doubtful = doubtful or answer is None
    return value if not doubtful else Unknown(tree.text)


def _part(of: Value, tree: Index, scope: Scope) -> Value:
    if tree.key is None:
        return _every(of, tree.text)
    key = evaluate(tree.key, scope)
    if isinstance(of, Many):
        return Many(found for each in of if (found := _member(each, key, tree.text)) is not None)
    return _member(of, key, tree.text)


def _every(of: Value, written: str) -> Value:
    if isinstance(of, Record) and not of.open:
        return Many(value for _, value in of.items())
    if isinstance(of, Record | Unknown):
        return Unknown(written)
    if isinstance(of, Many):
        inner = [_every(each, written) for each in of]
        if any(isinstance(each, Unknown) for each in inner):
            return Unknown(written)
        return Many(part for each in inner if isinstance(each, Many) for part in each)
    return Many(of) if isinstance(of, tuple) else Many()


def _member(of: Value, key: Value, written: str) -> Value:
    if isinstance(of, Unknown) or isinstance(key, Unknown):
        return Unknown(written)
    if isinstance(of, Record) and not isinstance(key, Record | tuple):
        return of.get(text(key) or "")
    if isinstance(of, tuple) and 0 <= (index := number(key)) < len(of):
        return of[int(index)]
    return None
