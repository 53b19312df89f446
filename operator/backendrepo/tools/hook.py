"""A command that a hook of pre-commit runs: it fails as well when it changes files."""

from dataclasses import dataclass

from backendrepo.shell import Command


@dataclass(frozen=True)
class Hook(Command):
    """A command with what pre-commit hands to it."""

    paths: tuple[str, ...] = ()
    """The folders whose files it is given; empty for all."""
    excluded: tuple[str, ...] = ()
    """Patterns of files that it is not given."""
