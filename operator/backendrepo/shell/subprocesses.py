"""Calls of Python that start a program: those of `subprocess` and `os.system`, and of helpers around them.

A call whose words are not written out starts nothing that can be told.
"""

import ast
import shlex
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from backendrepo.shell.marks import opaque

_RUNS = frozenset({"run", "call", "check_call", "check_output", "Popen", "getoutput", "system"})
_CHECKED = frozenset({"check_call", "check_output"})
_COMPUTED = opaque("…")
_MODULES = frozenset({"subprocess", "sp", "os"})
_BARE = _RUNS - {"system", "call"}
"""Names that are taken for those of `subprocess` without it."""


class Helper(NamedTuple):
    """A function that starts what it is called with: whether its arguments are the words, and a failure raises."""

    variadic: bool
    raises: bool


Helpers = dict[str, Helper | None]
"""The functions of a module, by name; None for those that are no helpers."""


class Start(NamedTuple):
    """The words of a command, and whether a failure raises; where it does not, the result may be looked at."""

    argv: tuple[str, ...]
    raises: bool
    returns: bool = True


def start(call: ast.Call, helpers: Helpers) -> Start | None:
    """Return what a call starts; None where it starts nothing, or what cannot be told."""
    if _starts(call, helpers):
        argv = _literal(call.args)
        return Start(argv, _raises(call), _name(call) != "getoutput") if argv else None
    helper = helpers.get(_name(call)) if isinstance(call.func, ast.Name) else None
    if not helper:
        return None
    argv = _listed(call.args) if helper.variadic and len(call.args) > 1 else _literal(call.args)
    return Start(argv, helper.raises) if argv else None


def helpers(functions: Iterable[ast.FunctionDef]) -> Helpers:
    """Return which functions are helpers: those that call `subprocess` with what they are given."""
    found: Helpers = {each.name: None for each in functions}
    for function in functions:
        for each in ast.walk(function):
            if isinstance(each, ast.Call) and _starts(each, found) and not _literal(each.args):
                found[function.name] = Helper(function.args.vararg is not None, _raises(each))
                break
    return found


def _starts(call: ast.Call, helpers: Helpers) -> bool:
    match call.func:
        case ast.Attribute(value=ast.Name(id=module), attr=name):
            return module in _MODULES and name in _RUNS
        case ast.Name(id=name):
            return name in _BARE and name not in helpers
    return False


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _raises(call: ast.Call) -> bool:
    return _name(call) in _CHECKED or any(
        each.arg == "check" and not (isinstance(each.value, ast.Constant) and not each.value.value)
        for each in call.keywords
    )


def _literal(arguments: Sequence[ast.expr]) -> tuple[str, ...]:
    """Return the words of a list or of one string."""
    match arguments:
        case [ast.List(elts=words) | ast.Tuple(elts=words), *_]:
            return _listed(words)
        case [ast.Constant(value=str(text)), *_]:
            try:
                return tuple(shlex.split(text))
            except ValueError:
                return ()
    return ()


def _listed(nodes: Sequence[ast.expr]) -> tuple[str, ...]:
    """Return literal words; what is computed among them is unresolved, and `sys.executable` is `python`."""
    words = tuple(_word(each) for each in nodes)
    if nodes and isinstance(nodes[0], ast.Attribute) and nodes[0].attr == "executable":
        return ("python", *words[1:])
    return words if words and words[0] != _COMPUTED else ()


def _word(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else _COMPUTED
