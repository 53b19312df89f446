"""Dockerfiles: their stages, what those are built from, and whether the image is shipped.

Source: Docker's documentation, "Dockerfile reference".
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from posixpath import basename, dirname

from backendrepo.findings import Evidence
from backendrepo.lazy import regex
from backendrepo.project.sources import Sources, Text

NAME = regex(r"(.+[._-])?(Dockerfile|Containerfile)([._-].+)?", re.IGNORECASE)
NOT_ONE = regex(
    r".*(\.(dockerignore|md|sh|py|ya?ml|json|txt|j2|jinja2?|tmpl|tpl|bak|orig|swp|lock|toml)|[._-]template)",
    re.IGNORECASE,
)
"""Names that hold the word and are something else."""

ASIDE = regex(
    r"(^|[._/-])(devcontainer|[iu]?tests?|unittests?|testing|dev|development|local|ci|e2e|integration|docs?|examples?"
    r"|debug|lint|fixtures?|bench(marks?)?|samples?|mocks?|fakes?)(?=[._/-]|$)",
    re.IGNORECASE,
)
"""Words of a path for an image that is not shipped."""

LONGEST = 1_000
"""Characters of an argument: one that is made of others twice doubles each time."""

_ESCAPE = regex(r"#\s*escape\s*=\s*([`\\])\s*", re.IGNORECASE)
_VARIABLE = regex(r"\\\$|\$(\w+)|\$\{(\w+)(?:(:?[-+])([^{}]*))?\}")
_FROM = regex(r"FROM\s+((?:--\S+\s+)*)(\S+)(?:\s+AS\s+(\S+))?\s*", re.IGNORECASE)
_ARG = regex(r"(\w+)(?:=(\"[^\"]*\"|'[^']*'|\S*))?")


@dataclass(frozen=True)
class Stage:
    """One `FROM`: the image or stage that it begins with, arguments' defaults filled in."""

    image: str
    place: Evidence
    name: str = ""
    unresolved: bool = False
    """Whether the image depends on an argument without a default."""
    base: int | None = None
    """The index of the stage that it begins with, None for an image."""


@dataclass(frozen=True)
class Dockerfile:
    """A Dockerfile by its path."""

    source: Text
    aside: str = ""
    """Why its image is not shipped; empty where it is."""

    @property
    def path(self) -> str:
        """Where it is."""
        return self.source.path

    @property
    def place(self) -> Evidence:
        """Its first `FROM`."""
        return self.stages[0].place if self.stages else Evidence(self.path)

    @property
    def folder(self) -> str:
        """The folder that it is in, empty for the root."""
        return dirname(self.path)

    @property
    def shipped(self) -> bool:
        """Whether its image is for production, as far as its name tells."""
        return not self.aside

    @cached_property
    def stages(self) -> tuple[Stage, ...]:
        """The stages in their order; the last is the image, unless a build asks for another."""
        return tuple(_stages(self.source))

    @cached_property
    def copied(self) -> tuple[str, ...]:
        """What is copied into the image from the folder that it is built from, as written."""
        return tuple(_copied(self.source))

    @property
    def final(self) -> Stage | None:
        """The image that the last stage begins with, through the stages that it is built on."""
        stage = self.stages[-1] if self.stages else None
        while stage and stage.base is not None:
            stage = self.stages[stage.base]
        return stage


def dockerfiles(sources: Sources) -> tuple[Dockerfile, ...]:
    """Return every Dockerfile of a repository, those nearer to the root first."""
    paths = (path for path in sources.paths if NAME.fullmatch(basename(path)) and not NOT_ONE.fullmatch(basename(path)))
    found = (
        source for path in sorted(paths, key=lambda path: (path.count("/"), path)) if (source := sources.text(path))
    )
    return tuple(made for source in found if (made := Dockerfile(source, _aside(source.path))).stages)


def _aside(path: str) -> str:
    found = ASIDE.search(path)
    if path.startswith(".") or "/." in path:
        return "it is in a hidden folder"
    return f"`{found[2]}` in its path" if found else ""


def instructions(source: Text) -> Iterator[tuple[str, str, int]]:
    """Yield the instructions of a Dockerfile: word in upper case, the rest on one line, the line that it begins at."""
    escape = found[1] if (found := _ESCAPE.fullmatch(source.lines[0].strip())) else "\\"
    parts: list[str] = []
    first = 0
    for number, line in enumerate(source.lines, 1):
        stripped = line.strip()
        if not stripped or stripped.startswith("#"):
            continue
        first = first if parts else number
        if stripped.endswith(escape):
            parts.append(stripped[:-1].strip())
            continue
        word, _, rest = " ".join([*parts, stripped]).partition(" ")
        parts = []
        yield word.upper(), rest.strip(), first


def _copied(source: Text) -> Iterator[str]:
    for word, rest, _ in instructions(source):
        words = [each.strip("[]\",' ") for each in rest.split()]
        if word in ("COPY", "ADD") and not any(each.startswith("--from") for each in words):
            yield from [each for each in words if not each.startswith("--")][:-1]


def filled(text: str, arguments: Mapping[str, str | None]) -> tuple[str, bool]:
    """Return a text with the defaults of arguments, and whether that is all known."""
    known = True

    def value(found: re.Match[str]) -> str:
        nonlocal known
        if found[0] == r"\$":
            return "$"
        name, operator, word = found[1] or found[2], found[3] or "", found[4] or ""
        default = arguments.get(name)
        if operator.endswith("-"):
            return default or word
        if operator.endswith("+"):
            return word if default else ""
        known = known and default is not None
        return found[0] if default is None else default

    made = _VARIABLE.sub(value, text)
    return made, known


def _stages(source: Text) -> Iterator[Stage]:
    arguments: dict[str, str | None] = {}
    names: dict[str, int] = {}
    count = 0
    for word, rest, line in instructions(source):
        if word == "ARG" and count == 0:
            for name, default in _ARG.findall(rest):
                value, known = filled(default.strip("\"'"), arguments)
                arguments[name] = value if known and default and len(value) <= LONGEST else None
        elif word == "FROM" and (found := _FROM.fullmatch(f"FROM {rest}")):
            image, known = filled(found[2].strip("\"'"), arguments)
            base = names.get(image.lower())
            yield Stage(image, source.at(line), found[3] or "", not known, base)
            names |= {(found[3] or str(count)).lower(): count}
            count += 1
