"""Walking in a process or frame of its own: subshells, the background, substitutions, functions, traps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from backendrepo.shell.command import Swallowed
from backendrepo.shell.marks import unresolved
from backendrepo.shell.state import NEVER, State, Values
from backendrepo.shell.syntax import Function, Node, Sequence

if TYPE_CHECKING:
    from backendrepo.shell.interpreter import Interpreter
    from backendrepo.shell.scripts import Call
    from backendrepo.shell.shells import Shell, Trap


def isolated(
    it: Interpreter,
    state: State,
    walk: Callable[[State], State],
    shell: Shell | None = None,
    inner: State | None = None,
) -> State:
    """Walk in a process of its own: its exits end it alone, and what it sets is lost."""
    own = shell or replace(
        it.shell,
        functions=dict(it.shell.functions),
        exited=NEVER,
        returns=[],
        loops=[],
        trap=None,
        forgives=None,
        exits=it.shell.ways(),
        ways_out=[],
    )
    with it.process(own):
        ended = it.ended(walk(inner or state))
    return state.fork(ended.alive & ~state.alive).status(ended.ok, ended.fail)


def background(it: Interpreter, node: Node, state: State, quiet: bool) -> State:
    """Walk `command &`: it succeeds at once, and `wait` may ask how it ended."""
    ended = isolated(it, state, lambda inner: it.run(node, inner, quiet=quiet))
    it.note(ended.fail, Swallowed.BACKGROUND, it.at(node.line))
    return it.job(ended, ended.succeeded())


def called(it: Interpreter, node: Function, call: Call, state: State) -> State:
    """Walk the body of a function in this shell."""
    outer = it.shell
    name = f"{outer.arguments}@"
    inner = replace(
        outer,
        arguments=name,
        via=(*outer.via, it.at(call.node.line)),
        returns=[*outer.returns, NEVER],
        ways_out=[*outer.ways_out],
    )
    with it.process(inner):
        state = it.run(node.body, state.assign(name, _arguments(it, call, state)), quiet=call.quiet)
    outer.exited, outer.trap = inner.exited, inner.trap
    return it.finish(state.join(inner.returns[-1]), quiet=call.quiet)


def _arguments(it: Interpreter, call: Call, state: State) -> Values:
    """Return the arguments of a call; where one hangs on a result (`$?`), each that it may be."""
    if any(map(unresolved, call.fields)) and len(call.fields) == len(call.node.words):
        return it.expansion(state).variants(call.node.words[1:])
    return {tuple(call.fields[1:]): state.alive}


def substitution(it: Interpreter, body: Sequence, state: State, quiet: bool) -> State:
    """Walk `$(…)`: Bash turns `set -e` off in it."""
    return isolated(it, state, lambda inner: it.sequence(body, inner.switch(errexit=False), quiet=quiet))


def trapped(it: Interpreter, trap: Trap, state: State) -> State:
    """Walk what was kept for the exit: `exit`, or a failure under `set -e`, changes how the shell ends."""
    it.shell.trap, it.shell.exited = None, NEVER
    it.shell.exits, it.shell.ways_out = [*trap.guards], []
    after = it.sequence(it.parsed(trap.text, trap.line), state, quiet=False)
    exited = it.shell.exited
    it.note(after.fail & ~state.alive, Swallowed.TRAP, it.at(trap.line))
    own = after.alive & ~state.alive
    return after.status(state.ok & after.alive | own | exited.ok, state.fail & after.alive | exited.fail)
