"""Git hooks that a repository keeps: their scripts by stage, what installs them, and the versions that they pin.

Sources: the documentation of pre-commit (".pre-commit-config.yaml", "pre-commit install"), husky, Lefthook
("Configuration"), simple-git-hooks and git ("githooks", `core.hooksPath`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from backendrepo import yaml12
from backendrepo.findings import Evidence
from backendrepo.lazy import regex
from backendrepo.project.json_source import load
from backendrepo.project.pythons.documents import NAMES as DOCUMENTS
from backendrepo.project.section import Section
from backendrepo.project.sources import Sources, Text
from backendrepo.yaml12 import Mapping, Node, Scalar, entries, field_of, items, texts_of

PRE_COMMIT = (".pre-commit-config.yaml", ".pre-commit-config.yml")
LEFTHOOK = ("lefthook.yml", ".lefthook.yml", "lefthook.yaml", ".lefthook.yaml")
LINT_STAGED = (".lintstagedrc", ".lintstagedrc.json")
STAGES = ("pre-commit", "pre-push")
"""The stages that come before a push."""

MOST = 300
"""Files in which an install step is looked for."""

MOST_STEPS = 20
"""Steps that are told of one file."""

DEEPEST = 8
"""Groups within each other of Lefthook's jobs that are read."""

_LINES = regex(r"\n")
_INSTALL = regex(
    r"\b(?P<pre_commit>pre-commit|prek|pre_commit)[\"',\s]{1,5}install(?![-\w])(?P<options>[^\n;&|`#]*)"
    r"|(?<![.\w/@-])(?P<husky>husky)(?:\s+install\b|[\"'`](?!\s*:)|\s*(?:[;&]|$))|\b(?P<lefthook>lefthook)\s+install\b"
    r"|(?P<simple>\bsimple-git-hooks)(?![-\w\"':@/])|(?P<git>core\.hooksPath|\.git/hooks\b)",
    re.MULTILINE,
)
_WORDS = ("pre-commit", "prek", "pre_commit", "husky", "lefthook", "simple-git-hooks", "hooksPath", ".git/hooks")
_TYPES = regex(r"(?:-t|--hook-type)[ =]([\w-]+)")
_PLACES = regex(
    r"(.*/)?(Makefile|GNUmakefile|makefile|[^/]+\.mk|package\.json|justfile|Justfile|\.justfile|Taskfile\.ya?ml|noxfile\.py"
    r"|tasks\.py|pyproject\.toml|tox\.ini|devcontainer\.json|[^/]+\.sh|\.envrc|mise\.toml|[^/]+\.ps1|dev|setup|bootstrap"
    r"|[^/]*(setup|dev|bootstrap|sync|install)[^/]*\.py)"
    r"|(script|scripts|bin|tools)/[^/.]+"
)
_VERSION = regex(r"v?(\d+(?:\.\d+)+(?:[a-z]+\d+)?)(?:-\d+)?")
_FROZEN = regex(r"#\s*(?:frozen:\s*)?v?(\d+(?:\.\d+)+)")


@dataclass(frozen=True)
class HookScript:
    """What runs at a stage, and where it stands; `lines` of its file begin at `first`."""

    manager: str
    stage: str
    text: str
    path: str
    first: int = 1


@dataclass(frozen=True)
class Install:
    """A step that installs hooks, in a script or a document. `types` are those of pre-commit that it names."""

    manager: str
    place: Evidence
    types: tuple[str, ...] = ()


@dataclass(frozen=True)
class Revision:
    """A repository of hooks that pre-commit is told to use, and the version that is pinned."""

    repository: str
    hooks: tuple[str, ...]
    version: str
    """Empty where it is none, such as a branch."""
    place: Evidence


@dataclass(frozen=True)
class PreCommit:
    """The configuration of pre-commit. `problem` says why it cannot be read."""

    path: str
    types: tuple[str, ...] = ("pre-commit",)
    """The types that a plain `pre-commit install` installs."""
    revisions: tuple[Revision, ...] = ()
    problem: Evidence | None = None


def pre_commit(sources: Sources) -> PreCommit | None:
    """Return the configuration of pre-commit in the root, None where there is none."""
    source = next((found for path in PRE_COMMIT if (found := sources.text(path))), None)
    if source is None:
        return None
    document = yaml12.load(source.text)
    if not isinstance(document.root, Mapping):
        why = source.problem or (document.problems[0].text if document.problems else "it holds no mapping")
        return PreCommit(source.path, problem=source.at(document.problems[0].line if document.problems else 0, why))
    types = tuple(each.text for each in texts_of(document.root.get("default_install_hook_types"))) or ("pre-commit",)
    return PreCommit(source.path, types, tuple(_revisions(source, document.root)))


def scripts(sources: Sources) -> Iterator[HookScript]:
    """Yield the scripts of hooks that other managers than pre-commit run before a push."""
    found = [*_files(sources), *_lefthook(sources)]
    if package := load(sources, "package.json"):
        found += _of_package(package)
    yield from found
    for script in found:
        if "lint-staged" in script.text:
            yield from _lint_staged(sources, script)


def installs(sources: Sources) -> Iterator[Install]:
    """Yield the steps that install hooks, those of scripts first."""
    paths = [path for path in sources.paths if _PLACES.fullmatch(path)]
    documents = [path for path in sources.paths if DOCUMENTS.fullmatch(path) or path.lower().startswith("docs/")]
    for source in filter(None, map(sources.text, dict.fromkeys([*paths[:MOST], *documents[:MOST]]))):
        yield from _installs(source)


def _files(sources: Sources) -> Iterator[HookScript]:
    for path in sources.named(*STAGES):
        folder, _, stage = path.rpartition("/")
        if (source := sources.text(path)) and folder:
            yield HookScript("husky" if folder.endswith(".husky") else "git", stage, source.text, path)


def _lefthook(sources: Sources) -> Iterator[HookScript]:
    source = next((found for path in LEFTHOOK if (found := sources.text(path))), None)
    root = yaml12.load(source.text).root if source else None
    for stage in STAGES:
        for run in _jobs(field_of(root, stage), 0):
            yield HookScript("lefthook", stage, run.text, source.path if source else "", run.first)


def _jobs(node: Node | None, depth: int) -> Iterator[Scalar]:
    """Yield what the commands and jobs of a hook run; skipped ones and those of a deep group aside."""
    if not isinstance(node, Mapping) or depth > DEEPEST:
        return
    run, skip = node.get("run"), node.get("skip")
    if isinstance(run, Scalar) and not (isinstance(skip, Scalar) and skip.value is True):
        yield run
    for _, each in entries(node.get("commands")):
        yield from _jobs(each, depth + 1)
    for each in items(node.get("jobs")):
        yield from _jobs(each, depth + 1)
    yield from _jobs(node.get("group"), depth + 1)


def _of_package(package: Section) -> Iterator[HookScript]:
    """Yield the hooks of package.json: of simple-git-hooks, and of husky before its version 5."""
    husky = package.table("husky")
    tables = {"simple-git-hooks": package.table("simple-git-hooks"), "husky": husky.table("hooks") if husky else None}
    for manager, table in tables.items():
        for stage in STAGES:
            if table and (text := table.text(stage)):
                place = table.at(stage)
                yield HookScript(manager, stage, text, place.path, place.line)


def _lint_staged(sources: Sources, script: HookScript) -> Iterator[HookScript]:
    """Yield what lint-staged runs on the files of a commit; a configuration that is a program is left aside."""
    package = load(sources, "package.json")
    tables = (package.table("lint-staged") if package else None, *(load(sources, path) for path in LINT_STAGED))
    for table in filter(None, tables):
        for pattern in list(table.values)[:MOST_STEPS]:
            for text in table.texts(pattern, _LINES):
                place = table.at(pattern)
                yield HookScript(script.manager, script.stage, text, place.path, place.line)


def _installs(source: Text) -> Iterator[Install]:
    if not any(word in source.text for word in _WORDS):
        return
    for found in islice(_INSTALL.finditer(source.text), MOST_STEPS):
        manager = found.lastgroup if found.lastgroup != "options" else "pre_commit"
        names = {"pre_commit": "pre-commit", "simple": "simple-git-hooks"}
        types = tuple(_TYPES.findall(found["options"] or ""))
        yield Install(names.get(str(manager), str(manager)), source.within(found.start()), types)


def _revisions(source: Text, root: Mapping) -> Iterator[Revision]:
    for repository in items(root.get("repos")):
        if isinstance(repository, Mapping):
            yield from _revision(source, repository)


def _revision(source: Text, repository: Mapping) -> Iterator[Revision]:
    name, rev, hooks = (repository.get(key) for key in ("repo", "rev", "hooks"))
    ids = tuple(hook.text for each in items(hooks) if isinstance(hook := field_of(each, "id"), Scalar))
    if isinstance(name, Scalar) and isinstance(rev, Scalar):
        place = source.at(rev.line)
        found = _VERSION.fullmatch(rev.text) or _FROZEN.search(place.text)
        yield Revision(name.text, ids, found[1] if found else "", place)
