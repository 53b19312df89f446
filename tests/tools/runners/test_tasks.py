"""Poe, PDM, Hatch, Rye, Pixi, taskipy, Pipenv: the tasks of pyproject.toml."""

import pytest
from tests.snapshots import Memory
from tests.tools.lines import commands, followed

from backendrepo.tools import follow

POE = """
[tool.poe.tasks]
lint = "ruff check src"
types.cmd = "mypy src"
tests = { shell = "pytest -q && coverage report", help = "x" }
check = ["lint", "types", { cmd = "ruff format --check" }, { ref = "tests" }]
soft = { sequence = ["lint"], ignore_fail = true }
loose = { cmd = "mypy", ignore_fail = true }
deps = { cmd = "pytest", deps = ["lint"] }
turn = ["turn"]
odd = 3
"""
HATCH = """
[tool.hatch.envs.default.scripts]
test = "pytest {args:tests}"
cov = ["test --cov", "- coverage report", "coverage xml"]
[tool.hatch.envs.lint.scripts]
style = ["ruff check {args:.}", "black --check {args}"]
all = ["style", "mypy"]
[tool.hatch.envs.bare]
dependencies = []
"""


@pytest.mark.parametrize(
    ("line", "text", "found"),
    [
        ("poe lint", POE, ["ruff check src"]),
        ("poe lint --fix", POE, ["ruff check src --fix"]),
        ("uv run poe -q types", POE, ["mypy src"]),
        (
            "poe -C sub check",
            POE,
            ["ruff check src", "mypy src", "ruff format --check", "pytest -q", "coverage report"],
        ),
        ("poe soft", POE, ["ruff check src"]),
        ("poe loose", POE, ["mypy (!)"]),
        ("poe deps", POE, ["ruff check src", "pytest"]),
        ("poe turn", POE, []),
        ("poe odd", POE, []),
        ("pdm run lint", "[tool.pdm.scripts]\nlint = 'ruff check'\npre_lint = 'mypy'\n", ["mypy", "ruff check"]),
        ("pdm lint", "[tool.pdm.scripts]\nlint = {cmd = ['ruff', 'check']}\n", ["ruff check"]),
        (
            "pdm run all",
            "[tool.pdm.scripts]\nlint = 'ruff check'\nall = {composite = ['lint', 'mypy src']}\n",
            ["ruff check", "mypy src"],
        ),
        ("rye run all", "[tool.rye.scripts]\nlint = 'ruff check'\nall = {chain = ['lint']}\n", ["ruff check"]),
        (
            "pixi run lint",
            "[tool.pixi.tasks]\nlint = {cmd = 'ruff check', depends-on = ['types']}\ntypes = 'mypy'\n",
            ["mypy", "ruff check"],
        ),
        ("poetry run task lint", "[tool.taskipy.tasks]\nlint = 'ruff check'\n", ["ruff check"]),
        ("hatch run test", HATCH, ["pytest tests"]),
        ("hatch run test -x", HATCH, ["pytest -x"]),
        ("hatch run cov", HATCH, ["pytest --cov", "coverage report (!)", "coverage xml"]),
        ("hatch run lint:style src", HATCH, ["ruff check .", "black --check"]),
        ("hatch run lint:all", HATCH, ["ruff check .", "black --check", "mypy"]),
        ("hatch run +py=3.12 lint:all", HATCH, ["ruff check .", "black --check", "mypy"]),
    ],
)
def test_a_task_runs_what_its_table_says(line, text, found):
    assert followed(line, {"pyproject.toml": text}) == found


@pytest.mark.parametrize(
    ("line", "files", "found"),
    [
        ("pipenv run lint", {"Pipfile": "[scripts]\nlint = 'ruff check'\n"}, ["ruff check"]),
        ("pixi run lint", {"pixi.toml": "[tasks]\nlint = 'ruff check'\n"}, ["ruff check"]),
        ("poe lint", {"poe_tasks.toml": "[tasks]\nlint = 'ruff check'\n"}, ["ruff check"]),
        ("hatch run lint", {"hatch.toml": "[envs.default.scripts]\nlint = 'ruff check'\n"}, ["ruff check"]),
        ("hatch run lint", {"hatch.toml": "[envs.x.scripts]\nlint = 'ruff check'\n"}, ["ruff check"]),
    ],
)
def test_tasks_may_stand_in_a_file_of_their_own(line, files, found):
    assert followed(line, files) == found


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("poe", POE),
        ("poe gone", POE),
        ("pdm run pytest", "[tool.pdm.scripts]\nlint = 'x'\n"),
        ("pdm install", "[tool.pdm]\n"),
        ("hatch run pytest", HATCH),
        ("hatch run gone:pytest", HATCH),
        ("poe lint", "not toml ["),
        ("poe lint", "[tool]\npoe = 3\n"),
        ("ruff check", POE),
    ],
)
def test_what_is_no_task_is_not_followed(line, text):
    (command,) = commands(line)
    assert follow(command, Memory({"pyproject.toml": text})) is None


def test_a_task_stands_at_its_line_and_runs_in_the_folder_of_its_file():
    (command,) = commands("cd api && poe lint")
    (found,) = follow(command, Memory({"api/pyproject.toml": POE})).commands
    assert (str(found.place), found.cwd) == ("api/pyproject.toml:3", "api")


def test_tasks_that_multiply_are_bounded():
    lists = "\n".join(f"t{at} = ['t{at + 1}', 't{at + 1}', 't{at + 1}']" for at in range(20))
    (command,) = commands("poe t0")
    files = Memory({"pyproject.toml": f"[tool.poe.tasks]\n{lists}\nt20 = 'pytest'\n"})
    assert len(follow(command, files).commands) <= 300
