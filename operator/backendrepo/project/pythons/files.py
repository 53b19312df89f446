"""Files that pin the version of a laptop or of a platform, such as `.python-version` and `runtime.txt`.

Sources: the documentation of pyenv ("Choosing the Python version"), Heroku ("Specifying a Python runtime"), asdf
("Configuration"), mise ("Configuration"), Conda ("Managing environments") and Pipenv ("Pipfile").
"""

import re
from collections.abc import Callable, Iterator
from itertools import islice

from backendrepo.lazy import regex
from backendrepo.project.pythons.statement import Python, Role, Where
from backendrepo.project.pythons.versions import Minor, allowed, minors
from backendrepo.project.sources import Sources, Text

_CONDA = regex(r"^[ \t]*-[ \t]*[\"']?python[ \t]*([=<>!~][^\"'#\n]*)", re.MULTILINE)
_FIXTURES = regex(r"(^|/)(fixtures?|testdata|examples?|samples?|node_modules|vendor|third_party)/")


def pinned(sources: Sources) -> Iterator[Python]:
    """Yield what the files say, those nearer to the root first."""
    for path in sources.named(*_READERS):
        if not _FIXTURES.search(path) and (source := sources.text(path)):
            name = path.rpartition("/")[2]
            yield from _READERS[name](source, name)


def _python_version(source: Text, name: str) -> Iterator[Python]:
    """Yield the first line: what it names is used, the others are there to be called by name."""
    lines = [(number, line.strip()) for number, line in enumerate(source.lines, 1)]
    for number, line in [each for each in lines if each[1] and not each[1].startswith("#")][:1]:
        yield _pinned(source, number, f"`{name}`", line)


def _runtime(source: Text, name: str) -> Iterator[Python]:
    for number, line in enumerate(source.lines, 1):
        if re.match(r"python-[\dv]", line.strip(), re.IGNORECASE):
            yield _pinned(source, number, f"`{name}`", line.strip())


def _tool_versions(source: Text, name: str) -> Iterator[Python]:
    for number, line in enumerate(source.lines, 1):
        words = line.partition("#")[0].split()
        if words[:1] == ["python"] and len(words) > 1:
            yield _pinned(source, number, f"`{name}`", " ".join(words[1:]))


def _mise(source: Text, name: str) -> Iterator[Python]:
    for number, line in enumerate(source.lines, 1):
        found = re.match(r"\s*[\"']?python[\"']?\s*=\s*(.+)", line)
        if found and "$" not in line:
            yield _pinned(source, number, f"`{name}`", found[1].strip())


def _pipfile(source: Text, name: str) -> Iterator[Python]:
    for number, line in enumerate(source.lines, 1):
        if found := re.match(r"\s*python_(?:full_)?version\s*=\s*[\"']([^\"']+)", line):
            yield _pinned(source, number, f"`{name}`", found[1])


def _conda(source: Text, name: str) -> Iterator[Python]:
    """Yield the requirement of Python; a single `=` means this version and its patches."""
    for found in islice(_CONDA.finditer(source.text), 1):
        written, place = found[1].strip(), source.within(found.start(1))
        named = frozenset(minors(written)) if written.startswith("=") else frozenset[Minor]()
        within = named or allowed(written) or frozenset()
        role = Role.RUNS if named else Role.RANGE if within else Role.UNKNOWN
        yield Python(f"`{name}`", written, place, role, Where.LAPTOP, within)


def _pinned(source: Text, number: int, what: str, written: str) -> Python:
    named = frozenset(minors(written))
    role = Role.RUNS if named else Role.MOVING
    return Python(what, written, source.at(number), role, Where.LAPTOP, named)


_READERS: dict[str, Callable[[Text, str], Iterator[Python]]] = {
    ".python-version": _python_version,
    "runtime.txt": _runtime,
    ".tool-versions": _tool_versions,
    "mise.toml": _mise,
    ".mise.toml": _mise,
    "Pipfile": _pipfile,
    "environment.yml": _conda,
    "environment.yaml": _conda,
}
