"""Tasks in pyproject.toml and its like: Poe, PDM, Hatch, Rye, Pixi, taskipy, Pipenv.

Sources: the tools' documentation of their tasks. All are a table of names; a task is a command, or a table that says
how it is run, or a list of other tasks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from shlex import join
from typing import Any

from backendrepo.shell import Command, Script, Swallowed
from backendrepo.snapshot import Files
from backendrepo.tools.runners.common import DEEPEST, MOST, Config, config
from backendrepo.tools.runners.tables import table

Tasks = Mapping[str, Any]


@dataclass(frozen=True)
class Runner:
    """Where a runner keeps its tasks."""

    places: tuple[tuple[str, tuple[str, ...]], ...]
    """Files, and the keys that lead to the tasks in each."""
    names_first: bool = False
    """Whether the text of a task in a list names another task rather than a command."""


POE = Runner((("pyproject.toml", ("tool", "poe", "tasks")), ("poe_tasks.toml", ("tasks",))), names_first=True)
PDM = Runner((("pyproject.toml", ("tool", "pdm", "scripts")),))
RYE = Runner((("pyproject.toml", ("tool", "rye", "scripts")),))
PIXI = Runner((("pixi.toml", ("tasks",)), ("pyproject.toml", ("tool", "pixi", "tasks"))))
TASKIPY = Runner((("pyproject.toml", ("tool", "taskipy", "tasks")),))
PIPENV = Runner((("Pipfile", ("scripts",)),))
HATCH = Runner((("pyproject.toml", ("tool", "hatch", "envs")), ("hatch.toml", ("envs",))))

WRAPPED: Mapping[str, Runner] = {
    "pdm run": PDM,
    "rye run": RYE,
    "pixi run": PIXI,
    "pipenv run": PIPENV,
    "hatch run": HATCH,
}
"""Runners that the reader of shell takes for wrappers: `pdm run lint` runs the script `lint` where there is one."""

PROGRAMS: Mapping[str, Runner] = {"poe": POE, "poethepoet": POE, "task": TASKIPY, "pdm": PDM, "pixi": PIXI}


def follow(command: Command, files: Files) -> Script | None:
    """Return what the task of a command runs; None where it names none."""
    words = [str(word) for word in command.argv]
    wrapper = command.wrappers[-1] if command.wrappers else ""
    runner = WRAPPED[wrapper] if wrapper in WRAPPED else PROGRAMS[command.program]
    if wrapper not in WRAPPED:
        words = words[1:]
        while words and words[0].startswith("-"):
            words = words[2:] if words[0] in ("-C", "--root", "-p", "-e") else words[1:]
    for name, keys in runner.places if words else ():
        where = config(command, files, name)
        tasks = table(where.text, *keys) if where else {}
        if where and runner is HATCH:
            tasks = _of_hatch(tasks, command)
        if where and words[0] in tasks:
            Walk(where, tasks, runner).task(words[0], words[1:])
            return where.script
    return None


def _of_hatch(environments: Tasks, command: Command) -> Tasks:
    """Return the scripts of the environment that is named, with those of the default one."""
    named = next((str(word).partition(":")[0] for word in command.words if ":" in word), "")
    found: dict[str, Any] = {}
    for name in ("default", *environments, named):
        environment = environments.get(name)
        scripts = environment.get("scripts") if isinstance(environment, Mapping) else None
        if isinstance(scripts, Mapping) and (name in ("default", named) or not named):
            found |= scripts
    return found


@dataclass
class Walk:
    """Goes through tasks that run each other."""

    config: Config
    tasks: Tasks
    runner: Runner
    depth: int = 0
    lines: dict[str, int] = field(default_factory=dict)

    def task(self, name: str, arguments: Sequence[str] = ()) -> None:
        """Add what a task runs."""
        self.depth += 1
        for before in (f"pre_{name}", f"pre{name}"):
            if before in self.tasks and self.runner is not POE:
                self.value(self.tasks[before], self._line(before), ())
        self.value(self.tasks[name], self._line(name), arguments)
        self.depth -= 1

    def _line(self, name: str) -> int:
        if name not in self.lines:
            quoted = (f"{name} =", f"{name}=", f'"{name}"', f"{name}.", f".{name}]", name)
            self.lines[name] = next((line for each in quoted if (line := self.config.where(each)) > 1), 1)
        return self.lines[name]

    def value(self, value: object, line: int, arguments: Sequence[str], swallowed: Swallowed | None = None) -> None:
        """Add what a task's value runs; of one within too many others nothing."""
        if self.depth > DEEPEST or not self.config.step():
            return
        self.depth += 1
        if isinstance(value, str):
            self._text(value, line, arguments, swallowed)
        elif isinstance(value, list):
            for each in value[:MOST]:
                self._item(each, line, swallowed)
        elif isinstance(value, Mapping):
            self._table(value, line, arguments)
        self.depth -= 1

    def _item(self, value: object, line: int, swallowed: Swallowed | None) -> None:
        """Add one of a list: another task where it is one, or where the runner takes a text for that."""
        words = value.split() if isinstance(value, str) else []
        if words and words[0] in self.tasks and (self.runner.names_first or len(words) == 1 or self.runner is HATCH):
            self.task(words[0], words[1:])
        else:
            self.value(value, line, (), swallowed)

    def _table(self, value: Tasks, line: int, arguments: Sequence[str]) -> None:
        swallowed = Swallowed.UNCHECKED if value.get("ignore_fail") in (True, "return_zero") else None
        for before in ("deps", "depends-on", "depends_on"):
            needed = value.get(before)
            for each in needed[:MOST] if isinstance(needed, list) else ():
                self._item(each, line, None)
        for key in ("cmd", "shell", "cmds", "chain", "composite", "sequence", "parallel", "ref"):
            inner = value.get(key)
            if isinstance(inner, list) and key in ("cmd", "chain"):
                inner = join(map(str, inner)) if key == "cmd" else inner
            if key == "ref" and isinstance(inner, str):
                self._item(inner, line, swallowed)
            elif inner is not None:
                self.value(inner, line, arguments, swallowed)

    def _text(self, text: str, line: int, arguments: Sequence[str], swallowed: Swallowed | None) -> None:
        dash = self.runner is HATCH and text.startswith("- ")
        text = text.removeprefix("- ") if dash else text
        filled = text.replace("{args}", join(arguments))
        filled = filled if filled != text or not arguments or "{args" in text else f"{text} {join(arguments)}"
        self.config.shell(_defaults(filled, arguments), line, swallowed=Swallowed.PREFIX if dash else swallowed)


def _defaults(text: str, arguments: Sequence[str]) -> str:
    """Return a text with `{args:default}` filled in, as Hatch and PDM have it."""
    while (start := text.find("{args:")) >= 0 and (end := text.find("}", start)) >= 0:
        text = f"{text[:start]}{join(arguments) or text[start + 6 : end]}{text[end + 1 :]}"
    return text
