"""Walking programs, and the scripts that some of them are."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from backendrepo.shell import processes
from backendrepo.shell.command import Command, Field, Source, Swallowed
from backendrepo.shell.ledger import Guard
from backendrepo.shell.marks import ROOT
from backendrepo.shell.paths import inside
from backendrepo.shell.scripts import MOST_SCRIPTS, Call, Nested, file, python_script, script
from backendrepo.shell.shells import Shell
from backendrepo.shell.state import ANY, NEVER, State
from backendrepo.shell.unwrapping import Unwrapped, unwrapped

if TYPE_CHECKING:
    from backendrepo.shell.interpreter import Interpreter


def external(it: Interpreter, call: Call, state: State) -> State:
    """Walk a program: the script that it is or runs where that can be read, else the command itself."""
    found = unwrapped(call.fields)
    line = call.node.line
    if (inner := script(it, found, call, state)) is not None:
        state = walk(it, inner, call, found, state)
    else:
        state = python(it, found, call, state)
    if found.swallows:
        it.note(state.fail, found.swallows, it.at(line))
        return state.succeeded()
    return it.finish(state, quiet=call.quiet)


def walk(it: Interpreter, nested: Nested, call: Call, found: Unwrapped, state: State) -> State:
    """Walk a script in a shell of its own."""
    outer, line = it.shell, call.node.line
    source = Source(nested.path, 1, nested.text.split("\n")) if nested.path else outer.source
    via = (*outer.via, it.at(line)) if nested.path else outer.via
    shell = Shell(
        source,
        via=via,
        scripts=outer.scripts + bool(nested.path),
        wrappers=(*outer.wrappers, *found.wrappers),
        env={**outer.env, **call.env, **found.env},
        exits=outer.ways(),
    )
    exported = {name: state.variables[name] for name in it.exported | {"PWD"} if name in state.variables}
    own = f"{ROOT}/{nested.path}" if nested.path else "$0"
    inner = State(state.alive, 0, exported).set(shell.arguments, nested.arguments).set("0", own)
    inner = inner.switch(errexit=nested.errexit, pipefail=nested.pipefail)

    def walked(begun: State) -> State:
        return it.sequence(it.parsed(nested.text, nested.line), begun, quiet=False)

    return processes.isolated(it, state, walked, shell, inner)


def sourced(it: Interpreter, call: Call, state: State) -> State:
    """Walk `. script` in this shell; a file that cannot be read changes nothing that is known."""
    path = call.fields[1] if len(call.fields) > 1 else ""
    read = file(it, path, (), it.folder(state), shebang=False)
    if read is None:
        return state.succeeded()
    outer = it.shell
    inner = replace(
        outer,
        source=Source(read.path, 1, read.text.split("\n")),
        via=(*outer.via, it.at(call.node.line)),
        scripts=outer.scripts + 1,
        returns=[*outer.returns, NEVER],
        ways_out=[*outer.ways_out],
    )
    with it.process(inner):
        state = it.sequence(it.parsed(read.text, 1), state, quiet=call.quiet)
    outer.exited, outer.trap = inner.exited, inner.trap
    return it.finish(state.join(inner.returns[-1]), quiet=call.quiet)


def python(it: Interpreter, found: Unwrapped, call: Call, state: State) -> State:
    """Walk a program; of a readable script of Python also the commands that it starts."""
    path = python_script(it, found, state)
    text = it.scripts(path) if path and it.shell.scripts < MOST_SCRIPTS else None
    state, failed = _started(it, path or "", text, call, state) if text else (state, 0)
    key = (id(call.node), tuple(call.fields), it.folder(state))
    state = it.command(key, lambda: it.described(found, call.fields, state, call.node.line, call.env), state)
    return state.status(state.ok & ~failed, state.fail | failed)


def _started(it: Interpreter, path: str, text: str, call: Call, state: State) -> tuple[State, int]:
    """Walk what a script of Python starts; return also the worlds in which the script fails for it."""
    from backendrepo.shell.python import started  # noqa: PLC0415 - `ast` is read for such scripts only

    source, failed = Source(path, 1, text.split("\n")), 0
    via = (*it.shell.via, it.at(call.node.line))
    it.spend([text])
    for each in started(text):
        words = unwrapped(each.argv)
        argv = tuple(map(Field, words.argv))
        place, here = source.at(each.line), it.folder(state, words.folders)
        command = Command(argv, place, tuple(map(Field, each.argv)), (*words.wrappers,), cwd=inside(here), via=via)
        guards = (*it.guards, Guard(source.at(each.guard))) if each.guard else it.guards
        ended = it.command((path, each.line, argv), partial(_same, command), state, guards)
        if words.swallows:
            it.note(ended.fail, words.swallows, place)
        elif each.checked:
            failed |= ended.fail & ~ANY
        else:
            it.note(ended.fail, Swallowed.UNCHECKED, place)
        state = ended.succeeded()
    return state, failed


def _same(command: Command) -> Command:
    return command
