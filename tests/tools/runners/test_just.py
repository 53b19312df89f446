"""just: the recipes of a justfile."""

import pytest
from tests.snapshots import Memory
from tests.tools.lines import commands, followed

from backendrepo.tools import follow

FILE = r"""
set shell := ["bash", "-c"]
src := "src"
export LEVEL := 'high'
computed := `date`
alias t := test

# checks everything
check: lint (types "x") && audit  # last
    @echo done

lint:
    ruff check {{src}} {{computed}}
    -ruff format --check
    @-mypy
    # a comment
    pytest \
      -q

types where="src" *options:
    mypy {{where}} {{ options }}

test target='tests' level=LEVEL:
  pytest {{target}}

audit:
    #!/usr/bin/env bash
    set -e
    pip-audit

python:
    #!/usr/bin/env python3
    print("x")

turn: turn
    just turn
"""


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (
            "just",
            [
                "ruff check src {{computed}}",
                "ruff format --check (!)",
                "mypy (!)",
                "pytest -q",
                "mypy src",
                "echo done",
                "pip-audit",
            ],
        ),
        ("just lint", ["ruff check src {{computed}}", "ruff format --check (!)", "mypy (!)", "pytest -q"]),
        ("just types app --strict", ["mypy app"]),
        ("just t unit lint2", ["pytest unit"]),
        ("just src=lib audit", ["pip-audit"]),
        ("just python", []),
        ("just gone", []),
        ("just turn", ["just turn"]),
    ],
)
def test_a_recipe_runs_its_lines(line, found):
    assert followed(line, {"justfile": FILE}) == found


def test_a_recipe_of_another_language_is_a_problem():
    (command,) = commands("just python")
    assert str(follow(command, Memory({"justfile": FILE})).problems[0]) == "justfile:32"


def test_a_command_stands_at_its_line():
    (command,) = commands("just audit")
    (found,) = follow(command, Memory({"justfile": FILE})).commands
    assert (str(found.place), str(found.via[0])) == ("justfile:29", "justfile:26")


def test_another_file_may_be_named():
    assert followed("just -f ci.just", {"ci.just": "a:\n\tpytest\\"}) == ["pytest"]
    assert followed("just", {"justfile": "# nothing\n"}) == []


@pytest.mark.parametrize(("line", "files"), [("just --list", {"justfile": FILE}), ("just lint", {})])
def test_what_runs_no_recipe_is_not_followed(line, files):
    (command,) = commands(line)
    assert follow(command, Memory(files)) is None


def test_recipes_in_a_circle_end():
    assert followed("just a", {"justfile": "a: b\n\tpytest\nb: a\n\tmypy\n"}) == ["mypy", "pytest"]
