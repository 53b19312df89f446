"""Expressions as a tree: what stands between `${{` and `}}`, or alone in an `if`.

The grammar is that of the documentation ("Evaluate expressions in workflows and actions"); length and depth are bounded
as GitHub bounds them.
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeAlias

from backendrepo.lazy import regex
from backendrepo.workflows.expressions.values import Value, number

LONGEST = 21_000
"""Characters of one expression."""

DEEPEST = 50
"""Operators, calls and parentheses within each other."""


class ExpressionError(Exception):
    """What stands there is no expression; GitHub refuses a workflow with it."""


class Literal(NamedTuple):
    """A value that is written out."""

    value: Value
    text: str


class Name(NamedTuple):
    """A context, such as `github`."""

    text: str


class Index(NamedTuple):
    """A part of something, such as `github.ref` or `matrix['os']`; every part where there is no key (`needs.*`)."""

    of: "Tree"
    key: "Tree | None"
    text: str


class Call(NamedTuple):
    """A function with what it is given."""

    name: str
    given: tuple["Tree", ...]
    text: str


class Operation(NamedTuple):
    """An operator with what it stands between (any number for `&&` and `||`), or `!` with what it stands before."""

    operator: str
    operands: tuple["Tree", ...]
    text: str


Tree: TypeAlias = Literal | Name | Index | Call | Operation

_TOKEN = regex(
    r"""\s*(?:(?P<text>'(?:[^']|'')*')
    |(?P<number>0x[0-9a-fA-F]+|0o[0-7]+|[-+]?(?:(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|Infinity\b))
    |(?P<name>[A-Za-z_][A-Za-z0-9_-]*)
    |(?P<operator>&&|\|\||==|!=|<=|>=|[!<>()\[\].,*])
    |(?P<end>\Z))""",
    re.VERBOSE,
)
_CONSTANTS: dict[str, Value] = {"null": None, "true": True, "false": False, "NaN": float("nan")}
_WEAKEST_FIRST = (("||",), ("&&",), ("==", "!="), ("<", "<=", ">", ">="))
_LOGICAL = 2


class _Token(NamedTuple):
    kind: str
    text: str
    start: int
    end: int


def parse(source: str) -> Tree:
    """Return an expression as a tree. Raises `ExpressionError`."""
    if len(source) > LONGEST:
        raise ExpressionError(f"longer than {LONGEST} characters")
    parser = _Parser(source)
    tree = parser.binary(0)
    parser.expect("end")
    return tree


def _tokens(source: str) -> Iterator[_Token]:
    at = 0
    while True:
        match = _TOKEN.match(source, at)
        if not match:
            raise ExpressionError(f"no expression goes on with {source[at : at + 20].strip()!r}")
        kind = str(match.lastgroup)
        yield _Token(kind, match[kind], match.start(kind), match.end())
        if kind == "end":
            return
        at = match.end()


class _Parser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.tokens = list(_tokens(source))
        self.at = 0
        self.depth = 0

    def peek(self) -> _Token:
        return self.tokens[self.at]

    def take(self) -> _Token:
        token = self.tokens[self.at]
        self.at += 1
        return token

    def accept(self, *texts: str) -> _Token | None:
        token = self.peek()
        return self.take() if token.kind == "operator" and token.text in texts else None

    def expect(self, text: str) -> None:
        token = self.peek()
        if token.kind != text and not self.accept(text):
            raise ExpressionError(f"{token.text or 'the end'!r} stands where {text!r} is expected")

    def since(self, start: int) -> str:
        return self.source[start : self.tokens[self.at - 1].end].strip()

    def deeper(self, parse: Callable[[], Tree]) -> Tree:
        self.depth += 1
        if self.depth > DEEPEST:
            raise ExpressionError(f"more than {DEEPEST} levels deep")
        tree = parse()
        self.depth -= 1
        return tree

    def binary(self, level: int) -> Tree:
        if level == len(_WEAKEST_FIRST):
            return self.unary()
        start = self.peek().start
        operators, operands = [""], [self.binary(level + 1)]
        while operator := self.accept(*_WEAKEST_FIRST[level]):
            operators.append(operator.text)
            operands.append(self.binary(level + 1))
        if level < _LOGICAL and len(operands) > 1:
            return Operation(operators[1], tuple(operands), self.since(start))
        return self.chained(start, operators, operands)

    def chained(self, start: int, operators: list[str], operands: list[Tree]) -> Tree:
        """Return comparisons in a row as a tree: `a == b != c` is `(a == b) != c`."""
        if len(operands) > DEEPEST:
            raise ExpressionError(f"more than {DEEPEST} comparisons in a row")
        tree = operands[0]
        for operator, operand in zip(operators[1:], operands[1:], strict=True):
            tree = Operation(operator, (tree, operand), self.since(start))
        return tree

    def unary(self) -> Tree:
        start = self.peek().start
        if self.accept("!"):
            return Operation("!", (self.deeper(self.unary),), self.since(start))
        return self.postfix(self.primary(), start)

    def primary(self) -> Tree:
        token = self.take()
        if token.kind == "text":
            return Literal(token.text[1:-1].replace("''", "'"), token.text)
        if token.kind == "number":
            return Literal(number(token.text), token.text)
        if token.kind == "name":
            return self.named(token)
        if token.text == "(":
            tree = self.deeper(lambda: self.binary(0))
            self.expect(")")
            return tree
        raise ExpressionError(f"{token.text or 'the end'!r} stands where a value is expected")

    def named(self, token: _Token) -> Tree:
        if self.accept("("):
            return Call(token.text.lower(), self.given(), self.since(token.start))
        if token.text in _CONSTANTS:
            return Literal(_CONSTANTS[token.text], token.text)
        return Name(token.text)

    def given(self) -> tuple[Tree, ...]:
        if self.accept(")"):
            return ()
        given = [self.deeper(lambda: self.binary(0))]
        while self.accept(","):
            given.append(self.deeper(lambda: self.binary(0)))
        self.expect(")")
        return tuple(given)

    def postfix(self, tree: Tree, start: int) -> Tree:
        for _ in range(DEEPEST):
            if self.accept("."):
                key = self.property()
            elif self.accept("["):
                key = None if self.accept("*") else self.deeper(lambda: self.binary(0))
                self.expect("]")
            else:
                return tree
            tree = Index(tree, key, self.since(start))
        raise ExpressionError(f"more than {DEEPEST} levels deep")

    def property(self) -> Tree | None:
        if self.accept("*"):
            return None
        token = self.take()
        if not token.text.isidentifier() and token.kind != "name":
            raise ExpressionError(f"{token.text or 'the end'!r} stands where a property is expected")
        return Literal(token.text, token.text)


def walk(tree: Tree | None) -> Iterator[Tree]:
    """Yield an expression and all within it."""
    if tree is None:
        return
    yield tree
    within: tuple[Tree | None, ...] = ()
    if isinstance(tree, Index):
        within = tree.of, tree.key
    elif isinstance(tree, Call):
        within = tree.given
    elif isinstance(tree, Operation):
        within = tree.operands
    for each in within:
        yield from walk(each)
