"""just: the recipes of a justfile.

Source: just's manual. Each line of a recipe is a shell of its own; a recipe that begins with `#!` is one script.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from backendrepo.shell import Command, Script, Swallowed
from backendrepo.shell.marks import opaque
from backendrepo.snapshot import Files
from backendrepo.tools.arguments import parsed
from backendrepo.tools.runners.common import DEEPEST, Config, config

NAMES = ("justfile", "Justfile", ".justfile")

_VALUED = "-f --justfile -d --working-directory --set --shell --dotenv-path -E"
_ONLY_TELLS = frozenset(
    {"-l", "--list", "--summary", "--show", "-s", "--dump", "-n", "--dry-run", "--evaluate", "--fmt", "-h"}
)
_NAME = re.compile(r"@?([A-Za-z_][\w-]*)(?=[\s:])")
_COLON = re.compile(r"\"[^\"]*\"|'[^']*'|:(?!=)|[\"']")
_ASSIGNMENT = re.compile(r"(?:export\s+)?([A-Za-z_][\w-]*)\s*:=\s*(?:\"([^\"]*)\"|'([^']*)')\s*$")
_ALIAS = re.compile(r"alias\s+([\w-]+)\s*:=\s*([\w-]+)")
_PARAMETER = re.compile(r"[+*$]*([A-Za-z_][\w-]*)(?:=(?:\"([^\"]*)\"|'([^']*)'|([^\s\"']+)))?")
_DEPENDENCY = re.compile(r"\(\s*([\w-]+)[^)]*\)|([A-Za-z_][\w-]*)")
_BRACES = re.compile(r"\{\{([^{}]*)\}\}")


@dataclass
class Recipe:
    """One recipe: what it needs, and its lines with their numbers."""

    line: int
    parameters: Sequence[tuple[str, str]]
    before: Sequence[str]
    after: Sequence[str]
    body: list[tuple[int, str]] = field(default_factory=list)


def follow(command: Command, files: Files) -> Script | None:
    """Return what the recipes that are named run; None where a command only tells, or there is no justfile."""
    asked = parsed(tuple(map(str, command.argv[1:])), _VALUED)
    if _ONLY_TELLS & asked.options.keys():
        return None
    where = config(command, files, *([given] if (given := asked.last(("-f", "--justfile"))) else NAMES))
    if where is None:
        return None
    justfile = Justfile(where)
    operands = [each for each in asked.operands if "=" not in each]
    justfile.run(operands or [*justfile.recipes][:1])
    return where.script


class Justfile:
    """The recipes and the literal variables of a justfile."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.recipes: dict[str, Recipe] = {}
        self.variables: dict[str, str] = {}
        self.aliases: dict[str, str] = {}
        self._done = set[str]()
        current: Recipe | None = None
        for number, line in enumerate(config.lines, 1):
            if current and (line[:1] in (" ", "\t") or not line.strip()):
                current.body.append((number, line.strip()))
            else:
                current = self._top(number, line)

    def _top(self, number: int, line: str) -> Recipe | None:
        """Take a line that stands at the margin; return the recipe that it begins."""
        if alias := _ALIAS.match(line):
            self.aliases[alias[1]] = alias[2]
        elif assignment := _ASSIGNMENT.match(line):
            self.variables[assignment[1]] = assignment[2] or assignment[3] or ""
        elif (name := _NAME.match(line)) and (colon := _colon(line)):
            before, _, after = line[colon + 1 :].partition("&&")
            given = _PARAMETER.finditer(line[name.end() : colon])
            parameters = [(each[1], each[2] or each[3] or each[4] or "") for each in given]
            recipe = Recipe(number, parameters, [*_named(before)], [*_named(after)])
            self.recipes.setdefault(name[1], recipe)
            return recipe
        return None

    def run(self, words: Sequence[str], depth: int = 0) -> None:
        """Add what recipes run; words that are no recipes are the arguments of the one before."""
        at = 0
        while at < len(words) and depth <= DEEPEST:
            name, at = self.aliases.get(words[at], words[at]), at + 1
            if (recipe := self.recipes.get(name)) is None:
                continue
            arguments, at = words[at : at + len(recipe.parameters)], at + len(recipe.parameters)
            if name not in self._done:
                self._done.add(name)
                self.run(recipe.before, depth + 1)
                self._body(recipe, arguments)
                self.run(recipe.after, depth + 1)

    def _body(self, recipe: Recipe, arguments: Sequence[str]) -> None:
        known = {**self.variables, **dict(recipe.parameters)}
        known |= dict(zip((name for name, _ in recipe.parameters), arguments, strict=False))
        via = [self.config.at(recipe.line)]
        lines = [(number, _filled(line, known)) for number, line in recipe.body]
        if lines and lines[0][1].startswith("#!"):
            if not re.match(r"#!\s*\S*(?:/|\s)(?:ba|z|da)?sh\b", lines[0][1]):
                self.config.problems.append(self.config.at(lines[0][0]))
                return
            self.config.shell("\n".join(line for _, line in lines), lines[0][0], via=via, whole=True)
            return
        for number, line in _joined(lines):
            ignored = "-" in line[:2].strip("@ ")[:1]
            text = line.lstrip("@-")
            if text and not text.startswith("#"):
                self.config.shell(text, number, swallowed=Swallowed.PREFIX if ignored else None, via=via)


def _colon(line: str) -> int:
    """Return where the colon of a recipe's head stands, outside quotes; 0 where there is none."""
    return next((match.start() for match in _COLON.finditer(line) if match[0] == ":"), 0)


def _named(text: str) -> Iterator[str]:
    for match in _DEPENDENCY.finditer(text.partition("#")[0]):
        yield match[1] or match[2]


def _joined(lines: Sequence[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Yield lines with their continuations."""
    kept, first = "", 0
    for number, line in lines:
        first = first if kept else number
        kept += line
        if kept.endswith("\\"):
            kept = f"{kept[:-1]} "
        else:
            yield first, kept
            kept = ""
    if kept:
        yield first, kept


def _filled(text: str, known: Mapping[str, str]) -> str:
    return _BRACES.sub(lambda match: known.get(match[1].strip(), opaque(match[0])), text)
