"""What task runners run, read from their configuration; one file for each runner. Nothing is ever run.

A runner's file has `follow(command, files)`; its programs are in `RUNNERS`.
"""

from collections.abc import Mapping
from importlib import import_module

from backendrepo.shell import Command, Script
from backendrepo.snapshot import Files

RUNNERS: Mapping[str, tuple[str, ...]] = {
    "pre-commit": ("pre_commit",),
    "pre_commit": ("pre_commit",),
    "prek": ("pre_commit",),
    "tox": ("tox",),
    "nox": ("nox",),
    "invoke": ("invoke",),
    "inv": ("invoke",),
    "npm": ("scripts_of_node",),
    "pnpm": ("scripts_of_node",),
    "yarn": ("scripts_of_node",),
    "bun": ("scripts_of_node",),
    "npm-run-all": ("scripts_of_node",),
    "run-s": ("scripts_of_node",),
    "run-p": ("scripts_of_node",),
    "parallel": ("parallel",),
    "just": ("just",),
    "task": ("taskfile", "tasks"),
    "go-task": ("taskfile",),
    "poe": ("tasks",),
    "poethepoet": ("tasks",),
    "pdm": ("tasks",),
    "pixi": ("tasks",),
}
"""By program: the files here that may know what it runs."""

WRAPPERS = frozenset({"hatch run", "pdm run", "pipenv run", "rye run", "pixi run"})
"""Runners that the reader of shell takes off: what they run may be a task by its name."""


def follow(command: Command, files: Files) -> Script | None:
    """Return what a task runner of the repository runs; None where a command is none, or has no configuration.

    A configuration that cannot be read is a script without commands, whose problem says why. It never raises.
    """
    names = RUNNERS.get(command.program, ())
    if command.wrappers and command.wrappers[-1] in WRAPPERS:
        names = ("tasks", *names)
    for name in names:
        runner = import_module(f"backendrepo.tools.runners.{name}")
        found: Script | None = runner.follow(command, files)
        if found is not None:
            return found
    return None
