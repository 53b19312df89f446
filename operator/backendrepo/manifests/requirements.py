"""Requirements files, with what they include, as pip reads them.

`-r` adds another file's lines, `-c` says which version one gets where another file leaves that open. Sources: pip's
documentation, "Requirements File Format", and the order of its `pip._internal.req.req_file`: lines are joined, then
comments go, then a line is a requirement with options or options alone.
"""

import posixpath
import re
import shlex
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from backendrepo.findings import Evidence
from backendrepo.lazy import regex
from backendrepo.manifests.dependency import MOST, PYPI, Dependency, Manifest, Problem, bounded
from backendrepo.manifests.indexes import index
from backendrepo.manifests.requirement import Invalid, local, parse
from backendrepo.redaction import redact
from backendrepo.snapshot import Files, Unreadable

LONGEST = 128 * 1024
"""Characters of a line once it is joined; one with a hundred hashes has eight thousand."""

MOST_FILES = 200
"""Files that one may include."""

MOST_INCLUDES = 100
"""Includes of one file."""

MOST_PROBLEMS = 100
"""Problems of one file that are told; what comes after them is not read."""

_COMMENT = regex(r"(?:^|(?<=\s))#")


@dataclass(frozen=True)
class Include:
    """Another file that a line names, by its path from the root of the repository."""

    path: str
    constraint: bool
    place: Evidence


@dataclass
class _Parsed:
    """One file by itself."""

    dependencies: list[Dependency] = field(default_factory=list)
    includes: list[Include] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    index: str = ""


class Requirements:
    """The requirements files of a repository; each is read once, however often it is included."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._parsed: dict[str, _Parsed] = {}

    def manifests(self, paths: Iterable[str]) -> Iterator[Manifest]:
        """Yield the manifests that these files are, with those that they include; constraints alone are none."""
        paths = list(paths)
        included = {each.path for path in paths for each in self._read(path).includes if each.path != path}
        found: dict[str, dict[Evidence, Dependency]] = {}
        problems: dict[str, dict[Problem, None]] = {}
        for root in sorted(paths, key=included.__contains__):  # what nobody includes first, then cycles
            if root not in found:
                self._add(root, found, problems)
        for path, dependencies in found.items():
            told = dict.fromkeys([*self._read(path).problems, *problems.get(path, {})])
            kept_problems, count = bounded(path, list(dependencies.values()), list(told))
            yield Manifest(path, PYPI, tuple(dependencies.values())[:count], kept_problems)

    def _add(
        self, root: str, found: dict[str, dict[Evidence, Dependency]], problems: dict[str, dict[Problem, None]]
    ) -> None:
        """Add what installing from a file installs, by the file that names it; a pin stays a pin."""
        constraints = self._constraints(root, problems)
        for path in self._closure(root, problems):
            kept = found.setdefault(path, {})
            for dependency in self._read(path).dependencies:
                constrained = _constrained(dependency, constraints)
                if dependency.place not in kept or constrained.pinned:
                    kept[dependency.place] = constrained

    def _closure(self, root: str, problems: dict[str, dict[Problem, None]]) -> list[str]:
        """Return a file and all that it includes as requirements."""
        return self._reached([root], lambda include: not include.constraint, problems)

    def _constraints(self, root: str, problems: dict[str, dict[Problem, None]]) -> dict[str, Dependency]:
        """Return the pins of all files that a root has as constraints, itself or through what it includes."""
        includes = [each for path in self._closure(root, {}) for each in self._read(path).includes if each.constraint]
        begin = [each.path for each in includes if not self._missing(each, problems)]
        pins: dict[str, Dependency] = {}
        for path in self._reached(begin, lambda _: True, problems):
            for dependency in self._read(path).dependencies:
                if dependency.pinned:
                    pins.setdefault(dependency.name, dependency)
        return pins

    def _reached(
        self, begin: Iterable[str], follows: Callable[[Include], bool], problems: dict[str, dict[Problem, None]]
    ) -> list[str]:
        """Return files and what they include, each once: files may include each other."""
        order = dict.fromkeys(begin)
        waiting = list(order)
        while waiting:
            path = waiting.pop()
            for each in filter(follows, self._read(path).includes):
                if self._missing(each, problems) or each.path in order:
                    continue
                if len(order) >= MOST_FILES:
                    what = f"more than {MOST_FILES} files are included; the others are not read"
                    problems.setdefault(path, {})[Problem(what, each.place)] = None
                    return list(order)
                order[each.path] = None
                waiting.append(each.path)
        return list(order)

    def _missing(self, include: Include, problems: dict[str, dict[Problem, None]]) -> bool:
        """Tell of an include that leads nowhere."""
        if include.path and self._exists(include.path):
            return False
        what = f"`{include.place.text[:120]}` includes a file that is not in the repository"
        problems.setdefault(include.place.path, {})[Problem(what, include.place)] = None
        return True

    def _exists(self, path: str) -> bool:
        try:
            return self._files.read(path) is not None
        except Unreadable:
            return True

    def _read(self, path: str) -> _Parsed:
        if path not in self._parsed:
            self._parsed[path] = self._parse(path)
        return self._parsed[path]

    def _parse(self, path: str) -> _Parsed:
        parsed = _Parsed()
        try:
            text = self._files.read(path) or ""
        except Unreadable as error:
            parsed.problems.append(Problem(str(error), Evidence(path)))
            return parsed
        for number, line in logical_lines(text):
            if len(parsed.dependencies) > MOST or len(parsed.problems) > MOST_PROBLEMS:
                break
            _line(line, Evidence(path, number, redact(line)[:200]), parsed)
        if parsed.index:
            parsed.dependencies = [replace(each, index=each.index or parsed.index) for each in parsed.dependencies]
        return parsed


def logical_lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield each line that says something with the number that it begins on, continued ones joined."""
    parts: list[str] = []
    begin = 0
    for number, line in enumerate(text.splitlines(), 1):
        begin = begin if parts else number
        comment = line.lstrip().startswith("#")
        if line.endswith("\\") and not comment:
            parts.append(line.rstrip("\\"))
            continue
        parts.append(f" {line}" if comment else line)
        if said := _uncommented("".join(parts)):
            yield begin, said
        parts = []
    if said := _uncommented("".join(parts)):
        yield begin, said


def _uncommented(line: str) -> str:
    comment = _COMMENT.search(line)
    return line[: comment.start() if comment else len(line)].strip()


def _line(line: str, place: Evidence, parsed: _Parsed) -> None:
    if len(line) > LONGEST:
        parsed.problems.append(Problem(f"a line has more than {LONGEST} characters", place))
        return
    if line.startswith("-"):
        _option(line, place, parsed)
    else:
        _require(re.split(r" -", line, maxsplit=1)[0].strip(), place, parsed)


def _require(text: str, place: Evidence, parsed: _Parsed) -> None:
    """Add what a requirement names. A folder of the repository has a manifest of its own."""
    if local(text) and "://" not in text:
        if text.partition(";")[0].strip().endswith((".whl", ".gz", ".zip")):
            why = "it is installed from a file, which no advisory names a version of"
            parsed.dependencies.append(Dependency(text[:80], None, PYPI, place, why=why))
        return
    try:
        parsed.dependencies.append(parse(text, place))
    except Invalid as error:
        parsed.problems.append(Problem(str(error), place))


def _option(line: str, place: Evidence, parsed: _Parsed) -> None:
    try:
        words = shlex.split(line)
    except ValueError:
        parsed.problems.append(Problem(f"`{redact(line)[:80]}` cannot be read", place))
        return
    name, value = _named(words)
    if name in ("-r", "--requirement", "-c", "--constraint"):
        if len(parsed.includes) >= MOST_INCLUDES:
            what = f"it includes more than {MOST_INCLUDES} files; the others are not read"
            parsed.problems.append(Problem(what, place))
            return
        parsed.includes.append(Include(_beside(place.path, value), name in ("-c", "--constraint"), place))
    elif name in ("-e", "--editable"):
        _require(value, place, parsed)
    elif name in ("-i", "--index-url", "--pypi-url"):
        parsed.index = index(value)


def _named(words: list[str]) -> tuple[str, str]:
    """Return an option and its value, however the two are joined."""
    first, rest = words[0], words[1:]
    if first.startswith("--"):
        name, joined, value = first.partition("=")
        return name, value if joined else " ".join(rest[:1])
    return first[:2], first[2:].removeprefix("=") or " ".join(rest[:1])


def _beside(path: str, value: str) -> str:
    """Return the path of a file that another names, empty where it is not in the repository."""
    if "://" in value or value.startswith(("/", "~")) or not value:
        return ""
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(path), value))
    return "" if joined.startswith("..") else joined


def _constrained(dependency: Dependency, constraints: dict[str, Dependency]) -> Dependency:
    """Return a dependency with the version that a constraint gives it."""
    pin = constraints.get(dependency.name)
    if dependency.pinned or pin is None or "is not pinned" not in dependency.why:
        return dependency
    return replace(dependency, version=pin.version, why="")
