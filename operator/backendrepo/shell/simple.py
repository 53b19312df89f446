"""Walking a simple command: what it substitutes and assigns, then the function, builtin or program that it names."""

from __future__ import annotations

from posixpath import basename
from typing import TYPE_CHECKING

from backendrepo.shell.builtins import BUILTINS
from backendrepo.shell.conditions import test
from backendrepo.shell.expansion import Expansion
from backendrepo.shell.marks import unresolved
from backendrepo.shell.processes import called, substitution
from backendrepo.shell.programs import external
from backendrepo.shell.scripts import Call
from backendrepo.shell.state import PIPESTATUS, State
from backendrepo.shell.syntax import Assignment, Calculation, Condition, Parameter, Simple, Word
from backendrepo.shell.variables import assign, calculated, substituted, substitutions

if TYPE_CHECKING:
    from backendrepo.shell.interpreter import Interpreter


def walk(it: Interpreter, node: Simple | Condition | Calculation, state: State, quiet: bool) -> State:
    """Walk a command that holds no other, but in substitutions."""
    state = _walked(it, node, state, quiet)
    return state.unset("PIPESTATUS[") if PIPESTATUS.format(0) in state.variables else state


def _walked(it: Interpreter, node: Simple | Condition | Calculation, state: State, quiet: bool) -> State:
    if isinstance(node, Condition):
        state = substituted(it, node.words, state, quiet=quiet)
        held = test(node.words, it.expansion(state), state.alive)
        return it.finish(state.status(held.true, held.false), quiet=quiet)
    if isinstance(node, Calculation):
        return it.finish(calculated(it, node.text, state), quiet=quiet)
    return _simple(it, node, state, quiet)


def _simple(it: Interpreter, node: Simple, state: State, quiet: bool) -> State:
    if not node.words:
        return _assignments(it, node, state, quiet)
    words = [*node.words, *(each.value for each in node.assignments), *_redirected(node)]
    state = substituted(it, words, state, quiet=quiet)
    expansion = it.expansion(state)
    fields = expansion.fields(node.words)
    if not fields:
        return state.succeeded()
    env = {each.name: expansion.one(each.value) for each in node.assignments}
    fields[0] = _program(fields[0], expansion, node)
    it.spend(fields)
    while fields[0] in ("builtin", "command") and fields[1:] and fields[1] in BUILTINS:
        fields = fields[1:]
    call = Call(fields, node, env, quiet)
    if function := it.shell.functions.get(fields[0]):
        return called(it, function, call, state)
    if builtin := BUILTINS.get(fields[0]):
        return builtin(it, call, state)
    return external(it, call, state)


def _program(field: str, expansion: Expansion, node: Simple) -> str:
    """Return the program: one that may be in one folder or another is the same program."""
    if not unresolved(field):
        return field
    texts = [text for text, _ in expansion.readings(node.words[0])]
    same = len({basename(text) for text in texts}) == 1 and not any(map(unresolved, texts))
    return texts[0] if same else field


def _redirected(node: Simple) -> tuple[Word, ...]:
    return (*node.redirections, node.stdin.word) if node.stdin else node.redirections


def _assignments(it: Interpreter, node: Simple, state: State, quiet: bool) -> State:
    """Walk assignments alone: the last substitution decides the result."""
    state = substituted(it, _redirected(node), state, quiet=quiet)
    ended = state.succeeded()
    for each in node.assignments:
        for part in substitutions([each.value]):
            if isinstance(part, Parameter):
                state = assign(it, Assignment(part.name, part.argument), state)
            else:
                state = ended = substitution(it, part.body, state, quiet)
        state = assign(it, each, state)
    return it.finish(state.status(ended.ok, ended.fail), quiet=quiet)
