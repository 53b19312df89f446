"""Task (go-task): the tasks of Taskfile.yml.

Source: taskfile.dev, "Schema Reference".
"""

import re
from collections.abc import Mapping, Sequence

from backendrepo import yaml12
from backendrepo.shell import Command, Script, Swallowed
from backendrepo.shell.marks import opaque
from backendrepo.snapshot import Files
from backendrepo.tools.arguments import parsed
from backendrepo.tools.runners.common import DEEPEST, Config, config
from backendrepo.yaml12 import Node, Scalar, entries, field_of, written

NAMES = ("Taskfile.yml", "taskfile.yml", "Taskfile.yaml", "taskfile.yaml", "Taskfile.dist.yml", "Taskfile.dist.yaml")

_VALUED = "-t --taskfile -d --dir -C --concurrency -o --output -I --interval"
_ONLY_TELLS = frozenset(
    {"-l", "--list", "-a", "--list-all", "-n", "--dry", "--summary", "--status", "-h", "--help", "-i", "--init"}
)
_BRACES = re.compile(r"\{\{\s*\.?(\w*)[^{}]*\}\}")


def follow(command: Command, files: Files) -> Script | None:
    """Return what the tasks that are named run; None where a command only tells, or there is no Taskfile."""
    words = [str(word) for word in command.argv[1:]]
    at = words.index("--") if "--" in words else len(words)
    asked = parsed(words[:at], _VALUED)
    where = config(command, files, *([given] if (given := asked.last(("-t", "--taskfile"))) else NAMES))
    if where is None or _ONLY_TELLS & asked.options.keys():
        return None
    document = yaml12.load(where.text)
    if document.root is None:
        return where.unread("; ".join(problem.text for problem in document.problems) or "it is empty")
    walk = Taskfile(where, document.root, " ".join(words[at + 1 :]))
    for name in [each for each in asked.operands if "=" not in each] or ["default"]:
        walk.task(name)
    return where.script


class Taskfile:
    """The tasks of a document, and its literal variables."""

    def __init__(self, config: Config, root: Node, arguments: str) -> None:
        self.config = config
        self.tasks = {key.text: task for key, task in entries(field_of(root, "tasks"))}
        self.variables = {**_literal(field_of(root, "vars")), "CLI_ARGS": arguments}
        self._done = set[str]()

    def task(self, name: str, depth: int = 0) -> None:
        """Add what a task runs: its dependencies, then its commands."""
        node = self.tasks.get(name)
        if node is None or depth > DEEPEST or (name in self._done and depth):
            return
        self._done.add(name)
        for each in _items(field_of(node, "deps")):
            self.task(written(each) or written(field_of(each, "task")), depth + 1)
        known = {**self.variables, **_literal(field_of(node, "vars"))}
        loose = written(field_of(node, "ignore_error")) == "true"
        folder = _filled(written(field_of(node, "dir")), known)
        cwd = f"{self.config.folder}/{folder}".strip("/") if folder and self.config.folder else folder or None
        for each in _items(field_of(node, "cmds")) or _items(field_of(node, "cmd")) or _items(node):
            self._command(each, known, cwd, depth, loose=loose)

    def _command(self, node: Node, known: Mapping[str, str], cwd: str | None, depth: int, *, loose: bool) -> None:
        if other := written(field_of(node, "task")):
            self.task(other, depth + 1)
            return
        inner = field_of(node, "cmd")
        text = node if isinstance(node, Scalar) else inner
        if isinstance(text, Scalar):
            loose = loose or written(field_of(node, "ignore_error")) == "true"
            swallowed = Swallowed.UNCHECKED if loose else None
            self.config.shell(_filled(text.text, known), text.first, cwd=cwd, swallowed=swallowed, whole=True)


def _filled(text: str, known: Mapping[str, str]) -> str:
    return _BRACES.sub(lambda match: known[match[1]] if match[1] in known else opaque(match[0]), text)


def _literal(node: Node | None) -> Mapping[str, str]:
    return {name.text: each.text for name, each in entries(node) if isinstance(each, Scalar) and "{{" not in each.text}


def _items(node: Node | None) -> Sequence[Node]:
    return node.items if isinstance(node, yaml12.Sequence) else (node,) if isinstance(node, Scalar) else ()
