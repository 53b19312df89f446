"""Pattern rules: which one makes a name that has no recipe of its own.

Source: GNU make's manual, "How Patterns Match", "Implicit Rule Search Algorithm".
"""

from collections.abc import Callable, Iterator, Sequence

from backendrepo.makefile.rules import Rule, undecided
from backendrepo.makefile.text import stem

MOST_COMPARISONS = 1_000_000
"""Names that are held against patterns."""

DEEPEST = 3
"""Pattern rules that make what another one needs."""

MOST_CANDIDATES = 20
"""Rules whose prerequisites are looked at for one name."""


class Implicit:
    """Finds pattern rules, each name once. `there` says whether a name is a target or a file."""

    def __init__(self, rules: Sequence[Rule], there: Callable[[str], bool]) -> None:
        self._rules = [*_counting(rules)]
        self._there = there
        self._known: dict[str, Rule | None] = {}
        self._comparisons = 0

    @property
    def exhausted(self) -> bool:
        """Whether there are more names and patterns than are looked at."""
        return self._comparisons > MOST_COMPARISONS

    def rule(self, name: str) -> Rule | None:
        """Return the pattern rule that makes a name, for this name: the shortest stem, then the first, counts."""
        if name not in self._known and not self.exhausted:
            self._known[name] = self._found(name)
        return self._known.get(name)

    def _found(self, name: str, depth: int = 0) -> Rule | None:
        """Return the rule whose prerequisites are there, else one whose prerequisites can be made."""
        stems = [
            (rule, stem) for rule in self._rules for each in rule.names if (stem := self.stem(each, name)) is not None
        ]
        stems.sort(key=lambda each: (each[0].skipped, len(each[1])))
        matching = [rule.stemmed(stem) for rule, stem in stems[:MOST_CANDIDATES]]
        whole = (rule for rule in matching if all(self._there(each.name) for each in rule.prerequisites))
        chained = (rule for rule in matching if all(self._made(each.name, depth) for each in rule.prerequisites))
        guess = None if depth or self._there(name) else next(iter(matching), None)
        return next(whole, None) or next(chained, None) or guess

    def _made(self, name: str, depth: int) -> bool:
        """Whether a prerequisite is there, or another pattern rule makes it."""
        return self._there(name) or (depth < DEEPEST and self._found(name, depth + 1) is not None)

    def stem(self, written: str, name: str) -> str | None:
        """Return what the `%` of a pattern stands for in a name; None where it does not match."""
        self._comparisons += 1
        return None if self.exhausted else stem(written, name) or None


def _counting(rules: Sequence[Rule]) -> Iterator[Rule]:
    """Yield the rules that count: of equal ones the last, unless it has no recipe ("Canceling Implicit Rules")."""
    kept: dict[object, Rule] = {}
    for rule in rules:
        key = id(rule) if undecided(rule.when) else (rule.names, *(each.name for each in rule.prerequisites))
        kept.pop(key, None)
        kept[key] = rule
    yield from (rule for rule in kept.values() if rule.recipe.written)
