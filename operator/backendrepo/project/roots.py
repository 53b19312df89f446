"""The source roots of what a repository ships: its top packages and modules, tests and tools aside.

What a build configuration says is taken; where it says nothing (most services are no distributions), every package and
module is shipped but what tests, documents, migrates or builds.
"""

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from posixpath import basename, dirname, join, normpath

from backendrepo.findings import Evidence
from backendrepo.lazy import regex
from backendrepo.project.dockerfiles import Dockerfile
from backendrepo.project.packaging import Said, said
from backendrepo.project.pytest_settings import pytest_settings
from backendrepo.project.sources import Sources, upward

ASIDE = frozenset(
    {
        *("test", "tests", "testing", "test_utils", "e2e", "integration", "fixtures", "perf", "performance"),
        *("locust", "loadtest", "loadtests", "benchmark", "benchmarks", "bench", "htmlcov"),
        *("doc", "docs", "documentation", "site", "example", "examples", "sample", "samples", "demo", "demos"),
        *("script", "scripts", "tool", "tools", "tooling", "bin", "hack", "ci", "build", "dist", "hooks", "githooks"),
        *("deploy", "deployment", "infra", "infrastructure", "terraform", "ansible", "helm", "k8s", "docker"),
        *("dev", "alembic", "migrations", "notebooks", "data", "assets", "static", "templates", "contrib"),
        *("node_modules", "venv", "env", "vendor", "third_party", "site_packages", "stubs", "typings"),
    }
)
"""Folders at the top of a project that are not what it ships, unless its build configuration says so."""

MODULES_ASIDE = regex(
    r"(setup|conftest|noxfile|tasks|fabfile|dodo|versioneer|ez_setup|locustfile|pavement|test_.*|.*_test|tests|build|manage"
    r"|gunicorn.*|.*\.conf)\.py"
)
"""Modules at the top of a project that are not what it ships."""

MARKS = frozenset(
    {
        *("pyproject.toml", "setup.cfg", "setup.py", "requirements.txt", "Pipfile", "poetry.lock", "manage.py"),
        "Dockerfile",
    }
)
"""Files that make a folder a project of its own."""

OTHERS = {
    "go.mod": "go",
    "package.json": "javascript",
    "pom.xml": "java",
    "build.gradle": "java",
    "build.gradle.kts": "kotlin",
    "Cargo.toml": "rust",
}
"""What makes a folder a project in another language."""

MODULE, PACKAGE, FOLDER = "a module", "a package", "a folder of modules"

_HIDDEN = regex(r"(^|/)(\.[^/]+|__pycache__|node_modules|site-packages|venv)/")


@dataclass(frozen=True)
class Root:
    """One package or module that is shipped, or a project in another language."""

    path: str
    """The folder or file, from the root of the repository."""
    base: str
    """The folder that it is imported from: `src` of `src/payments`."""
    place: Evidence
    """What makes it one: the line of the build configuration, or its first file."""
    why: str
    language: str = "python"
    files: int = 0
    """Source files within."""

    @property
    def name(self) -> str:
        """The name that it is imported by, empty for another language."""
        inside = self.path.removeprefix(f"{self.base}/") if self.base else self.path
        return inside.removesuffix(".py").replace("/", ".") if self.language == "python" else ""

    @property
    def module(self) -> str:
        """A file as it is in it at the top: what leaves that out leaves all of the root out."""
        return self.path if self.path.endswith(".py") else f"{self.path}/module.py".lstrip("/")

    def has(self, path: str) -> bool:
        """Whether a file belongs to it."""
        return path == self.path or not self.path or path.startswith(f"{self.path}/")


def roots(sources: Sources) -> tuple[Root, ...]:
    """Return the source roots of a repository, those of Python first."""
    python = [path for path in sources.paths if path.endswith(".py") and not _HIDDEN.search(path)]
    projects = _projects(sources)
    by_folder: defaultdict[str, list[str]] = defaultdict(list)
    for path in python:
        by_folder[dirname(path)].append(path)
    by_project: defaultdict[str, list[str]] = defaultdict(list)
    counts: Counter[str] = Counter(python)
    for folder, paths in by_folder.items():
        by_project[next(each for each in upward(folder) if each in projects)] += paths
        for around in upward(folder):
            counts[around] += len(paths)
    ordered = sorted(projects, key=lambda folder: (folder.count("/"), folder))
    found = {root.path: root for folder in ordered for root in _of(sources, folder, sorted(by_project[folder]))}
    return (*(replace(root, files=counts[root.path]) for root in _outermost(found)), *_others(sources))


def _projects(sources: Sources) -> frozenset[str]:
    """Return the folders of projects, the root among them. A package is none, whatever else is in it."""
    folders = {dirname(path) for path in sources.named(*MARKS) if not _HIDDEN.search(path)}
    packages = {folder for folder in folders if f"{folder}/__init__.py" in sources.known}
    return frozenset({"", *(each for each in folders - packages if not any(map(_aside, each.split("/"))))})


def _of(sources: Sources, folder: str, files: list[str]) -> Iterator[Root]:
    told = [root for each in said(sources, folder) for root in _configured(each, files, sources.known, folder)]
    if told:
        yield from told
        return
    copied = _copied(sources, folder)
    for root in _discovered(folder, files, _bases(sources, folder)):
        if root.why != MODULE or not copied or any(_takes(each, basename(root.path)) for each in copied):
            yield root


def _bases(sources: Sources, folder: str) -> tuple[str, ...]:
    """Return the folders that modules are imported from, those that pytest is told of among them."""
    pytest = pytest_settings(sources, folder)
    told = (normpath(join(pytest.folder, each)) for each in pytest.pythonpath) if pytest else ()
    return (join(folder, "src"), *(each for each in told if each.startswith(f"{folder}/" if folder else "")))


def _configured(said: Said, files: list[str], known: Container[str], folder: str) -> Iterator[Root]:
    """Yield the packages that a build configuration names, and those in the folders that it names."""
    named = "the build configuration names it"
    for path in said.paths:
        if any(one == path or one.startswith(f"{path}/") or not path for one in files):
            yield Root(path, _base(path, known), said.place, named)
        elif f"{path}.py" in known:
            yield Root(f"{path}.py", dirname(path), said.place, named)
    for where in said.where:
        why = f"the build configuration ships what is in {where or 'the root'}"
        for root in _tops(where, files, anything=where not in ("", folder)):
            yield replace(root, place=said.place, why=why)


def _discovered(folder: str, files: list[str], bases: Iterable[str]) -> Iterator[Root]:
    """Yield the packages and modules of a project that says nothing of them: those in its bases, and those beside."""
    rest = files
    for base in dict.fromkeys(bases):
        within = [path for path in rest if path.startswith(f"{base}/")]
        if within and f"{base}/__init__.py" not in within and not _aside(basename(base)):
            yield from _tops(base, within, anything=False)
            rest = [path for path in rest if not path.startswith(f"{base}/")]
    yield from _tops(folder, rest, anything=False)


def _copied(sources: Sources, folder: str) -> tuple[str, ...]:
    """Return what the Dockerfile of a folder copies into its image; nothing where that is not known."""
    source = sources.text(join(folder, "Dockerfile"))
    return Dockerfile(source).copied if source else ()


def _takes(copied: str, name: str) -> bool:
    """Whether what is copied has a module in it: the whole folder, or the module itself."""
    return "$" in copied or normpath(copied) == "." or fnmatchcase(name, copied.removeprefix("./"))


def _tops(base: str, files: Iterable[str], *, anything: bool) -> Iterator[Root]:
    """Yield the folders and modules directly in a folder."""
    prefix = f"{base}/" if base else ""
    by_top: defaultdict[str, list[str]] = defaultdict(list)
    for path in files:
        if path.startswith(prefix):
            by_top[path.removeprefix(prefix).partition("/")[0]].append(path)
    for top, paths in sorted(by_top.items()):
        module = top.endswith(".py")
        if MODULES_ASIDE.fullmatch(top) if module else not anything and _aside(top):
            continue
        if top == "__init__.py" or not (module or anything or _importable(f"{prefix}{top}", paths)):
            continue
        package = f"{prefix}{top}/__init__.py" in paths
        yield Root(f"{prefix}{top}", base, Evidence(paths[0]), MODULE if module else PACKAGE if package else FOLDER)


def _importable(folder: str, paths: list[str]) -> bool:
    """Whether a folder is a package, or has modules or packages directly in it."""
    inside = [path.removeprefix(f"{folder}/") for path in paths]
    modules = any("/" not in path and not MODULES_ASIDE.fullmatch(path) for path in inside)
    return modules or any(path.count("/") == 1 and path.endswith("/__init__.py") for path in inside)


def _aside(name: str) -> bool:
    low = name.lower().replace("-", "_")
    return low in ASIDE or low.startswith(("test_", "tests_")) or low.endswith(("_test", "tests"))


def _base(path: str, known: Container[str]) -> str:
    """Return the folder that a package is imported from: the one above the outermost `__init__.py`."""
    base = dirname(path)
    while base and f"{base}/__init__.py" in known:
        base = dirname(base)
    return base


def _outermost(found: dict[str, Root]) -> Iterator[Root]:
    """Yield the roots that are not within another."""
    for path in sorted(found):
        parts = path.split("/")
        if not path or not any("/".join(parts[:end]) in found for end in range(len(parts))):
            yield found[path]


def _others(sources: Sources) -> Iterator[Root]:
    for path in sources.named(*OTHERS):
        folder, _, name = path.rpartition("/")
        if not _HIDDEN.search(path) and not any(map(_aside, folder.split("/"))):
            yield Root(folder, folder, Evidence(path), f"a project with {name}", OTHERS[name])
