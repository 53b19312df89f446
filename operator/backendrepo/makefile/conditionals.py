"""`ifeq`, `ifdef`, `else` and `endif`: which branch a line stands in, and whether that branch is taken.

A condition over what only a run could tell (`$(shell …)`, the environment) is undecided: both branches are read.
Source: GNU make's manual, "Conditional Parts of Makefiles".
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from backendrepo.findings import Evidence
from backendrepo.makefile.functions import arguments
from backendrepo.makefile.rules import Condition, Recipe, When
from backendrepo.makefile.variables import Variables
from backendrepo.shell.marks import unresolved

KEYWORDS = frozenset({"ifeq", "ifneq", "ifdef", "ifndef", "else", "endif"})
DEEPEST = 100

MOST_OPEN = 16
"""Recipes that a line may belong to where undecided branches begin rules."""


@dataclass
class _Frame:
    """One conditional: its branch here, and the recipes that were open before it and at the ends of its branches."""

    outer: When
    place: Evidence
    holds: bool | None
    before: list[Recipe]
    earlier: bool | None = False
    """Whether an earlier branch is taken."""
    otherwise: bool = False
    """Whether this is the branch of an `else` without a condition."""
    ends: list[tuple[bool | None, list[Recipe]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.opened = self.place
        self.when = (*self.outer, Condition(self.place, self.holds))

    def turn(self, holds: bool | None, place: Evidence, *, otherwise: bool) -> None:
        """Go on with another branch."""
        self.earlier = _either(self.earlier, self.holds)
        self.holds, self.place, self.otherwise = _both(_opposite(self.earlier), holds), place, otherwise
        self.when = (*self.outer, Condition(place, self.holds))

    def after(self, opened: list[Recipe]) -> list[Recipe]:
        """Return the recipes that a line behind the conditional may belong to."""
        ends = [*self.ends, (self.holds, opened)]
        if not self.otherwise:
            ends.append((_opposite(_either(self.earlier, self.holds)), self.before))
        found = {id(recipe): recipe for holds, recipes in ends if holds is not False for recipe in recipes}
        return [*found.values()][-MOST_OPEN:]


class Conditionals:
    """The conditionals that are open. `problem` is told what is wrong with one."""

    def __init__(self, variables: Variables, problem: Callable[..., None]) -> None:
        self._variables = variables
        self._problem = problem
        self._frames = list[_Frame]()
        self._base = 0
        self._beyond = list[Evidence]()

    @property
    def when(self) -> When:
        """The branches that a line here stands in."""
        known = self._frames[-1].when if self._frames else ()
        return (*known, Condition(self._beyond[0], None)) if self._beyond else known

    @property
    def skipped(self) -> bool:
        """Whether a line here is certainly not read by Make."""
        return any(each.holds is False for each in self.when)

    @property
    def assumed(self) -> bool:
        """Whether it is not certain that a line here is read by Make."""
        return any(each.holds is None for each in self.when)

    @contextmanager
    def file(self) -> Iterator[None]:
        """Read a file, or what `$(eval …)` gives: it has to close the conditionals that it opens, and no others."""
        outer, self._base = self._base, len(self._frames)
        beyond, self._beyond = self._beyond, self._beyond[:1]
        inherited = len(self._beyond)
        yield
        left = [*(frame.opened for frame in self._frames[self._base :]), *self._beyond[inherited:]]
        del self._frames[self._base :]
        self._base, self._beyond = outer, beyond
        if left:
            self._problem("a condition without endif", left[-1])

    def read(self, keyword: str, rest: str, place: Evidence, opened: list[Recipe]) -> list[Recipe]:
        """Read one line of a conditional where these recipes are open; return those that are open behind it."""
        if keyword not in ("else", "endif"):
            self._begin(keyword, rest, place, opened)
            return opened
        if self._beyond:
            if keyword == "endif":
                self._beyond.pop()
            return opened
        if len(self._frames) == self._base:
            self._problem(f"{keyword} without a condition")
            return opened
        return self._frames.pop().after(opened) if keyword == "endif" else self._else(rest, place, opened)

    def _begin(self, keyword: str, rest: str, place: Evidence, opened: list[Recipe]) -> None:
        if len(self._frames) >= DEEPEST:
            if not self._beyond:
                self._problem("conditions are nested too deeply to be read")
            self._beyond.append(place)
            return
        holds = False if self.skipped else self._holds(keyword, rest)
        self._frames.append(_Frame(self.when, place, holds, opened))

    def _else(self, rest: str, place: Evidence, opened: list[Recipe]) -> list[Recipe]:
        frame = self._frames[-1]
        frame.ends.append((frame.holds, opened))
        keyword, more = [*rest.split(maxsplit=1), "", ""][:2]
        conditional = keyword in KEYWORDS
        frame.turn(self._holds(keyword, more) if conditional else True, place, otherwise=not conditional)
        return frame.before

    def _holds(self, keyword: str, rest: str) -> bool | None:
        """Return whether a condition holds; None where only a run could tell."""
        if keyword in ("ifdef", "ifndef"):
            defined = self._defined(rest.strip())
            return defined if keyword == "ifdef" else _opposite(defined)
        sides = _sides(rest.strip())
        if sides is None:
            self._problem("this condition is none that Make can read")
            return None
        one, other = (self._variables.expand(each) for each in sides)
        equal = None if unresolved(one + other) else one == other
        return equal if keyword == "ifeq" else _opposite(equal)

    def _defined(self, written: str) -> bool | None:
        name = self._variables.expand(written)
        raw = self._variables.raw(name)
        if unresolved(name) or (raw is None and unresolved(self._variables.value(name))):
            return None
        variable = self._variables.get(name)
        if raw and (unresolved(raw) or (variable and variable.assumed)):
            return None
        return bool(raw)


def _sides(text: str) -> tuple[str, str] | None:
    """Return both sides of `(a,b)`, `"a" "b"` or `'a' 'b'`."""
    if text.startswith("(") and text.endswith(")"):
        given = arguments(text[1:-1], 2)
        return (given[0].rstrip(), given[1].lstrip()) if len(given) == 2 else None
    quote = text[:1]
    end = text.find(quote, 1)
    rest = text[end + 1 :].strip()
    if quote not in ("'", '"') or end < 0 or rest[:1] not in ("'", '"') or len(rest) < 2 or rest[-1] != rest[0]:
        return None
    return text[1:end], rest[1:-1]


def _opposite(value: bool | None) -> bool | None:
    return None if value is None else not value


def _both(one: bool | None, other: bool | None) -> bool | None:
    if one is False or other is False:
        return False
    return True if one and other else None


def _either(one: bool | None, other: bool | None) -> bool | None:
    return _opposite(_both(_opposite(one), _opposite(other)))
