"""What reading a script gives: its commands, each with what becomes of its failure, and what could not be read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from posixpath import basename

from backendrepo.findings import Evidence
from backendrepo.shell.marks import certain, shown, unresolved

LONGEST_TEXT = 200
"""Characters of a line that are kept as evidence."""


class Field(str):
    """One word of a command as the shell would pass it on."""

    __slots__ = ("certain", "unresolved")
    unresolved: bool
    """Whether only a run could tell it whole."""
    certain: str
    """What of it the script itself tells."""

    def __new__(cls, text: str) -> "Field":
        """Make a field of a text with marks."""
        made = super().__new__(cls, shown(text))
        made.unresolved = unresolved(text)
        made.certain = certain(text)
        return made


class Swallowed(StrEnum):
    """What keeps a command's failure from failing the script."""

    OR = "what follows `||` succeeds in its place"
    QUIET = "`set -e` does not look at what stands left of `&&` or `||`, or in a condition"
    SEQUENCE = "the script goes on and does not look at the result"
    LOOP = "the loop goes on and does not look at the result"
    PIPE = "it is not the last of a pipe, and `pipefail` is not set"
    BACKGROUND = "it runs in the background"
    CONDITION = "it is a condition, and the way of its failure does not fail"
    NEGATED = "`!` turns its result around"
    EXIT = "`exit 0` follows"
    SUBSTITUTION = "its output is used, its result is not"
    FIND = "`find -exec … ;` does not look at the result"
    DETACHED = "`--detach` does not wait for it, nor look at the result"
    TRAP = "it runs at the exit, when the result is decided"
    UNCHECKED = "the script that starts it does not look at the result"
    PREFIX = "the line of the recipe begins with `-`"
    IGNORED = "Make is told to ignore errors"
    DRY = "Make is told to run nothing"
    NOEXEC = "the shell is told to run nothing (`-n`)"


@dataclass(frozen=True)
class Soft:
    """Why a failure does not count, and where that is decided."""

    why: Swallowed
    place: Evidence

    def __str__(self) -> str:
        return f"{self.why} ({self.place})"


@dataclass(frozen=True)
class Command:
    """One command that a script runs, without what only wraps it (`uv run`, `env`, `docker compose run web`, …)."""

    argv: tuple[Field, ...]
    place: Evidence
    """Where it stands: its first line."""
    words: tuple[Field, ...] = ()
    """The command as the shell sees it, wrappers included."""
    wrappers: tuple[str, ...] = ()
    """What was taken off, the outermost first."""
    env: Mapping[str, str] = field(default_factory=dict)
    """What the script itself puts into its environment."""
    cwd: str | None = ""
    """The folder that it runs in, from the root of the repository; None where that is not known."""
    soft: Soft | None = None
    """Why its failure does not fail the script; None where it does."""
    guard: Evidence | None = None
    """What it depends on: without it, the script can succeed and not have run this."""
    negative: bool = False
    """Whether the script asserts that it fails."""
    via: tuple[Evidence, ...] = ()
    """What led from the script to it: calls of other scripts and of functions, the outermost first."""

    @property
    def program(self) -> str:
        """The name of what is run, without its folder: `mypy` of `${PREFIX}mypy`."""
        return basename(self.argv[0].certain) or basename(self.argv[0])

    @property
    def gates(self) -> bool:
        """Whether its failure fails the script, were it the only one; what runs only then may fail too."""
        return self.soft is None and self.guard is None and not self.negative


@dataclass(frozen=True)
class Script:
    """The commands of a script in the order in which they stand, and what is odd about it."""

    commands: tuple[Command, ...]
    problems: tuple[Evidence, ...] = ()
    """Places that could not be read whole; the text of each says why."""

    def __iter__(self) -> Iterator[Command]:
        return iter(self.commands)


@dataclass(frozen=True)
class Source:
    """Where a script stands: the file, the line that it begins at, and its lines as they stand there."""

    path: str = ""
    first: int = 1
    lines: Sequence[str] = ()

    def at(self, line: int, text: str = "") -> Evidence:
        """Return the place of a line, which counts from `first`; with its text unless another is given."""
        last = max(self.first + len(self.lines) - 1, self.first)
        line = min(max(line, self.first), last)
        own = self.lines[line - self.first].strip() if self.lines else ""
        return Evidence(self.path, line, (text or own)[:LONGEST_TEXT])
