"""The tools that propose updates of dependencies, by their configuration.

Sources: docs.github.com, "Dependabot options reference"; docs.renovatebot.com, "Configuration options" and "Supported
managers".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from backendrepo.manifests.text import Malformed, json_object, table, texts
from backendrepo.snapshot import Files, Unreadable
from backendrepo.yaml12 import Mapping, Node, Scalar, field_of, items, load

RENOVATE = (
    "renovate.json",
    "renovate.json5",
    ".github/renovate.json",
    ".github/renovate.json5",
    ".gitlab/renovate.json",
    ".gitlab/renovate.json5",
    ".renovaterc",
    ".renovaterc.json",
    ".renovaterc.json5",
)
_MANAGERS = {
    "pip_requirements": "pip",
    "pip_setup": "pip",
    "pip-compile": "pip",
    "setup-cfg": "pip",
    "pep621": "uv",
    "poetry": "poetry",
    "pipenv": "pipenv",
    "npm": "npm",
    "gomod": "gomod",
    "maven": "maven",
    "gradle": "gradle",
    "cargo": "cargo",
    "bundler": "bundler",
    "composer": "composer",
    "github-actions": "github-actions",
    "dockerfile": "docker",
    "docker-compose": "docker-compose",
}
"""Renovate's managers, by what Dependabot calls their ecosystem."""


@dataclass(frozen=True)
class Updater:
    """One tool as it is configured."""

    name: str
    path: str
    ecosystems: frozenset[str] = frozenset()
    """By Dependabot's names."""
    everything: bool = False
    """Whether it updates all that it finds."""
    problem: str = ""
    """Why its configuration cannot be read, in a phrase."""


def updaters(files: Files) -> list[Updater]:
    """Return the tools that are configured and not disabled."""
    return [*_dependabot(files), *_renovate(files)]


def _dependabot(files: Files) -> Iterator[Updater]:
    for path in (".github/dependabot.yml", ".github/dependabot.yaml"):
        text, problem = _read(files, path)
        if text is None:
            continue
        document = load(text)
        if not isinstance(document.root, Mapping):
            problem = problem or "it is no mapping"
        yield Updater("Dependabot", path, frozenset(_ecosystems(document.root)), problem=problem)


def _ecosystems(root: Node | None) -> Iterator[str]:
    for update in items(field_of(root, "updates")):
        ecosystem, limit = field_of(update, "package-ecosystem"), field_of(update, "open-pull-requests-limit")
        if isinstance(ecosystem, Scalar) and not (isinstance(limit, Scalar) and limit.value == 0):
            yield ecosystem.text


def _renovate(files: Files) -> Iterator[Updater]:
    for path in RENOVATE:
        text, problem = _read(files, path)
        if text is not None:
            yield from _configured(path, text, problem)
    package, _ = _read(files, "package.json")
    try:
        renovate = json_object(package).get("renovate") if package and '"renovate"' in package else None
    except Malformed:
        renovate = None
    if isinstance(renovate, dict):
        yield from _told("package.json", renovate)


def _configured(path: str, text: str, problem: str) -> Iterator[Updater]:
    """Yield what a file of its own says; JSON5 is only read as far as it is JSON with comments and commas."""
    try:
        yield from _told(path, json_object(text))
    except Malformed:
        try:
            yield from _told(path, json_object(_as_json(text)))
        except Malformed as error:
            known = path.endswith("5")
            yield Updater("Renovate", path, everything=known, problem=problem or ("" if known else str(error)))


def _told(path: str, config: dict[str, Any]) -> Iterator[Updater]:
    if config.get("enabled") is False:
        return
    managers = texts(config.get("enabledManagers"))
    disabled = {_MANAGERS.get(name, name) for name in config if table(config[name]).get("enabled") is False}
    some = frozenset(_MANAGERS.get(name, name) for name in managers or (_MANAGERS if disabled else ())) - disabled
    yield Updater("Renovate", path, some, everything=not managers and not disabled)


def _as_json(text: str) -> str:
    """Return JSON with comments and trailing commas as JSON."""
    bare = re.sub(r"^\s*//[^\n]*$", "", text, flags=re.MULTILINE)
    return re.sub(r",(?=\s*[}\]])", "", bare)


def _read(files: Files, path: str) -> tuple[str | None, str]:
    try:
        return files.read(path), ""
    except Unreadable as error:
        return "", str(error)
