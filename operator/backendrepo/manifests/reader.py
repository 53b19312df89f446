"""All manifests of a repository, found by the names that tools look for."""

import posixpath
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from backendrepo.findings import Evidence
from backendrepo.manifests.bounded import Bounded
from backendrepo.manifests.dependency import GO, NPM, PYPI, Dependency, Manifest, Problem
from backendrepo.manifests.go import go_sum
from backendrepo.manifests.locks import pdm, poetry, pylock, uv
from backendrepo.manifests.npm import package_lock
from backendrepo.manifests.pipfile import pipfile
from backendrepo.manifests.pyproject import pyproject
from backendrepo.manifests.requirements import Requirements
from backendrepo.manifests.unread import unread
from backendrepo.snapshot import Files, Unreadable

MOST = 300
"""Manifests of one kind that are read."""

SKIPPED = frozenset(
    "node_modules site-packages vendor third_party testdata fixtures .venv venv .cookiecutter".split()  # noqa: SIM905
)
"""Folders of what others wrote, or of what tests only look at."""

LOCKS: Mapping[str, Callable[[str, str], Manifest]] = {
    "uv.lock": uv,
    "poetry.lock": poetry,
    "pdm.lock": pdm,
    "pylock.toml": pylock,
    "pylock.*.toml": pylock,
    "Pipfile.lock": pipfile,
    "package-lock.json": package_lock,
    "npm-shrinkwrap.json": package_lock,
    "go.sum": go_sum,
}
_ECOSYSTEMS = {"package-lock.json": NPM, "npm-shrinkwrap.json": NPM, "go.sum": GO}
REQUIREMENTS = ("**/*requirements*.txt", "**/requirements/**/*.txt", "**/*requirements*.in", "**/requirements/**/*.in")


@dataclass(frozen=True)
class Manifests:
    """Every manifest of a repository, by path."""

    all: tuple[Manifest, ...]

    @cached_property
    def dependencies(self) -> tuple[Dependency, ...]:
        """Return every dependency of every manifest."""
        return tuple(dependency for manifest in self.all for dependency in manifest.dependencies)

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """Return what keeps the manifests from being read wholly."""
        return tuple(problem for manifest in self.all for problem in manifest.problems)


def read(files: Files) -> Manifests:
    """Return the manifests of a repository. Never raises."""
    files = Bounded(files)
    locked = [*_locks(files)]
    paths = _requirements(files)
    requirements = [*Requirements(files).manifests(paths[:MOST]), *_too_many(paths)]
    required = [each for each in requirements if not each.path.endswith(".in")]
    declaring = [each for each in requirements if each.path.endswith(".in")]
    declared = [*_declared(files, declaring, [*locked, *required])]
    known = [*locked, *required, *declared]
    return Manifests(tuple(sorted([*known, *unread(files, known, SKIPPED)], key=lambda each: each.path)))


def ecosystems(files: Files) -> Mapping[str, Evidence]:
    """Return the ecosystems that are present, each with a manifest that shows it; no lock is read for that."""
    paths = _found(files, *(f"**/{name}" for name in LOCKS))
    known = [Manifest(path, _ECOSYSTEMS.get(posixpath.basename(path), PYPI)) for path in paths]
    known += [Manifest(path, PYPI) for path in _requirements(files)]
    known += [each for each in _each(files, _found(files, "**/pyproject.toml"), _declaring) if each.ecosystem]
    every = sorted([*known, *unread(files, known, SKIPPED)], key=lambda each: each.path, reverse=True)
    return {each.ecosystem: Evidence(each.path) for each in every}


def _declaring(path: str, text: str) -> Manifest:
    """Return a pyproject.toml unparsed, of no ecosystem where it has no dependencies."""
    return Manifest(path, PYPI if "dependencies" in text else "")


def _found(files: Files, *patterns: str) -> list[str]:
    paths = {path for pattern in patterns for path in files.glob(pattern)}
    return sorted(path for path in paths if not SKIPPED & {*path.split("/")[:-1]} and "{{" not in path)


def _locks(files: Files) -> Iterator[Manifest]:
    for name, reader in LOCKS.items():
        yield from _each(files, _found(files, f"**/{name}"), reader)


def _each(files: Files, paths: list[str], reader: Callable[[str, str], Manifest]) -> Iterator[Manifest]:
    for path in paths[:MOST]:
        try:
            yield reader(path, files.read(path) or "")
        except Unreadable as error:
            yield Manifest.unread(path, PYPI, str(error))
    yield from _too_many(paths)


def _too_many(paths: list[str]) -> Iterator[Manifest]:
    for path in paths[MOST : MOST + 1]:
        yield Manifest.unread(path, PYPI, f"it and {len(paths) - MOST - 1} more are not read: there are too many")


def _requirements(files: Files) -> list[str]:
    """Return the requirements files, without those that others are compiled from and those that only constrain."""
    paths = _found(files, *REQUIREMENTS)
    present = set(paths)
    return [
        path
        for path in paths
        if "constraint" not in posixpath.basename(path)
        and not (path.endswith(".in") and f"{path.removesuffix('.in')}.txt" in present)
    ]


def _declared(files: Files, declaring: list[Manifest], locked: list[Manifest]) -> Iterator[Manifest]:
    """Yield what projects declare in pyproject.toml or for pip-compile, and no manifest of theirs locks."""
    locks = {posixpath.dirname(each.path) for each in locked if posixpath.basename(each.path) in LOCKS}
    pins = [(posixpath.dirname(each.path), {one.name for one in each.dependencies if one.version}) for each in locked]
    for manifest in (*declaring, *_each(files, _found(files, "**/pyproject.toml"), pyproject)):
        folder = posixpath.dirname(manifest.path)
        if manifest in declaring:
            folder = posixpath.dirname(folder)  # requirements/source/ is compiled into requirements/generated/
        known = {name for other, names in pins if _related(folder, other) for name in names}
        under_lock = any(_within(folder, lock) for lock in locks)
        left = [each for each in manifest.dependencies if not under_lock and each.name not in known]
        if manifest.dependencies or manifest.problems:
            yield Manifest(manifest.path, PYPI, tuple(left), manifest.problems)


def _within(folder: str, other: str) -> bool:
    return not other or folder == other or folder.startswith(f"{other}/")


def _related(folder: str, other: str) -> bool:
    """Whether two folders are of one project: one is within the other."""
    return _within(folder, other) or _within(other, folder)
