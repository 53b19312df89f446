"""The variables of a Makefile, and expanding references to them.

What only a run could tell (`$(shell …)`, the environment) becomes an opaque word (see `shell.marks`), and what hangs on
an undecided condition is marked as assumed. Work is bounded, so that no nesting of references can grow without end.
Source: GNU make's manual, "How to Use Variables".
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from backendrepo.findings import Evidence
from backendrepo.makefile import functions
from backendrepo.makefile.lines import reference_end
from backendrepo.shell.marks import assumed, opaque, unresolved

DEEPEST = 40
"""References within references that are expanded."""

MOST_WORK = 4_000_000
"""Characters that are looked at for all expansions of one Makefile."""

LONGEST = 256 * 1024
"""Characters that one expansion may have."""

COPYING = 64
"""Characters that `+=` copies at the price of one."""

MOST_REFERENCES = 50_000
"""References of one text that are expanded."""

MOST_VARIABLES = 50_000

MOST_EXPORTED = 500
"""Variables that are passed on to recipes."""

_ENVIRONMENT = frozenset(
    (
        *("CI", "HOME", "PATH", "USER", "LOGNAME", "TERM", "LANG", "HOSTNAME", "TMPDIR", "EDITOR", "DISPLAY"),
        *("VIRTUAL_ENV", "CONDA_PREFIX", "DOCKER_HOST", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"),
        *("MAKECMDGOALS", "MAKEFLAGS", "MAKELEVEL", "MFLAGS"),
    )
)
_ENVIRONMENT_PREFIXES = ("GITHUB_", "RUNNER_", "CI_", "AWS_")
BUILT_IN = {
    "MAKE": "make",
    "SHELL": "/bin/sh",
    ".SHELLFLAGS": "-c",
    "CC": "cc",
    "CXX": "g++",
    "RM": "rm -f",
    "AR": "ar",
    "LD": "ld",
    ".RECIPEPREFIX": "",
    "MAKE_VERSION": "4.4",
}


@dataclass(frozen=True)
class Variable:
    """A variable: its text, whether that is expanded already, and where it was set."""

    text: str
    place: Evidence
    simple: bool = False
    assumed: bool = False
    """Whether it hangs on a condition that could not be decided."""
    override: bool = False
    private: bool = False
    """Whether what a target needs does not see it."""
    appends: bool = False
    """Whether it is added to what is set around it, where that is known."""


@dataclass
class Budget:
    """What is left of the work that one Makefile may cost."""

    left: int = MOST_WORK

    def spend(self, amount: int) -> bool:
        """Take some; return whether it was there."""
        self.left -= amount
        return self.left > 0


@dataclass
class Variables:
    """Variables by name, those that are exported, and what is bound for a while (automatic, arguments of `call`)."""

    known: dict[str, Variable] = field(default_factory=dict)
    exported: set[str] = field(default_factory=set)
    environment: Mapping[str, str] = field(default_factory=dict)
    overrides: Mapping[str, str] = field(default_factory=dict)
    """What the command line of Make sets."""
    bound: Mapping[str, str] = field(default_factory=dict)
    scope: Mapping[str, Variable] = field(default_factory=dict)
    """What is set for a target and its prerequisites."""
    budget: Budget = field(default_factory=Budget)
    glob: Callable[[str], list[str]] = lambda pattern: []
    evaluate: Callable[[str], None] = lambda text: None
    complain: Callable[[str], None] = lambda text: None
    active: list[str] = field(default_factory=list)
    """The variables that are being expanded, from the outside in."""

    def within(self, bound: Mapping[str, str], scope: Mapping[str, Variable] | None = None) -> "Variables":
        """Return the same variables with more bound."""
        return replace(self, bound={**self.bound, **bound}, scope=self.scope if scope is None else scope)

    def get(self, name: str) -> Variable | None:
        """Return a variable of the Makefile, the one of the target first."""
        return self.scope.get(name) or self.known.get(name)

    def raw(self, name: str) -> str | None:
        """Return the text of a variable before it is expanded; None where it is not set."""
        if name in self.bound:
            return self.bound[name]
        variable = self.get(name)
        if name in self.overrides and not (variable and variable.override):
            return self.overrides[name]
        if variable:
            return variable.text
        return self.environment.get(name, BUILT_IN.get(name))

    def value(self, name: str, depth: int = 0) -> str:
        """Return what a reference to a variable expands to."""
        text = self.raw(name)
        if text is None:
            return opaque(f"$({name})") if _outside(name) else ""
        variable = self.get(name)
        if name in self.bound or (variable and variable.simple) or "$" not in text:
            value = text
        else:
            value = self._recursive(name, text, depth + 1)
        return assumed(value) if variable and variable.assumed and name not in self.bound else value

    def _recursive(self, name: str, text: str, depth: int) -> str:
        """Return the value of a variable that is expanded anew wherever it is used."""
        if name in self.active:
            self.complain(f"the variable {name} refers to itself")
            return opaque(f"$({name})")
        self.active.append(name)
        value = self.expand(text, depth, name)
        self.active.pop()
        return value

    def expand(self, text: str, depth: int = 0, name: str = "") -> str:
        """Return a text with its references replaced."""
        at = text.find("$")
        if at < 0:
            return text
        if depth > DEEPEST or not self.budget.spend(len(text) + 16):
            return self.exhausted(name)
        parts, begin, length = list[str](), 0, 0
        while at >= 0:
            end = reference_end(text, at)
            parts += text[begin:at], self._reference(text[at:end], depth)
            begin, at = end, text.find("$", end)
            length += len(parts[-1])
            if length > LONGEST or len(parts) > 2 * MOST_REFERENCES or not self.budget.spend(len(parts[-1])):
                return self.exhausted(name)
        parts.append(text[begin:])
        return "".join(parts)

    def exhausted(self, name: str = "") -> str:
        """Return what stands for a text that is too much to be expanded."""
        self.complain("its references are too much to be expanded to their end")
        return opaque(f"$({name or '…'})")

    def _reference(self, written: str, depth: int) -> str:
        if written[1:2] not in ("(", "{"):
            return "$" if written in ("$", "$$") else self.value(written[1:], depth)
        if written[-1] != {"(": ")", "{": "}"}[written[1]]:
            self.complain("a reference is not closed")
            return opaque(written)
        inner = written[2:-1]
        name = inner.split(maxsplit=1)[0] if inner and not inner[0].isspace() else ""
        if name in functions.NAMES and len(name) < len(inner):
            return functions.call(self, name, inner[len(name) :].lstrip(" \t"), written, depth + 1)
        if "$" in inner:
            inner = self.expand(inner, depth + 1)
            if unresolved(inner):
                return opaque(written)
        name, colon, change = inner.partition(":")
        if colon and "=" in change:
            before, _, after = change.partition("=")
            return functions.substituted(self, before, after, self.value(name, depth))
        return self.value(inner, depth)

    def define(self, name: str, operator: str, text: str, variable: Variable) -> None:
        """Set a variable as an assignment does."""
        before = self.known.get(name)
        if before is None and len(self.known) >= MOST_VARIABLES:
            return
        if before and before.override and not variable.override:
            return
        if operator == "?=":
            if before or name in self.environment or name in self.overrides:
                return
            variable = replace(variable, assumed=variable.assumed or _outside(name))
        self.known[name] = self.assigned(before, operator, text, variable)

    def assigned(self, before: Variable | None, operator: str, text: str, variable: Variable) -> Variable:
        """Return what a variable becomes by an assignment."""
        if operator == "+=" and before:
            joined = self.expand(text) if before.simple else text
            text = f"{before.text} {joined}" if before.text else joined
            if not self.budget.spend(len(text) // COPYING) or len(text) > LONGEST:
                text = self.exhausted()
            guess = variable.assumed or before.assumed
            return replace(variable, text=text, simple=before.simple, assumed=guess, appends=before.appends)
        if operator == "!=":
            return replace(variable, text=opaque(f"$(shell {text})"), simple=True)
        simple = operator.endswith(":=")
        return replace(variable, text=self.expand(text) if simple else text, simple=simple)

    def exports(self) -> dict[str, str]:
        """Return what recipes find in their environment, as far as it is known."""
        names: Sequence[str] = [*self.known] if "*" in self.exported else sorted(self.exported)
        identifiers = islice((name for name in names if name.isidentifier() and self.get(name)), MOST_EXPORTED)
        values = {name: self.value(name) for name in identifiers}
        known = {name: value for name, value in values.items() if not unresolved(value)}
        return {**self.environment, **self.overrides, **known}


def _outside(name: str) -> bool:
    """Whether a variable is one that the environment commonly sets."""
    return name in _ENVIRONMENT or name.startswith(_ENVIRONMENT_PREFIXES)
