"""Locks in TOML: those of uv, Poetry and PDM, and the standard one.

Each has an array of packages with name, version and where it comes from. Sources: docs.astral.sh, "Locking and
syncing"; python-poetry.org, "Basic usage"; pdm-project.org, "Lock file"; PEP 751 (`pylock.toml`).
"""

from collections.abc import Callable

from backendrepo.findings import Evidence
from backendrepo.manifests.dependency import PYPI, Dependency, Manifest, Problem, bounded
from backendrepo.manifests.indexes import index
from backendrepo.manifests.requirement import canonical
from backendrepo.manifests.text import Malformed, Table, headers, table, tables, text_of, toml

Source = tuple[str, str]
"""The index that a package comes from, and why it cannot be judged; both empty for one from PyPI."""


def uv(path: str, text: str) -> Manifest:
    """Return what `uv.lock` locks."""
    return _lock(path, text, "package", _uv)


def poetry(path: str, text: str) -> Manifest:
    """Return what `poetry.lock` locks."""
    return _lock(path, text, "package", _poetry)


def pdm(path: str, text: str) -> Manifest:
    """Return what `pdm.lock` locks."""
    return _lock(path, text, "package", _pdm)


def pylock(path: str, text: str) -> Manifest:
    """Return what `pylock.toml` locks."""
    return _lock(path, text, "packages", _pylock)


def _uv(package: Table) -> Source | None:
    source = table(package.get("source"))
    if source.keys() & {"virtual", "editable", "directory"}:
        return None
    if registry := text_of(source.get("registry")):
        return index(registry), ""
    return "", _elsewhere(source)


def _poetry(package: Table) -> Source | None:
    source = table(package.get("source"))
    kind = text_of(source.get("type"))
    if kind == "directory":
        return None
    if kind in ("", "legacy", "pypi"):
        return index(text_of(source.get("url"))), ""
    return "", _elsewhere({kind: True})


def _pdm(package: Table) -> Source | None:
    path = text_of(package.get("path"))
    if path and not path.endswith((".whl", ".gz", ".zip")):
        return None
    return "", _elsewhere(package)


def _pylock(package: Table) -> Source | None:
    if "directory" in package:
        return None
    return index(text_of(package.get("index"))), _elsewhere({"git": True} if "vcs" in package else package)


def _elsewhere(source: Table) -> str:
    """Return why a package from no index cannot be judged, empty where it comes from one."""
    if "git" in source:
        return "it comes from git, which no advisory names a version of"
    if source.keys() & {"url", "path", "file", "archive"}:
        return "it comes from an address or a file instead of an index, which no advisory names a version of"
    return ""


def _lock(path: str, text: str, key: str, source: Callable[[Table], Source | None]) -> Manifest:
    try:
        packages = tables(toml(text).get(key))
    except Malformed as error:
        return Manifest.unread(path, PYPI, str(error))
    found: list[Dependency] = []
    problems: list[Problem] = []
    lines = text.split("\n")
    for package, line in zip(packages, headers(text, key, len(packages)), strict=True):
        place = _place(path, lines, line)
        name, version = text_of(package.get("name")), text_of(package.get("version"))
        if not name:
            problems.append(Problem("a package has no name", place))
        elif (comes := source(package)) is not None:
            comes_from, why = comes
            marker = text_of(package.get("marker")) or text_of(package.get("markers"))
            why = why or ("" if version else "the lock names no version of it")
            found.append(Dependency(canonical(name), version or None, PYPI, place, marker, comes_from, why))
    told, count = bounded(path, found, problems)
    return Manifest(path, PYPI, tuple(found[:count]), told)


def _place(path: str, lines: list[str], header: int) -> Evidence:
    """Return the line that a package's name stands on: the first below its header, as all of them write it."""
    for number in range(header, min(header + 3, len(lines))) if header else ():
        if lines[number].lstrip().startswith("name"):
            return Evidence(path, number + 1, lines[number].strip()[:200])
    return Evidence(path, header)
