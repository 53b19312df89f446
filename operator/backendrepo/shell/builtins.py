"""Walking the shell's builtins that decide something: switches, folders, variables, tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from backendrepo.lazy import regex
from backendrepo.shell.conditions import test
from backendrepo.shell.exits import break_, continue_, exit_, return_, unrun, wait
from backendrepo.shell.marks import opaque
from backendrepo.shell.paths import absolute
from backendrepo.shell.programs import external, sourced
from backendrepo.shell.scripts import Call
from backendrepo.shell.shells import Trap
from backendrepo.shell.state import ANY, MOST_VARIABLES, State, Value
from backendrepo.shell.syntax import Assignment, Text, Word
from backendrepo.shell.variables import assign, calculated

if TYPE_CHECKING:
    from backendrepo.shell.interpreter import Interpreter

_DECLARED = regex(r"([A-Za-z_]\w*)(\+?)=")
MOST_FOLDERS = 20
"""Folders of `pushd` that are kept."""

_EXITS_WELL = regex(r"\bexit\s+0\b")
_OPTIONS = regex(r"--|[-+][A-Za-z]*")


def _true(it: Interpreter, call: Call, state: State) -> State:
    return state.succeeded()


def _false(it: Interpreter, call: Call, state: State) -> State:
    return it.finish(state.status(0, state.alive), quiet=call.quiet)


def _set(it: Interpreter, call: Call, state: State) -> State:
    words, idle = call.fields[1:], False
    while words and _OPTIONS.fullmatch(words[0]):
        on = words[0].startswith("-")
        if words[0] in ("-", "--"):
            words = words[1:]
            break
        option = words[1] if words[0].endswith("o") and len(words) > 1 else ""
        if "e" in words[0].removesuffix("o") or option == "errexit":
            state = state.switch(errexit=on)
        if option == "pipefail":
            state = state.switch(pipefail=on)
        idle |= on and ("n" in words[0].removesuffix("o") or option == "noexec")
        words = words[2 if option else 1 :]
    if words or "--" in call.fields[1:2]:
        state = state.set(it.shell.arguments, tuple(words))
    return unrun(it, call, state) if idle else state.succeeded()


def _shopt(it: Interpreter, call: Call, state: State) -> State:
    """Walk `shopt`: with `-o` it switches what `set -o` does."""
    flags = "".join(word[1:] for word in call.fields[1:] if word.startswith("-"))
    if "o" in flags and {*"su"} & {*flags}:
        on = "s" in flags
        state = state.switch(errexit=on) if "errexit" in call.fields else state
        state = state.switch(pipefail=on) if "pipefail" in call.fields else state
    return state.succeeded()


def _shift(it: Interpreter, call: Call, state: State) -> State:
    count = int(call.fields[1][:4]) if len(call.fields) > 1 and call.fields[1].isdecimal() else 1
    shifted = dict[Value, int]()
    for value, worlds in state.values(it.shell.arguments):
        left = value[count:] if isinstance(value, tuple) else value
        shifted[left] = shifted.get(left, 0) | worlds
    return state.assign(it.shell.arguments, shifted).succeeded()


def _declare(it: Interpreter, call: Call, state: State) -> State:
    for word in call.node.words[1:]:
        first = word[0] if word else None
        if not isinstance(first, Text) or first.quoted or first.value.startswith("-"):
            continue
        if found := _DECLARED.match(first.value):
            value: Word = (Text(first.value[found.end() :]), *word[1:])
            state = assign(it, Assignment(found[1], value, append=bool(found[2])), state)
        if call.fields[0] == "export" and len(it.exported) < MOST_VARIABLES:
            it.exported.add(found[1] if found else first.value)
    return state.succeeded()


def _unset(it: Interpreter, call: Call, state: State) -> State:
    for name in call.fields[1:]:
        it.shell.functions.pop(name, None)
        state = state.set(name, "")
    return state.succeeded()


def _cd(it: Interpreter, call: Call, state: State) -> State:
    paths = [field for field in call.fields[1:] if not field.startswith("-")]
    known = len(paths) == 1 and not set("*?[") & set(paths[0])
    here = it.expansion(state).value("PWD")
    return state.set("PWD", absolute(paths[0], here) if known else opaque("$PWD")).succeeded()


def _pushd(it: Interpreter, call: Call, state: State) -> State:
    before = [value for value, _ in state.values("DIRSTACK") if isinstance(value, tuple)]
    stack = before[0] if len(before) == 1 else ()
    here = it.expansion(state).value("PWD")
    return _cd(it, call, state).set("DIRSTACK", (here, *stack)[:MOST_FOLDERS])


def _popd(it: Interpreter, call: Call, state: State) -> State:
    before = [value for value, _ in state.values("DIRSTACK")]
    stack = before[0] if len(before) == 1 and isinstance(before[0], tuple) and before[0] else (opaque("$PWD"),)
    return state.set("PWD", stack[0]).set("DIRSTACK", stack[1:]).succeeded()


def _test(it: Interpreter, call: Call, state: State) -> State:
    words = call.node.words[1:]
    if call.fields[0] == "[":
        words = words[:-1]
    held = test(words, it.expansion(state), state.alive)
    return it.finish(state.status(held.true, held.false), quiet=call.quiet)


def _let(it: Interpreter, call: Call, state: State) -> State:
    for field in call.fields[1:]:
        state = calculated(it, field, state)
    return it.finish(state, quiet=call.quiet)


def _eval(it: Interpreter, call: Call, state: State) -> State:
    body = it.parsed(" ".join(call.fields[1:]), call.node.line)
    return it.sequence(body, state, quiet=call.quiet)


def _exec(it: Interpreter, call: Call, state: State) -> State:
    words = call.fields[1:]
    while words and words[0] in ("-a", "-c", "-l", "--"):
        words = words[2 if words[0] == "-a" else 1 :]
    if not words:
        return state.succeeded()
    it.shell.exit(external(it, Call(words, call.node, call.env, quiet=True), state))
    return state.status(0, 0)


def _source(it: Interpreter, call: Call, state: State) -> State:
    return sourced(it, call, state)


def _trap(it: Interpreter, call: Call, state: State) -> State:
    if len(call.fields) > 2 and {"EXIT", "0"} & set(call.fields[2:]):
        handler = call.fields[1]
        it.shell.trap = None if handler in ("", "-") else Trap(handler, call.node.line, it.guards)
    if "ERR" in call.fields[2:]:
        it.shell.forgives = call.node.line if _EXITS_WELL.search(call.fields[1]) else None
    return state.succeeded()


def _unknown(it: Interpreter, call: Call, state: State) -> State:
    """`read`, `getopts`: what they set nobody knows, nor how they end."""
    for name in call.fields[1:]:
        state = state.set(name, opaque(f"${name}"))
    return it.finish(state.status(state.alive, state.alive & (ANY if call.quiet else 0)), quiet=call.quiet)


BUILTINS: dict[str, Callable[[Interpreter, Call, State], State]] = {
    ":": _true,
    "true": _true,
    "false": _false,
    "exit": exit_,
    "return": return_,
    "break": break_,
    "continue": continue_,
    "set": _set,
    "shift": _shift,
    "export": _declare,
    "declare": _declare,
    "typeset": _declare,
    "local": _declare,
    "readonly": _declare,
    "unset": _unset,
    "cd": _cd,
    "pushd": _pushd,
    "popd": _popd,
    "test": _test,
    "[": _test,
    "let": _let,
    "eval": _eval,
    "exec": _exec,
    "source": _source,
    ".": _source,
    "trap": _trap,
    "wait": wait,
    "read": _unknown,
    "mapfile": _unknown,
    "readarray": _unknown,
    "getopts": _unknown,
    "shopt": _shopt,
    "umask": _true,
    "ulimit": _true,
    "alias": _true,
}
