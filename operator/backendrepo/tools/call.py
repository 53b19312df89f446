"""One call of a known tool: its words told apart, and what they mean by the tool's row."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from posixpath import join, normpath

from backendrepo.lazy import regex
from backendrepo.shell import Command
from backendrepo.snapshot import Files
from backendrepo.tools.arguments import Arguments
from backendrepo.tools.hook import Hook
from backendrepo.tools.reading import below
from backendrepo.tools.severities import beneath, spared
from backendrepo.tools.tool import Tool
from backendrepo.tools.use import UNTOLD, Kind, Use

MOST_PATHS = 200
"""Paths of a call that are told."""


MOST_DOUBTFUL = 20
"""Paths of a call that are looked for in the tree."""

_OPTIONS = regex(r"\$.*(?:ARG|OPT|FLAG)", re.IGNORECASE)
_NUMBER = regex(r"[\d./%-]+")


@dataclass(frozen=True)
class Call:
    """A call, with the operands behind the words of its name."""

    tool: Tool
    name: str
    arguments: Arguments
    operands: tuple[str, ...]
    command: Command
    files: Files

    def given(self, conditions: str) -> str:
        """Return the first of some conditions that is met, as a row writes it; "" where none is."""
        return next((each for each in conditions.split() if self._met(each)), "")

    def _met(self, condition: str) -> bool:
        name, equals, value = condition.partition("=")
        if not condition.startswith("-"):
            return self.operands[:1] == (condition,)
        last = self.arguments.last((name,))
        return last is not None and (not equals or last == value)

    def values(self, options: str) -> tuple[str, ...]:
        """Return the values of some options, parted at commas."""
        given = self.arguments.all(options.split())
        return tuple(part for value in given for part in value.split(",") if part)[:MOST_PATHS]

    def path(self, path: str) -> str:
        """Return a path from the root of the repository; as written where the folder is not known."""
        cwd = self.command.cwd
        if path.startswith("/."):
            return normpath(path[1:])  # so the reader of shell writes an absolute path within the repository
        return path if cwd is None or path.startswith(("/", "$", "~")) or "://" in path else normpath(join(cwd, path))

    def _pattern(self, pattern: str) -> str:
        """Return a pattern as it is written; one that begins at the root of the repository, without that."""
        return self.path(pattern) if pattern.startswith("/.") else pattern

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """The scope as the words say it."""
        tool, hook = self.tool, self.command if isinstance(self.command, Hook) else None
        named = [*(self._named() if tool.operands else ()), *self.values(tool.scope), *self._modules()]
        default = [tool.default] if tool.default else [self.command.cwd or ""][: bool(self.command.cwd)]
        if not named and hook and hook.paths:
            return hook.paths
        if not named and not tool.default:
            return tuple(default)
        return tuple(dict.fromkeys(self.path(each) for each in (named or default)[:MOST_PATHS]))

    def _named(self) -> Iterator[str]:
        """Yield the operands that are paths, not the value of an option that no row knows."""
        doubtful = self.arguments.doubtful
        words = [each for each in self.operands[:MOST_PATHS] if not _OPTIONS.match(each)]
        sure = any(each not in doubtful for each in words)
        looked = 0
        for word in words:
            looked += word in doubtful
            value = sure or _NUMBER.fullmatch(word) or (self.tool.plugins and word.isidentifier())
            if word in doubtful and looked < MOST_DOUBTFUL and value:
                path = self.path(word)
                if path != "." and not below(self.files, path):
                    continue
            yield word

    def _modules(self) -> Iterator[str]:
        """Yield the folders of packages that are named; as written where none is found."""
        for name in self.values(self.tool.modules)[:20]:
            path = name.replace(".", "/")
            places = (path, f"{path}.py", f"src/{path}", f"src/{path}.py")
            yield next((place for place in places if below(self.files, self.path(place))), path)

    @property
    def harmless(self) -> str:
        """Why it cannot fail; "" where it can."""
        tool = self.tool
        if flag := self.given(tool.harmless):
            return f"`{self._said(flag)}` lets it pass whatever it finds"
        if tool.fails_with and not self.given(tool.fails_with):
            return f"without `{self._said(tool.fails_with.split()[0])}` it passes whatever it finds"
        if any("$" in each for each in self.values(f"{tool.severities} {tool.least}")):
            return f"{UNTOLD} at which severities it fails"
        return ""

    def _said(self, condition: str) -> str:
        """Return a condition as it stands on the command line."""
        return condition.replace("--", "-" if self.tool.single else "--", 1).replace("=", " ")

    @property
    def gate(self) -> bool:
        """Whether it is a gate at all: it neither only tells something nor only changes files."""
        tool = self.tool
        asked = any(each in self.arguments.options and each not in tool.takes for each in tool.asking.split())
        rewrites = tool.checks and not self.given(tool.checks) and not isinstance(self.command, Hook)
        return not (asked or rewrites or self.given(tool.never) or (tool.needs and not self.given(tool.needs)))

    def uses(self) -> Iterator[Use]:
        """Yield what it is as a gate."""
        if not self.gate:
            return
        for kind in self.tool.kinds:
            use = self.use(kind)
            yield from self.tool.more(use, self) if self.tool.more else (use,)

    def use(self, kind: Kind) -> Use:
        """Return what it is as a gate of a kind, as the row says it."""
        tool, hook = self.tool, self.command if isinstance(self.command, Hook) else None
        narrowed = (each for each in self.values(tool.aspect) if each.lower() != "all")
        aspect = ",".join(narrowed) if tool.aspect.startswith("-") else tool.aspect
        return Use(
            kind,
            tool=self.name,
            language=tool.language,
            paths=self.paths,
            excluded=(*map(self._pattern, self.values(tool.excludes)), *(hook.excluded if hook else ())),
            harmless=self.harmless,
            spares=(*spared(self.values(tool.severities)), *beneath(self.values(tool.least))),
            threshold=self.threshold,
            files=tuple(map(self.path, self.values(tool.files))),
            select=self.select,
            framework=tool.framework,
            aspect=aspect,
            remark=tool.remark,
            unresolved=tuple(str(word) for word in self.command.argv[1:] if word.unresolved)[:MOST_PATHS],
        )

    @property
    def threshold(self) -> float | None:
        """The least coverage that is asked for; None where none is, or only a run could tell."""
        return number(self.arguments.last(self.tool.threshold.split()))

    @property
    def select(self) -> tuple[str, ...]:
        """What narrows it to some tests: option and value."""
        names = self.tool.select.split()
        options = self.arguments.options
        return tuple(f"{name} {value}" for name in options if name in names for value in options[name])[:MOST_PATHS]


def number(text: str | None) -> float | None:
    """Return a number of percent; None where a text is none."""
    try:
        value = float((text or "").rstrip("%"))
    except ValueError:
        return None
    return value if 0 <= value <= 1000 else None
