"""Walking what words substitute, and what assignments set."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from backendrepo.shell import arithmetic
from backendrepo.shell.command import Swallowed
from backendrepo.shell.conditions import calculation
from backendrepo.shell.expansion import MOST_FIELDS
from backendrepo.shell.marks import opaque
from backendrepo.shell.processes import substitution
from backendrepo.shell.state import State, Unset, Value
from backendrepo.shell.syntax import Arithmetic, Array, Assignment, Parameter, Substitution, Word

if TYPE_CHECKING:
    from backendrepo.shell.interpreter import Interpreter


def substituted(it: Interpreter, words: Iterable[Word], state: State, *, quiet: bool) -> State:
    """Walk what words substitute; the results are lost."""
    for part in substitutions(words):
        if isinstance(part, Parameter):
            state = assign(it, Assignment(part.name, part.argument), state)
            continue
        ended = substitution(it, part.body, state, quiet)
        line = part.body.items[0].node.line if part.body.items else it.shell.source.first
        it.note(ended.fail, Swallowed.SUBSTITUTION, it.at(line))
        state = ended.succeeded()
    return state


def substitutions(words: Iterable[Word]) -> Iterator[Substitution | Parameter]:
    """Return what of words runs something, or sets a default (`${name:=word}`)."""
    for word in words:
        for part in word:
            if isinstance(part, Substitution):
                yield part
            elif isinstance(part, Parameter):
                yield from substitutions([part.argument])
                if part.operator == ":=":
                    yield part
            elif isinstance(part, Array):
                yield from substitutions(part.words)


def assign(it: Interpreter, assignment: Assignment, state: State) -> State:
    """Return the state after an assignment."""
    name, word = assignment.name, assignment.value
    expansion = it.expansion(state)
    if assignment.subscript:
        return state.set(name, opaque(f"${name}"))
    if word and isinstance(word[-1], Array):
        new: list[tuple[Value, int]] = [(expansion.elements(word), state.alive)]
    else:
        new = list(expansion.readings(word))
    values = dict[Value, int]()
    for value, worlds in new:
        for before, there in state.values(name) if assignment.append else [("", worlds)]:
            joined = _appended(before, value)
            values[joined] = values.get(joined, 0) | worlds & there
    return state.assign(name, values)


def _appended(before: Value, value: Value) -> Value:
    if isinstance(before, Unset):
        return value
    if isinstance(before, str) and isinstance(value, str):
        return before + value
    both = [each if isinstance(each, tuple) else (each,) if each else () for each in (before, value)]
    return tuple(text for each in both for text in each if isinstance(text, str))[:MOST_FIELDS]


def calculated(it: Interpreter, text: str, state: State) -> State:
    """Walk `(( … ))` or `let`."""
    if found := arithmetic.assigned(text):
        return assign(it, Assignment(found.name, (Arithmetic(found.expression),)), state).succeeded()
    held = calculation(text, it.expansion(state), state.alive)
    return state.status(held.true, held.false)
