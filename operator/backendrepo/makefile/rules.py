"""What a Makefile says: rules with their prerequisites and recipes, conditions around them, and targets by name."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from backendrepo.findings import Evidence
from backendrepo.makefile.lines import Line
from backendrepo.shell.marks import opaque


@dataclass(frozen=True)
class Condition:
    """A branch of `ifeq`, `ifdef` and their like; `holds` is None where only a run could tell."""

    place: Evidence
    holds: bool | None


When = tuple[Condition, ...]
"""The branches around a line, the outermost first."""


def undecided(when: When) -> Evidence | None:
    """Return the outermost branch that is not taken for certain."""
    return next((each.place for each in when if each.holds is not True), None)


@dataclass(frozen=True)
class Prerequisite:
    """A target that another needs."""

    name: str
    place: Evidence
    order_only: bool = False
    when: When = ()
    unresolved: bool = False
    """Whether only a run could tell its name, or whether it is one."""

    @property
    def marked(self) -> str:
        """Its name as text that says whether it is certain; nothing where Make does not read it."""
        if any(each.holds is False for each in self.when):
            return ""
        return opaque(self.name) if self.unresolved or undecided(self.when) else self.name


@dataclass(frozen=True)
class RecipeLine:
    """A line of a recipe as it is written, without the character that begins it."""

    text: str
    line: Line
    when: When = ()

    @property
    def place(self) -> Evidence:
        """Where it begins."""
        return self.line.place


@dataclass(eq=False)
class Recipe:
    """The lines that follow a rule, shared by all the rules that its first line stands for."""

    lines: list[RecipeLine] = field(default_factory=list)
    written: bool = False
    """Whether there is a recipe at all; it may be empty."""


@dataclass(eq=False)
class Rule:
    """One rule; `pattern` marks an implicit one, `stem` is what a `%` stands for."""

    names: tuple[str, ...]
    place: Evidence
    prerequisites: tuple[Prerequisite, ...] = ()
    recipe: Recipe = field(default_factory=Recipe)
    double: bool = False
    pattern: bool = False
    stem: str = ""
    when: When = ()

    @property
    def skipped(self) -> bool:
        """Whether it stands in a branch that is certainly not taken."""
        return any(each.holds is False for each in self.when)

    def stemmed(self, stem: str) -> "Rule":
        """Return a pattern rule for what its `%` stands for."""
        needed = tuple(replace(each, name=each.name.replace("%", stem, 1)) for each in self.prerequisites)
        return replace(self, prerequisites=needed, stem=stem)


@dataclass
class Target:
    """A name that can be made: all its rules, in the order in which they stand."""

    name: str
    rules: list[Rule] = field(default_factory=list)
    phony: bool = False

    @property
    def place(self) -> Evidence:
        """Where it is first named as a target."""
        return self.rules[0].place

    @property
    def prerequisites(self) -> tuple[Prerequisite, ...]:
        """What it needs, of all its rules; of the one whose recipe makes it first."""
        counting = [rule for rule in self.rules if rule.recipe.written and not rule.double and not rule.skipped][-1:]
        others = (rule for rule in self.rules if rule not in counting)
        return tuple(each for rule in (*counting, *others) for each in rule.prerequisites)

    @property
    def stem(self) -> str:
        """What the `%` of its last static pattern stands for."""
        return next((rule.stem for rule in reversed(self.rules) if rule.stem and not rule.skipped), "")

    @property
    def recipe(self) -> tuple[RecipeLine, ...]:
        """The lines that make it: of the last recipe, and of those that an undecided condition may put in its place."""
        return tuple(line for rule in self.recipes for line in rule.recipe.lines)

    @property
    def recipes(self) -> list[Rule]:
        """The rules whose recipes count."""
        counting = list[Rule]()
        for rule in self.rules:
            if rule.recipe.written:
                if not rule.double and not undecided(rule.when):
                    counting.clear()
                counting.append(rule)
        return counting


def displacing(rules: Sequence[Rule]) -> list[Evidence | None]:
    """Return, for each rule whose recipe counts, the undecided branch of a later one that may displace it."""
    places, later = list[Evidence | None](), None
    for rule in reversed(rules):
        places.append(later)
        if not rule.double and not rule.skipped:
            later = undecided(rule.when) or later
    return places[::-1]


@dataclass(frozen=True)
class Problem:
    """What could not be read. `fatal` where Make itself would stop."""

    place: Evidence
    text: str
    fatal: bool = False

    def __str__(self) -> str:
        return f"{self.place}: {self.text}"
