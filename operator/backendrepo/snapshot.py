"""One repository at one commit, frozen: everything that a control may look at.

A control never sees a disk: files come through `Files`, whose reads are bounded, and what the readers made of them
(Makefile, workflows, …) is made once and shared.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Protocol, TypeVar

from backendrepo.parameters import Parameters

T = TypeVar("T")


class Unreadable(Exception):
    """A file that is there and cannot be judged: too large, or no text. The message says which and why."""


class Files(Protocol):
    """The regular files of a tree, by path relative to its root, with `/` between the parts."""

    def read(self, path: str) -> str | None:
        """Return a file's text, None where there is none. Raises `Unreadable`."""
        ...

    def once(self, path: str) -> str | None:
        """Return the same and keep nothing of it, for who looks at many files once."""
        return self.read(path)

    def glob(self, pattern: str) -> list[str]:
        """Return the paths that a pattern matches, sorted: `*` within a part, `**` for any number of parts."""
        ...


@dataclass(frozen=True)
class Snapshot:
    """What is judged. `settings`, `advisories` and `evidence` are None where they were not read.

    `checks` is what a scan has read of the workflows, None where the files are here; `today` None where no day counts.
    """

    files: Files
    repository: str = ""
    commit: str = ""
    branch: str = "main"
    settings: Any = None
    advisories: Any = None
    evidence: Any = None
    checks: Any = None
    today: date | None = None
    parameters: Parameters = field(default_factory=Parameters)
    _made: dict[Callable[..., Any], Any] = field(default_factory=dict, repr=False, compare=False)

    def made(self, reader: Callable[["Snapshot"], T]) -> T:
        """Return what a reader makes of it; made once, and shared between controls."""
        if reader not in self._made:
            self._made[reader] = reader(self)
        made: T = self._made[reader]
        return made

    @cached_property
    def paths(self) -> list[str]:
        """Every path of the tree, sorted."""
        return self.files.glob("**")
