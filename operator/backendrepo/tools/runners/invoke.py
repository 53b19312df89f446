"""Invoke: what the tasks of tasks.py run, found in its syntax tree. Nothing is run or imported.

Source: Invoke's documentation, "Defining and running task functions".
"""

import ast

from backendrepo.shell import Command, Script, Swallowed
from backendrepo.snapshot import Files
from backendrepo.tools.arguments import parsed
from backendrepo.tools.runners.common import DEEPEST, Config, config
from backendrepo.tools.runners.syntax import literals, name_of, parsed_module

_VALUED = "-c --collection -r --search-root -f --config -T --command-timeout"


def follow(command: Command, files: Files) -> Script | None:
    """Return what the tasks that are named run; None where none is, or there is no tasks.py."""
    asked = parsed(tuple(map(str, command.argv[1:])), _VALUED)
    where = config(command, files, "tasks.py", "tasks/__init__.py")
    if where is None or {"-l", "--list", "--help", "-h", "--dry", "-R"} & asked.options.keys():
        return None
    module = parsed_module(where.text)
    if module is None:
        return where.unread("the tasks cannot be parsed")
    tasks = {each.name.strip("_").replace("_", "-"): each for each in module.body if isinstance(each, ast.FunctionDef)}
    for name in asked.operands:
        if (task := tasks.get(name.rpartition(".")[2].replace("_", "-"))) is not None:
            _add(task, tasks, where, 0)
    return where.script


def _add(task: ast.FunctionDef, tasks: dict[str, ast.FunctionDef], config: Config, depth: int) -> None:
    """Add what a task runs: its prerequisites, then its own calls of `run`, and of other tasks."""
    if depth > DEEPEST or not config.step():
        return
    for decorator in task.decorator_list:
        for each in decorator.args if isinstance(decorator, ast.Call) else ():
            if (other := tasks.get(name_of(each).replace("_", "-"))) is not None:
                _add(other, tasks, config, depth + 1)
    via = [config.at(task.lineno)]
    for call in sorted((each for each in ast.walk(task) if isinstance(each, ast.Call)), key=lambda each: each.lineno):
        name = name_of(call.func)
        if name in ("run", "sudo") and call.args:
            loose = any(each.arg == "warn" and getattr(each.value, "value", None) for each in call.keywords)
            for text in literals(call.args[0])[:1]:
                config.shell(text, call.lineno, cwd="", swallowed=Swallowed.UNCHECKED if loose else None, via=via)
        elif isinstance(call.func, ast.Name) and (other := tasks.get(name.replace("_", "-"))) is not None:
            _add(other, tasks, config, depth + 1)
