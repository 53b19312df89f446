"""pre-commit: the hooks that are run."""

import pytest
from tests.snapshots import Memory
from tests.tools.lines import commands, followed, gates

from backendrepo.shell import Command
from backendrepo.tools import follow, uses

CONFIG = """
default_stages: [pre-commit]
exclude: ^vendored/
repos:
  - repo: https://github.com/astral-sh/ruff-pre-commit
    rev: v0.14.0
    hooks:
      - id: ruff-check
        args: [--fix, --exit-non-zero-on-fix]
      - id: ruff-format
  - repo: https://github.com/pre-commit/mirrors-mypy
    rev: v1.18.0
    hooks:
      - id: mypy
        files: ^src/
        exclude: ^src/old/
        stages: [pre-push]
  - repo: https://github.com/python-jsonschema/check-jsonschema
    rev: 0.34.0
    hooks:
      - id: check-github-workflows
  - repo: https://github.com/pre-commit/pre-commit-hooks
    rev: v6.0.0
    hooks:
      - id: trailing-whitespace
  - repo: local
    hooks:
      - id: types
        alias: typing
        entry: bash -c 'pyright src'
        language: system
        pass_filenames: false
      - id: lint
        entry: make lint
        language: system
        stages: [push]
      - id: broken
        entry: pytest "
        language: system
        stages: [manual]
"""
FILES = {".pre-commit-config.yaml": CONFIG}


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (
            "pre-commit run --all-files",
            [
                "ruff check --force-exclude --fix --exit-non-zero-on-fix",
                "ruff format --force-exclude",
                "check-jsonschema --builtin-schema vendor.github-workflows",
                "trailing-whitespace",
                "pyright src",
            ],
        ),
        ("pre-commit run -a mypy --hook-stage pre-push", ["mypy"]),
        ("pre-commit run --all-files --hook-stage push", ["mypy", "make lint"]),
        ("pre-commit run typing --all-files", ["pyright src"]),
        (
            "SKIP=types,trailing-whitespace,check-github-workflows,ruff-check pre-commit run -a",
            ["ruff format --force-exclude"],
        ),
        ("uv run pre-commit run ruff-format --all-files", ["ruff format --force-exclude"]),
        ("python -m pre_commit run ruff-format --all-files", ["ruff format --force-exclude"]),
        ("prek run ruff-format --all-files", ["ruff format --force-exclude"]),
        ("pre-commit run ruff-format --from-ref origin/main --to-ref HEAD", ["ruff format --force-exclude"]),
        ("pre-commit run ruff-format", ["ruff format --force-exclude (!)"]),
        ("pre-commit run --all-files --hook-stage manual", ['pytest "']),
    ],
)
def test_the_hooks_of_the_stage_are_run(line, found):
    assert followed(line, FILES) == found


def test_a_hook_that_changes_files_is_a_check():
    files = {".pre-commit-config.yaml": "repos: [{repo: x, hooks: [{id: black}, {id: isort}, {id: prettier}]}]"}
    assert gates("pre-commit run --all-files", files) == ["format", "format", "format"]


def test_a_hook_says_the_files_that_it_is_given():
    (command,) = commands("pre-commit run mypy -a --hook-stage pre-push")
    (hook,) = follow(command, Memory(FILES)).commands
    (use,) = uses(hook, Memory(FILES))
    assert (use.paths, use.excluded) == (("src",), ("^vendored/", "^src/old/"))
    assert str(hook.place) == ".pre-commit-config.yaml:14"


@pytest.mark.parametrize(
    ("pattern", "paths"),
    [
        ("^src/", ("src",)),
        ("^(src|tests)/", ("src", "tests")),
        ("^(src/|tests/)", ("src", "tests")),
        ("^(?:src|tests)/.*", ("src", "tests")),
        ("(?x)^(\n  src/app/|\n  tests/\n)", ("src/app", "tests")),
        (r"^app/.*\.py$", ("app",)),
        (r"\.py$", ()),
        ("[a-z]+/x", ("[a-z]+/x",)),
    ],
)
def test_a_pattern_of_files_is_told_as_folders_where_it_names_them(pattern, paths):
    config = f"repos: [{{repo: x, hooks: [{{id: mypy, files: {pattern!r}}}]}}]".replace("\\\\", "\\").replace(
        "\\n", " "
    )
    (command,) = commands("pre-commit run --all-files")
    (hook,) = follow(command, Memory({".pre-commit-config.yaml": config})).commands
    assert hook.paths == paths


@pytest.mark.parametrize("line", ["pre-commit install", "pre-commit autoupdate", "pre-commit run --help", "pre-commit"])
def test_what_runs_no_hooks_is_not_followed(line):
    (command,) = commands(line)
    assert follow(command, Memory(FILES)) is None


def test_another_configuration_may_be_named():
    files = {"ci/hooks.yaml": "repos: [{repo: x, hooks: [{id: mypy}, {name: no id}]}]"}
    assert followed("pre-commit run -c ci/hooks.yaml --all-files", files) == ["mypy"]


def test_without_a_configuration_there_is_nothing_to_follow():
    (command,) = commands("pre-commit run --all-files")
    assert follow(command, Memory({})) is None


@pytest.mark.parametrize(("text", "why"), [("repos: [", "not YAML"), ("", "it is empty")])
def test_a_configuration_that_cannot_be_read_says_why(text, why):
    (command,) = commands("pre-commit run --all-files")
    script = follow(command, Memory({".pre-commit-config.yaml": text}))
    assert script.commands == ()
    assert why in script.problems[0].text


def test_a_hook_is_a_command_of_the_shell():
    (command,) = commands("pre-commit run typing --all-files")
    (hook,) = follow(command, Memory(FILES)).commands
    assert isinstance(hook, Command)
    assert hook.gates
