"""Walking what repeats or picks: `for`, `while`, `until`, `case`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backendrepo.shell.command import Swallowed
from backendrepo.shell.conditions import matches
from backendrepo.shell.marks import opaque, unresolved
from backendrepo.shell.state import ANY, NEVER, State
from backendrepo.shell.syntax import Arm, Case, For, While
from backendrepo.shell.variables import substituted

if TYPE_CHECKING:
    from backendrepo.shell.interpreter import Interpreter

MOST_ROUNDS = 32
"""Rounds of a loop that are walked one by one."""


def for_(it: Interpreter, node: For, state: State, quiet: bool) -> State:
    """Walk a loop over words, round by round where they are known, else once."""
    state = substituted(it, node.words or (), state, quiet=quiet)
    expansion = it.expansion(state)
    words = expansion.fields(node.words) if node.words is not None else expansion.arguments() if node.name else [""]
    if len(words) > MOST_ROUNDS or any(map(unresolved, words)):
        words = [opaque(f"${node.name}")]
    state = state.succeeded()
    with it.loop() as loop:
        for at, word in enumerate(words):
            if at:
                it.note(state.fail, Swallowed.LOOP, it.at(node.line))
            state = it.sequence(node.body, state.set(node.name, word), quiet=quiet).join(loop.continued())
    return state.join(loop.left)


def while_(it: Interpreter, node: While, state: State, quiet: bool) -> State:
    """Walk a loop round by round while it is known to go on, then once: what a round may do, more may do."""
    asked, ended = 0, NEVER
    with it.loop() as loop:
        for _ in range(MOST_ROUNDS):
            met = it.ledger.met
            state = it.sequence(node.condition, state, quiet=True)
            asked |= state.fail
            going, leaving = state.status(state.ok, 0), state.status(0, state.fail)
            if node.until:
                going, leaving = leaving, going
            ended = ended.join(leaving.succeeded())
            with it.guarded(node.line, going, met, decided=not leaving.alive & ANY):
                state = it.sequence(node.body, going, quiet=quiet).join(loop.continued())
            if leaving.alive or not state.alive:
                break
    ended = ended.join(state).join(loop.left)
    it.note(asked & ended.ok, Swallowed.CONDITION, it.at(node.line))
    return ended


def case(it: Interpreter, node: Case, state: State, quiet: bool) -> State:
    """Walk the arms whose patterns the subject may match."""
    state = substituted(it, [node.subject], state, quiet=quiet).succeeded()
    ended = through = NEVER
    left = state
    for arm in node.arms:
        true, false = _matched(it, arm, left, it.expansion(left).readings(node.subject))
        going, left = left.only(true).join(through), left.only(false)
        with it.guarded(arm.line, going, it.ledger.met, decided=not left.alive & ANY):
            after = it.sequence(arm.body, going, quiet=quiet) if going.alive else going
        through = after if arm.ending == ";&" else NEVER
        left = left.join(after) if arm.ending == ";;&" else left
        ended = ended.join(after) if arm.ending == ";;" else ended
    return ended.join(through).join(left)


def _matched(it: Interpreter, arm: Arm, state: State, subject: list[tuple[str, int]]) -> tuple[int, int]:
    true, false = 0, state.alive
    for pattern in arm.patterns:
        held = matches(subject, it.expansion(state).one(pattern))
        true, false = true | held.true, false & held.false
    return true, false
