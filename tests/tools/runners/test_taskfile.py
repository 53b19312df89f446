"""Task: the tasks of Taskfile.yml."""

import pytest
from tests.snapshots import Memory
from tests.tools.lines import commands, followed

from backendrepo.tools import follow

FILE = """
version: "3"
vars:
  SRC: src
  DYNAMIC: {sh: date}
tasks:
  default:
    deps: [lint, {task: types}]
    cmds:
      - task: test
      - cmd: coverage report
        ignore_error: true
      - defer: {task: lint}
  lint:
    cmds:
      - ruff check {{.SRC}} {{.DYNAMIC}}
      - |
        ruff format --check
        echo done
  types: mypy {{.SRC}}
  test:
    dir: api
    vars: {LEVEL: -q}
    ignore_error: true
    cmds: ["pytest {{.LEVEL}} {{.CLI_ARGS}}"]
  one:
    cmd: pip-audit
  turn:
    deps: [turn]
    cmds: [{task: turn}]
"""


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (
            "task",
            [
                "ruff check src {{.DYNAMIC}}",
                "ruff format --check",
                "echo done",
                "mypy src",
                "pytest -q (!)",
                "coverage report (!)",
            ],
        ),
        ("task lint types", ["ruff check src {{.DYNAMIC}}", "ruff format --check", "echo done", "mypy src"]),
        ("task test -- -x", ["pytest -q -x (!)"]),
        ("go-task one SRC=lib", ["pip-audit"]),
        ("task turn", []),
        ("task gone", []),
    ],
)
def test_a_task_runs_its_commands(line, found):
    assert followed(line, {"Taskfile.yml": FILE}) == found


def test_a_task_runs_in_its_folder():
    (command,) = commands("task test")
    (found,) = follow(command, Memory({"Taskfile.yml": FILE})).commands
    assert found.cwd == "api"
    (command,) = commands("cd sub && task test")
    (found,) = follow(command, Memory({"sub/Taskfile.yml": FILE})).commands
    assert found.cwd == "sub/api"


@pytest.mark.parametrize(("line", "files"), [("task --list", {"Taskfile.yml": FILE}), ("task lint", {})])
def test_what_runs_no_task_is_not_followed(line, files):
    (command,) = commands(line)
    assert follow(command, Memory(files)) is None


@pytest.mark.parametrize(("text", "why"), [("tasks: [", "not YAML"), ("", "it is empty")])
def test_a_file_that_cannot_be_read_says_why(text, why):
    (command,) = commands("task -t ci.yml lint")
    assert why in follow(command, Memory({"ci.yml": text})).problems[0].text
