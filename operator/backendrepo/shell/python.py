"""What a script of Python starts, found in its syntax tree. Nothing is run or imported.

What stands in a function counts where the module calls that; what hangs on a condition, or is called from elsewhere,
is guarded by it.
"""

import ast
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from backendrepo.shell.subprocesses import helpers, start

LARGEST = 256 * 1024
"""Characters of a script that are parsed."""

MOST = 100
"""Calls of a script that are told."""

MOST_STEPS = 100_000
"""Nodes of the tree that are walked, those of functions at each call."""

DEEPEST = 30
"""Levels of nesting that are walked."""

_ENDS = frozenset({"exit", "_exit", "SystemExit", "abort"})


class Started(NamedTuple):
    """A command, whether the script fails for it, and the line of what it hangs on (0 for nothing)."""

    argv: tuple[str, ...]
    line: int
    checked: bool
    guard: int = 0


class _Around(NamedTuple):
    """What surrounds a statement: the line that it hangs on, and whether what is raised there ends the script."""

    guard: int = 0
    raises: bool = True


@lru_cache(maxsize=32)
def started(text: str) -> Sequence[Started]:
    """Return the commands that a script starts, in the order in which they are run."""
    try:
        tree = ast.parse(text[:LARGEST])
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ()
    return _Script(tree).found


class _Script:
    """Walks the statements of a module as they would be run, then the functions that it does not call."""

    def __init__(self, tree: ast.Module) -> None:
        self.found: list[Started] = []
        self._functions = {each.name: each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)}
        self._helpers = helpers([*self._functions.values()])
        self._passing = {id(each) for each in ast.walk(tree) if isinstance(each, ast.ExceptHandler) and _raises(each)}
        self._called = set[str]()
        self._steps = self._depth = 0
        self._block(tree.body, _Around())
        for name, each in self._functions.items():
            if name not in self._called:
                self._block(each.body, _Around(each.lineno))

    def _block(self, body: Sequence[ast.stmt], around: _Around) -> None:
        self._depth += 1
        for statement in body if self._depth < DEEPEST else ():
            self._steps += 1
            if self._steps < MOST_STEPS and len(self.found) < MOST:
                self._statement(statement, around)
        self._depth -= 1

    def _statement(self, node: ast.stmt, around: _Around) -> None:
        guarded = around._replace(guard=node.lineno)
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                return
            case ast.If():
                self._calls(node.test, around, used=True)
                self._block(node.body, around if _is_main(node.test) else guarded)
                self._block(node.orelse, guarded)
            case ast.For() | ast.While():
                self._calls(node.iter if isinstance(node, ast.For) else node.test, around, used=True)
                sure = isinstance(node, ast.For) and isinstance(node.iter, ast.List | ast.Tuple) and node.iter.elts
                self._block(node.body, around if sure else guarded)
            case ast.Try():
                passed_on = self._passing.issuperset(map(id, node.handlers))
                self._block(node.body, around._replace(raises=around.raises and passed_on))
                for handler in node.handlers:
                    self._block(handler.body, around._replace(guard=handler.lineno))
                self._block([*node.orelse, *node.finalbody], around)
            case ast.With():
                for item in node.items:
                    self._calls(item.context_expr, around, used=True)
                self._block(node.body, around)
            case _:
                self._calls(node, around, used=not isinstance(node, ast.Expr))

    def _calls(self, node: ast.AST, around: _Around, *, used: bool) -> None:
        """Walk the calls of an expression, or of a statement without a body. `used` where its result is kept."""
        ignored = node.value if isinstance(node, ast.Expr) and not used else None
        nodes = [*ast.walk(node)][::-1]
        self._steps += len(nodes)
        for call in [each for each in nodes if isinstance(each, ast.Call)]:
            if begun := start(call, self._helpers):
                looked_at = begun.returns and call is not ignored
                checked = around.raises if begun.raises else looked_at
                self.found.append(Started(begun.argv, call.lineno, checked, around.guard))
            elif isinstance(call.func, ast.Name) and (function := self._functions.get(call.func.id)):
                self._called.add(function.name)
                self._block(function.body, around)


def _is_main(test: ast.expr) -> bool:
    """Whether a condition is `__name__ == "__main__"`."""
    return isinstance(test, ast.Compare) and isinstance(test.left, ast.Name) and test.left.id == "__name__"


def _raises(handler: ast.ExceptHandler) -> bool:
    """Whether what catches a failure passes it on."""
    for each in ast.walk(handler):
        function = each.func if isinstance(each, ast.Call) else None
        name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
        if isinstance(each, ast.Raise) or name in _ENDS:
            return True
    return False
