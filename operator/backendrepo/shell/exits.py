"""Walking what leaves: `exit`, `return`, `break`, `continue`, and `wait`, which takes over how something else left."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from backendrepo.shell.command import Swallowed
from backendrepo.shell.expansion import Reading
from backendrepo.shell.ledger import Guard
from backendrepo.shell.marks import unresolved
from backendrepo.shell.scripts import Call
from backendrepo.shell.state import ANY, PLANNED, State

if TYPE_CHECKING:
    from backendrepo.shell.interpreter import Interpreter


def _ended(it: Interpreter, call: Call, state: State) -> State:
    """Return the state with the status that `exit` or `return` names."""
    words = call.node.words[1:]
    ok = fail = 0
    readings: list[Reading] = it.expansion(state).readings(words[0]) if words else [("0", state.ok), ("1", state.fail)]
    for text, worlds in readings:
        ok |= worlds if text == "0" or unresolved(text) else 0
        fail |= worlds if text != "0" else 0
    return state.status(ok, fail)


def _early(call: Call, ended: State) -> bool:
    """Whether what follows, if anything does, can be left out and the script succeed."""
    return bool(ended.ok & (ANY if call.fields[1:] == ["0"] else PLANNED))


def exit_(it: Interpreter, call: Call, state: State) -> State:
    """Walk `exit`."""
    ended = _ended(it, call, state)
    it.note(ended.ok, Swallowed.EXIT, it.at(call.node.line))
    it.shell.exit(ended)
    if _early(call, ended):
        it.shell.exits.append(Guard(it.at(call.node.line)))
    return state.status(0, 0)


def unrun(it: Interpreter, call: Call, state: State) -> State:
    """Walk `set -n`: what follows is read and not run, and the script succeeds."""
    place = it.at(call.node.line)
    it.note(state.alive, Swallowed.NOEXEC, place)
    it.shell.exit(state.succeeded())
    it.shell.exits.append(Guard(place))
    return state.status(0, 0)


def return_(it: Interpreter, call: Call, state: State) -> State:
    """Walk `return`; outside of a function it is `exit`."""
    if not it.shell.returns:
        return exit_(it, call, state)
    ended = _ended(it, call, state)
    it.note(ended.ok & ~ended.fail, Swallowed.EXIT, it.at(call.node.line))
    it.shell.returns[-1] = it.shell.returns[-1].join(ended)
    if _early(call, ended):
        it.shell.ways_out.append(Guard(it.at(call.node.line)))
    return state.status(0, 0)


def break_(it: Interpreter, call: Call, state: State) -> State:
    """Walk `break`."""
    return _left(it, call, state, again=False)


def continue_(it: Interpreter, call: Call, state: State) -> State:
    """Walk `continue`."""
    return _left(it, call, state, again=True)


def _left(it: Interpreter, call: Call, state: State, *, again: bool) -> State:
    if not it.shell.loops:
        return state.succeeded()
    place = it.at(call.node.line)
    it.note(state.alive, Swallowed.LOOP, place)
    levels = int(call.fields[1]) if call.fields[1:] and re.fullmatch("[1-9]", call.fields[1]) else 1
    left = it.shell.loops[-levels:]
    for loop in left:
        loop.guards.append(Guard(place))
    return left[0].leave(state.succeeded(), again=again)


def wait(it: Interpreter, call: Call, state: State) -> State:
    """Walk `wait`: with jobs it ends as the last of them did."""
    if len(call.fields) == 1:
        return state.succeeded()
    return it.finish(it.waited(call.fields[-1], state), quiet=call.quiet)
