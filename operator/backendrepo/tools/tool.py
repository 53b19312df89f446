"""What is known of one tool: a row of the table.

In every field names are parted by commas and options by blanks. An option may carry a value (`--exit-code=0`): then it
counts only where it has that value. A word without a dash stands for a first operand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from backendrepo.tools.use import Kind, Use

if TYPE_CHECKING:
    from backendrepo.tools.call import Call

ASKING = "--help -h --version -V"
"""Options that make nearly every program tell something and do nothing."""


@dataclass(frozen=True)
class Tool:
    """One tool, or one command of it, and when it is a gate of its kinds."""

    names: str
    """How it is called: `ruff check, ruff`. Options may stand between the words."""
    kind: Kind | tuple[Kind, ...]
    language: str = ""
    valued: str = ""
    """Options whose value is the next word: without them the value would be taken for a path."""
    checks: str = ""
    """It rewrites files and passes, unless one of these is given. (A hook of pre-commit fails when files change.)"""
    needs: str = ""
    """It is a gate only with one of these."""
    never: str = ""
    """It is no gate with one of these."""
    harmless: str = ""
    """It passes whatever it finds, with one of these."""
    fails_with: str = ""
    """It can fail only with one of these."""
    severities: str = ""
    """Options that name the severities at which it fails."""
    least: str = ""
    """Options that name the least severity, or score, at which it fails."""
    default: str = ""
    """What it looks at where no path is named; empty where its configuration says that."""
    operands: str = "paths"
    """What its operands are; empty where they are no paths."""
    modules: str = ""
    """Options that name packages or modules of Python to look at."""
    scope: str = ""
    """Options that name paths to look at."""
    excludes: str = ""
    """Options that leave paths out."""
    files: str = ""
    """Options that name files which it reads."""
    select: str = ""
    """Options that narrow it to some tests."""
    aspect: str = ""
    """What alone it looks at; an option where that is its value."""
    threshold: str = ""
    """Options that set the least coverage."""
    framework: str = ""
    remark: str = ""
    variables: Mapping[str, str] = field(default_factory=dict)
    """Variables of the environment, and the options that they stand for."""
    single: bool = False
    """Whether one dash begins a long option, as in Go's tools. In the row those have two."""
    plugins: bool = False
    """Whether other packages add options to it: what stands behind one that is not known may be its value."""
    asking: str = ASKING
    more: Callable[[Use, Call], Iterable[Use]] | None = None
    """Makes of a use what it really is, where a row cannot say it."""

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds of gate that one call of it is."""
        return self.kind if isinstance(self.kind, tuple) else (self.kind,)

    @cached_property
    def calls(self) -> tuple[tuple[str, ...], ...]:
        """Each of its names as words."""
        return tuple((*name.split(),) for name in self.names.split(", "))

    @cached_property
    def takes(self) -> frozenset[str]:
        """Every option whose value is the next word."""
        own = " ".join((self.valued, self.modules, self.scope, self.excludes, self.files, self.select, self.threshold))
        conditions = " ".join((self.fails_with, self.harmless, self.never, self.needs, self.checks))
        compared = (word.partition("=")[0] for word in conditions.split() if "=" in word)
        own += f" {self.severities} {self.least}"
        aspect = (self.aspect,) if self.aspect.startswith("-") else ()
        return frozenset((*own.split(), *" ".join(aspect).split(), *compared))
