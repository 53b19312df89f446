"""Walking what is made of commands: lists, pipelines, conditions, functions.

Source: POSIX, "Shell Command Language", 2.9, and `set -e` of 2.14; Bash's manual, "Compound Commands".
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from backendrepo.shell import processes
from backendrepo.shell.command import Swallowed
from backendrepo.shell.loops import case, for_, while_
from backendrepo.shell.state import ANY, NEVER, PIPESTATUS, State
from backendrepo.shell.syntax import AndOr, Case, For, Function, Group, If, Node, Pipeline, While

if TYPE_CHECKING:
    from backendrepo.shell.interpreter import Interpreter


def and_or(it: Interpreter, node: AndOr, state: State, quiet: bool) -> State:
    """Walk `a && b || c`, from the left."""
    met = it.ledger.met
    state = it.run(node.first, state, quiet=True)
    for at, (operator, right) in enumerate(node.rest, 1):
        going, passing = state.status(state.ok, 0), state.status(0, state.fail)
        if operator == "||":
            going, passing = passing, going
        with it.guarded(right.line, going, met, decided=not passing.alive & ANY):
            after = it.run(right, going, quiet=quiet or at < len(node.rest))
        if operator == "||":
            it.note(after.ok & state.fail, Swallowed.OR, it.at(right.line))
        state = after.join(passing)
    return state


def pipeline(it: Interpreter, node: Pipeline, state: State, quiet: bool) -> State:
    """Walk `a | b`, and `!` before it."""
    quiet = quiet or node.negated
    *before, last = node.commands
    failed = surely = 0
    for number, command in enumerate(before):
        state = _element(it, number, command, state, quiet)
        it.note(state.fail & ~state.pipefail, Swallowed.PIPE, it.at(command.line))
        failed |= state.fail & state.pipefail
        surely |= state.fail & ~state.ok & state.pipefail
        state = state.succeeded()
    state = _element(it, len(before), last, state, quiet) if before else it.run(last, state, quiet=quiet)
    state = state.status(state.ok & ~surely, state.fail | failed)
    if node.negated:
        it.note(state.fail, Swallowed.NEGATED, it.at(node.line))
        return state.status(state.fail, state.ok)
    return it.finish(state, quiet=quiet)


def _element(it: Interpreter, number: int, node: Node, state: State, quiet: bool) -> State:
    state = processes.isolated(it, state, lambda inner: it.run(node, inner, quiet=quiet))
    return state.assign(PIPESTATUS.format(number), {"0": state.ok, "1": state.fail})


def group(it: Interpreter, node: Group, state: State, quiet: bool) -> State:
    """Walk `{ … }` or `( … )`."""
    if not node.subshell:
        return it.sequence(node.body, state, quiet=quiet)
    ended = processes.isolated(it, state, lambda inner: it.sequence(node.body, inner, quiet=quiet))
    return it.finish(ended, quiet=quiet)


def if_(it: Interpreter, node: If, state: State, quiet: bool) -> State:
    """Walk `if … elif … else … fi`."""
    ended, asked = NEVER, 0
    with ExitStack() as otherwise:
        for condition, body in node.arms:
            met = it.ledger.met
            state = it.sequence(condition, state, quiet=True)
            going = state.status(state.ok, 0)
            with it.guarded(node.line, going, met, decided=not state.fail & ANY):
                after = it.sequence(body, going, quiet=quiet)
            asked, ended = asked | state.fail, ended.join(after)
            state = state.status(0, state.fail)
            otherwise.enter_context(it.guarded(node.line, state, met, decided=not after.alive & ANY))
        ended = ended.join(it.sequence(node.otherwise, state, quiet=quiet))
    it.note(asked & ended.ok, Swallowed.CONDITION, it.at(node.line))
    return ended


def function(it: Interpreter, node: Function, state: State, quiet: bool) -> State:
    """Keep a function; it counts where it is called."""
    it.shell.functions[node.name] = node
    return state.succeeded()


WALKS: dict[type[Any], Callable[[Interpreter, Any, State, bool], State]] = {
    AndOr: and_or,
    Pipeline: pipeline,
    Group: group,
    If: if_,
    For: for_,
    While: while_,
    Case: case,
    Function: function,
}
