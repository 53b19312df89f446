"""What surrounds a step: variables at three levels, defaults, folders, and what its expressions see."""

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from backendrepo.findings import Evidence
from backendrepo.workflows.expressions import Record, Scope, Value
from backendrepo.workflows.obstacles import Obstacle
from backendrepo.workflows.scalars import Unresolved, as_text, rendered, value_of
from backendrepo.workflows.source import Library, Source
from backendrepo.workflows.worlds import ANY, Start, World
from backendrepo.yaml12 import Node, entries


@dataclass(frozen=True)
class Environment:
    """Variables, as expressions see them and as a process does."""

    values: Mapping[str, Value] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)

    def over(self, node: Node | None, scope: Scope, unresolved: Unresolved) -> "Environment":
        """Return them with those of an `env` over them, whose expressions see what was set before."""
        values, texts = dict(self.values), dict(self.texts)
        for key, each in entries(node):
            value = values[key.text] = as_text(each, scope)
            texts[key.text] = value if isinstance(value, str) else rendered(each, scope, unresolved)
        return Environment(values, texts)


LEAST = 20
"""What a step or a check weighs at least."""


class Budget:
    """How much may still be expanded: what a repository writes cannot make the reader work without end."""

    def __init__(self, left: int) -> None:
        self.left = left

    def take(self, weight: int) -> bool:
        """Return whether so much more may be expanded."""
        self.left -= weight
        return self.left >= 0


@dataclass(frozen=True)
class Around:
    """All that surrounds a list of steps."""

    library: Library
    source: Source
    start: Start
    unresolved: Unresolved
    budget: Budget
    contexts: Mapping[str, Value] = field(default_factory=dict)
    """What expressions see, `github` and `env` aside."""
    env: Environment = field(default_factory=Environment)
    shell: str | None = ""
    """The shell of scripts that name none; empty for the runner's own, None where it is not known."""
    cwd: str | None = ""
    """The folder of steps that name none, as it is written; None where it is not known."""
    windows: bool = False
    container: bool = False
    mounts: tuple[str, ...] = ("",)
    """The folders that the repository is checked out to."""
    action: str = ""
    """The folder of the local action that the steps belong to."""
    via: tuple[Evidence, ...] = ()
    obstacles: tuple[Obstacle, ...] = ()

    @cached_property
    def any(self) -> Scope:
        """What expressions see whatever the pull request."""
        return self.scope(ANY)

    def scope(self, world: World) -> Scope:
        """Return what expressions see in a world."""
        github = self.start.github(world)
        if self.action:
            github = github.updated({"action_path": posixpath.join(self.start.workspace, self.action)})
        return Scope({**self.contexts, "github": github, "env": self._env})

    @cached_property
    def _env(self) -> Record:
        return Record(self.env.values, "env")

    def text(self, node: Node | None) -> str:
        """Return a scalar as a text."""
        return rendered(node, self.any, self.unresolved)

    def with_env(self, node: Node | None) -> "Around":
        """Return it with an `env` over the one there is."""
        return replace(self, env=self.env.over(node, self.any, self.unresolved)) if node else self

    def folder(self, node: Node | None) -> str | None:
        """Return a `working-directory` from the root of the repository, None where it is not known."""
        value = value_of(node, self.any) if node else self.cwd
        return self.within(value) if isinstance(value, str) else None

    def within(self, path: str) -> str | None:
        """Return a path of the runner from the root of the repository, None where it is outside of it."""
        path = posixpath.normpath(posixpath.join(self.start.workspace, path))
        for mount in self.mounts:
            root = posixpath.normpath(posixpath.join(self.start.workspace, mount))
            if path == root or path.startswith(root + "/"):
                return path[len(root) + 1 :]
        return None
