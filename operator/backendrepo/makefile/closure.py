"""Everything that making a target runs: through prerequisites and calls of Make, with how each was reached."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from backendrepo.findings import Evidence
from backendrepo.shell import Command


@dataclass(frozen=True)
class Reached:
    """A command that making a target runs. Its softness and guard count what lies on the way to it, too."""

    command: Command
    target: str
    chain: tuple[Evidence, ...]
    """What led to it: each prerequisite and call on the way, then its line in the recipe, then itself."""


@dataclass(frozen=True)
class UpToDate(Evidence):
    """The rule of a target that Make takes for up to date, as a guard of its recipe.

    Source: GNU make's manual, "Phony Targets".
    """

    target: str = ""

    @property
    def why(self) -> str:
        """What keeps the recipe from being run."""
        return f"`{self.target}` is not .PHONY: a file or folder of that name keeps make from running it"

    @property
    def fix(self) -> str:
        """What would have it run."""
        return f".PHONY: {self.target}"


@dataclass(frozen=True)
class Missing:
    """A name that nothing makes: a prerequisite, or what a recipe calls Make for."""

    name: str
    place: Evidence
    called: bool = False


@dataclass(frozen=True)
class Closure:
    """All that making a target comes to."""

    target: str
    commands: tuple[Reached, ...] = ()
    targets: Mapping[str, tuple[Evidence, ...]] = field(default_factory=dict)
    """The targets of the same Makefile that are made on the way, each with what led to it."""
    missing: tuple[Missing, ...] = ()
    whole: bool = True
    """False where it cannot be followed to its end: it is too large, or only a run could tell what is needed."""
    unknown: tuple[Evidence, ...] = ()
    """The places where only a run could tell what is needed, or what Make is called for."""

    def __iter__(self) -> Iterator[Reached]:
        return iter(self.commands)
