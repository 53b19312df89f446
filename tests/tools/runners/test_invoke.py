"""Invoke: what its tasks run."""

import pytest
from tests.snapshots import Memory
from tests.tools.lines import commands, followed

from backendrepo.tools import follow

FILE = """
from invoke import task

@task
def lint(c, fix=False):
    c.run("ruff check src")
    c.run(f"mypy {where}", warn=True)
    c.run(command)
    print("done")

@task(lint, "x", pre=[lint])
def check_all(c):
    types(c)
    c.run("pytest && coverage report")
    c.run()

@task()
def types(c):
    c.sudo("pyright")
    types(c)
"""


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("inv lint", ["ruff check src", "mypy {…} (!)", "…"]),
        ("invoke check-all", ["ruff check src", "mypy {…} (!)", "…"]),
        ("inv check_all", []),
        ("inv gone", []),
    ],
)
def test_a_task_runs_what_its_function_calls(line, found):
    result = followed(line, {"tasks.py": FILE})
    assert result[: len(found)] == [each.replace("{…}", "…") for each in found]
    if "check" in line:
        assert result[-2:] == ["pytest", "coverage report"]
        assert "pyright" in result


@pytest.mark.parametrize(("line", "files"), [("inv -l", {"tasks.py": FILE}), ("inv lint", {})])
def test_what_runs_no_task_is_not_followed(line, files):
    (command,) = commands(line)
    assert follow(command, Memory(files)) is None


def test_a_file_that_cannot_be_parsed_says_so():
    (command,) = commands("inv lint")
    assert follow(command, Memory({"tasks.py": "def ("})).problems[0].text == "the tasks cannot be parsed"
