"""What a script may have come to at a point of it, in every world at once.

A world is a bit, and a mask is a set of worlds, so that one walk through a script tells for each of its commands
what becomes of its failure. In world `PLANNED` every command does what it should; world `ANY` takes every way that the
script can take. Each command has two more, which branch off where it runs: one in which it alone fails, and one in
which it succeeds.
"""

from collections.abc import Iterator, Mapping
from enum import Enum
from typing import NamedTuple

from backendrepo.shell.marks import opaque

ANY = 1
"""The world of every way."""

PLANNED = 2
"""The world in which nothing goes wrong."""

MOST_VALUES = 12
"""Values of one variable that are told apart."""

MOST_VARIABLES = 100
"""Variables that are kept; later ones are unresolved."""


PIPESTATUS = "PIPESTATUS[{}]"
"""The names under which it is kept how the commands of the last pipe ended."""


class Unset(Enum):
    """The value of a variable that was not set in the script."""

    UNSET = "unset"


UNSET = Unset.UNSET
Value = str | tuple[str, ...] | Unset
"""A scalar, an array, or neither."""
Values = Mapping[Value, int]
"""Each value that a variable may have, and in which worlds."""


class State(NamedTuple):
    """In which worlds the last command succeeded and failed (both, where it is not known), and what holds in which."""

    ok: int = ANY | PLANNED
    fail: int = 0
    variables: Mapping[str, Values] = {}
    errexit: int = 0
    pipefail: int = 0
    seen: int = 0
    """Worlds that have branched off on every way here, and may have ended since."""

    @property
    def alive(self) -> int:
        """Worlds in which the script has come here."""
        return self.ok | self.fail

    def status(self, ok: int, fail: int) -> "State":
        """Return the state after a command that ended so."""
        return self._replace(ok=ok, fail=fail)

    def succeeded(self) -> "State":
        """Return the state after a command that cannot fail."""
        return self._replace(ok=self.alive, fail=0)

    def only(self, worlds: int) -> "State":
        """Return the state in some of its worlds."""
        return self._replace(ok=self.ok & worlds, fail=self.fail & worlds)

    def switch(self, *, errexit: bool | None = None, pipefail: bool | None = None) -> "State":
        """Return the state after `set -e` and its like."""
        state = self
        if errexit is not None:
            state = state._replace(errexit=self.alive if errexit else 0)
        if pipefail is not None:
            state = state._replace(pipefail=self.alive if pipefail else 0)
        return state

    def values(self, name: str) -> Iterator[tuple[Value, int]]:
        """Return the values that a variable may have here, each with its worlds."""
        for value, worlds in self.variables.get(name, {UNSET: self.alive}).items():
            if worlds & self.alive:
                yield value, worlds & self.alive

    def assign(self, name: str, values: Values) -> "State":
        """Return the state in which a variable has these values."""
        if name not in self.variables and len(self.variables) >= MOST_VARIABLES:
            return self
        return self._replace(variables={**self.variables, name: _fewer(values)})

    def set(self, name: str, value: Value) -> "State":
        """Return the state in which a variable has one value."""
        return self.assign(name, {value: self.alive})

    def unset(self, prefix: str) -> "State":
        """Return the state without the variables whose names begin so."""
        kept = {name: values for name, values in self.variables.items() if not name.startswith(prefix)}
        return self._replace(variables=kept)

    def fork(self, worlds: int) -> "State":
        """Return the state with more worlds, which branch off here."""
        base = PLANNED if self.alive & PLANNED else ANY

        def more(mask: int) -> int:
            return mask | worlds if mask & base else mask

        return self._replace(
            variables={
                name: {value: more(each) for value, each in values.items()} for name, values in self.variables.items()
            },
            errexit=more(self.errexit),
            seen=self.seen | worlds,
            pipefail=more(self.pipefail),
        )

    def join(self, other: "State") -> "State":
        """Return the state where two ways meet."""
        if not self.alive or not other.alive:
            return self if self.alive else other
        names = self.variables.keys() | other.variables.keys()
        return State(
            self.ok | other.ok,
            self.fail | other.fail,
            {name: _joined(name, self, other) for name in names},
            (self.errexit & self.alive) | (other.errexit & other.alive),
            (self.pipefail & self.alive) | (other.pipefail & other.alive),
            self.seen & other.seen,
        )


_SOMETHING = f"…{opaque('…')}"

NEVER = State(ok=0)
"""Where the script does not come to."""


def _joined(name: str, one: State, other: State) -> Values:
    joined = dict(one.values(name))
    for value, worlds in other.values(name):
        joined[value] = joined.get(value, 0) | worlds
    return _fewer(joined)


def _fewer(values: Values) -> Values:
    """Return no more values than are told apart: where there are, empty ones, and something."""
    if len(values) <= MOST_VALUES:
        return values
    merged = dict[Value, int]()
    for value, worlds in values.items():
        something: Value = (_SOMETHING,) if isinstance(value, tuple) else _SOMETHING
        short = value if value is UNSET or not value else something
        merged[short] = merged.get(short, 0) | worlds
    return merged
