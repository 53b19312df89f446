"""Command lines as the tests write them, and what they come to."""

from collections.abc import Mapping

from tests.snapshots import Memory

from backendrepo.shell import Command, read
from backendrepo.tools import Use, follow, uses

Files = Mapping[str, str | bytes]


def commands(line: str, files: Files | None = None) -> tuple[Command, ...]:
    """Return the commands of a line of shell."""
    return read(line, scripts=Memory(files or {}).read).commands


def used(line: str, files: Files | None = None) -> tuple[Use, ...]:
    """Return what the commands of a line are as gates."""
    return tuple(use for command in commands(line, files) for use in uses(command, Memory(files or {})))


def one(line: str, files: Files | None = None) -> Use:
    """Return the only use of a line."""
    (use,) = used(line, files)
    return use


def kinds(line: str, files: Files | None = None) -> list[str]:
    """Return the kinds that a line is a gate of, harmless ones among them."""
    return [use.kind.name.lower() for use in used(line, files)]


def followed(line: str, files: Files) -> list[str]:
    """Return the commands that a task runner runs, those that cannot fail it with a mark."""
    (command,) = commands(line, files)
    script = follow(command, Memory(files))
    assert script is not None
    return [f"{' '.join(each.argv)}{'' if each.gates else ' (!)'}" for each in script.commands]


def gates(line: str, files: Files) -> list[str]:
    """Return the kinds of what a task runner runs."""
    (command,) = commands(line, files)
    script = follow(command, Memory(files))
    assert script is not None
    return [use.kind.name.lower() for each in script.commands for use in uses(each, Memory(files))]
