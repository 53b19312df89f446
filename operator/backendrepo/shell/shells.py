"""What the interpreter keeps while it walks: shell processes and loops."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from backendrepo.findings import Evidence
from backendrepo.shell.command import Source
from backendrepo.shell.ledger import Guard
from backendrepo.shell.state import NEVER, State
from backendrepo.shell.syntax import Function


@dataclass
class Loop:
    """What left a loop, what went on to its next round, and where either was decided."""

    guards: list[Guard] = field(default_factory=list)
    left: State = NEVER
    again: State = NEVER

    def leave(self, state: State, *, again: bool) -> State:
        """Leave the round; nothing comes to what follows."""
        if again:
            self.again = self.again.join(state)
        else:
            self.left = self.left.join(state)
        return state.status(0, 0)

    def continued(self) -> State:
        """Return what went on to the next round, once."""
        state, self.again = self.again, NEVER
        return state


class Trap(NamedTuple):
    """What is run at the exit, and where that was decided."""

    text: str
    line: int
    guards: tuple[Guard, ...]


@dataclass
class Shell:
    """One shell process: how it ended so far, its functions, where its script stands."""

    source: Source
    functions: dict[str, Function] = field(default_factory=dict)
    via: tuple[Evidence, ...] = ()
    arguments: str = "@0"
    """The name under which the positional parameters are kept."""
    exited: State = NEVER
    returns: list[State] = field(default_factory=list)
    """Where functions returned to, the innermost last."""
    loops: list[Loop] = field(default_factory=list)
    """The loops that are walked, the innermost last."""
    trap: "Trap | None" = None
    forgives: int | None = None
    """The line of a `trap … ERR` that ends the shell well where something fails."""
    exits: list[Guard] = field(default_factory=list)
    """Where the shell may have ended well before it comes here."""
    ways_out: list[Guard] = field(default_factory=list)
    """Where the function that is walked may have."""
    wrappers: tuple[str, ...] = ()
    """What the shell itself is wrapped in."""
    env: Mapping[str, str] = field(default_factory=dict)
    """What was put into its environment."""
    scripts: int = 0
    """How many scripts led here."""

    def ways(self) -> list[Guard]:
        """Return where the script may have left what it walks now."""
        return [*self.exits, *self.ways_out, *(guard for loop in self.loops for guard in loop.guards)]

    def exit(self, state: State) -> None:
        """End in these worlds."""
        self.exited = self.exited.join(state)
