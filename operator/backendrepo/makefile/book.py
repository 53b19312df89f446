"""The rules of a Makefile as they are read, by target."""

from collections.abc import Iterable, Iterator
from itertools import islice

from backendrepo.makefile.headers import Header
from backendrepo.makefile.lines import Line
from backendrepo.makefile.rules import Prerequisite, Recipe, RecipeLine, Rule, Target, When
from backendrepo.makefile.sources import Sources
from backendrepo.makefile.variables import Variable
from backendrepo.shell.marks import certain, opaque, shown, unresolved

MOST_NAMES = 200_000
"""Targets and prerequisites that are kept, counted with repetitions."""

_PATTERN = frozenset("*?[")


class Book:
    """Keeps rules. `open` are the recipes that the next line may belong to."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._names = 0
        self.targets: dict[str, Target] = {}
        self.patterns: list[Rule] = []
        self.scopes: dict[str, dict[str, Variable]] = {}
        """What is set for targets, by their name or pattern."""
        self.first = ""
        """The target of a bare `make`, unless another is set."""
        self.nameless = False
        """Whether there is a target whose name only a run could tell."""
        self.open = list[Recipe]()

    def add(self, read: Header, line: Line, when: When) -> bool:
        """Keep a rule; return whether there was room for it."""
        targets, needs, orders = map(self.named, (read.targets, read.prerequisites, read.order_only))
        groups = read.stems(targets) if read.static else {"": targets}
        recipe = Recipe()
        self.open = [recipe]
        count = len(targets) + (len(needs) + len(orders)) * len(groups)
        if self._names + count > MOST_NAMES:
            return False
        self._names += count
        needed = tuple(
            Prerequisite(shown(name), line.place, order_only, when, unresolved(name))
            for names, order_only in ((needs, False), (orders, True))
            for name in map(self._secondary, names)
        )
        for stem, names in groups.items():
            pattern = any("%" in name for name in names) and not read.static
            rule = Rule(tuple(map(shown, names)), line.place, needed, recipe, read.double, pattern, when=when)
            self._keep(rule.stemmed(stem) if read.static else rule)
            self.nameless |= any(map(unresolved, names))
        return True

    def _keep(self, rule: Rule) -> None:
        if rule.pattern:
            self.patterns.append(rule)
            return
        for name in rule.names:
            self.targets.setdefault(name, Target(name)).rules.append(rule)
            if not self.first and not rule.skipped and (not name.startswith(".") or "/" in name):
                self.first = name

    def recipe(self, line: Line, text: str, when: When) -> None:
        """Add a line to the open recipes; a blank one still makes them one."""
        for recipe in self.open:
            recipe.written = True
            if text.strip():
                recipe.lines.append(RecipeLine(text, line, when))

    def named(self, names: Iterable[str]) -> list[str]:
        """Return names as Make knows them: without `./`, patterns of files replaced by the files."""
        return [*islice((each for name in names for each in self._globbed(name)), MOST_NAMES)]

    def _secondary(self, name: str) -> str:
        """Return a prerequisite; what is to be expanded a second time, with automatic variables, is not known."""
        return opaque(name) if "$" in name and ".SECONDEXPANSION" in self.targets else name

    def _globbed(self, name: str) -> Iterator[str]:
        found = self._sources.glob(name) if _PATTERN & {*name} and not unresolved(name) else []
        yield from found or filter(None, [_normal(name) if certain(name) else name])


def _normal(name: str) -> str:
    """Return a name without the `./` and the doubled slashes before it."""
    while name.startswith("./") and len(name) > 2:
        name = name[2:].lstrip("/")
    return name
