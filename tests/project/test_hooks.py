"""Hooks are found whatever keeps them, with what installs them and what they pin."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.project.reading import project

CONFIG = """\
default_install_hook_types: [pre-commit, pre-push]
repos:
  - repo: https://github.com/astral-sh/ruff-pre-commit
    rev: v0.6.1
    hooks:
      - id: ruff
      - id: ruff-format
  - repo: https://github.com/psf/black
    rev: 1234567890abcdef  # frozen: 24.8.0
    hooks: [{id: black}]
  - repo: https://github.com/pre-commit/mirrors-mypy
    rev: main
    hooks: [{id: mypy}, 1, {name: x}]
  - repo: local
    hooks: [{id: x}]
  - 1
"""


def test_pre_commit_is_read_with_the_versions_that_it_pins():
    found = project({".pre-commit-config.yaml": CONFIG}).pre_commit
    assert found
    assert (found.types, found.problem) == (("pre-commit", "pre-push"), None)
    assert [
        (each.repository.rpartition("/")[2], each.version, each.hooks, each.place.line) for each in found.revisions
    ] == [
        ("ruff-pre-commit", "0.6.1", ("ruff", "ruff-format"), 4),
        ("black", "24.8.0", ("black",), 9),
        ("mirrors-mypy", "", ("mypy",), 12),
    ]


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ("repos: []\n", ("pre-commit",)),
        ("default_install_hook_types: pre-push\n", ("pre-push",)),
        ("repos: 1\n", ("pre-commit",)),
    ],
)
def test_pre_commit_installs_its_own_type_where_nothing_else_is_said(text: str, types: tuple[str, ...]):
    found = project({".pre-commit-config.yml": text}).pre_commit
    assert found
    assert (found.types, found.revisions) == (types, ())


@pytest.mark.parametrize(
    ("text", "why", "line"),
    [
        ("a: [", "not YAML", 2),
        ("- a\n", "it holds no mapping", 0),
        (b"\0", "is no text", 0),
        ("", "it holds no mapping", 0),
    ],
)
def test_a_configuration_that_cannot_be_read_says_why(text: str | bytes, why: str, line: int):
    found = project({".pre-commit-config.yaml": text}).pre_commit
    assert found
    assert found.problem
    assert why in found.problem.text
    assert found.problem.line == line or line == 2


def test_without_a_configuration_there_is_none():
    assert project({}).pre_commit is None


LEFTHOOK = """\
pre-push:
  commands:
    lint: {run: make lint}
    types:
      run: |
        make typecheck
    off: {run: make never, skip: true}
  jobs:
    - run: make format
    - name: more
      group:
        jobs: [{run: make e2e}, 1]
pre-commit: 1
"""


def test_lefthook_is_read_through_its_groups():
    found = project({"lefthook.yml": LEFTHOOK}).hook_scripts
    assert [(each.manager, each.stage, each.text.strip(), each.path, each.first) for each in found] == [
        ("lefthook", "pre-push", "make lint", "lefthook.yml", 3),
        ("lefthook", "pre-push", "make typecheck", "lefthook.yml", 6),
        ("lefthook", "pre-push", "make format", "lefthook.yml", 9),
        ("lefthook", "pre-push", "make e2e", "lefthook.yml", 12),
    ]


def test_groups_within_each_other_are_bounded():
    text = "pre-push: " + "{group: " * 40 + "{run: x}" + "}" * 40
    assert project({"lefthook.yml": text}).hook_scripts == ()


def test_scripts_are_known_by_their_stage():
    found = project(
        {".husky/pre-push": "make ci\n", ".githooks/pre-commit": "make lint\n", "pre-push": "x", "b/pre-push": b"\0"}
    )
    assert [(each.manager, each.stage) for each in found.hook_scripts] == [
        ("git", "pre-commit"),
        ("husky", "pre-push"),
        ("git", "pre-push"),
    ]


PACKAGE = """{
  "simple-git-hooks": {
    "pre-commit": "npx lint-staged",
    "commit-msg": "x"
  },
  "husky": {"hooks": {"pre-push": "make ci"}},
  "lint-staged": {
    "*.py": ["ruff check", "ruff format --check"],
    "*.ts": "eslint"
  }
}"""


def test_hooks_of_package_json_are_read_with_what_lint_staged_runs():
    files = {"package.json": PACKAGE, ".lintstagedrc.json": '{"*.md": "vale"}', ".lintstagedrc": "*.x: y\n"}
    found = project(files).hook_scripts
    assert [(each.manager, each.stage, each.text, each.path, each.first) for each in found] == [
        ("simple-git-hooks", "pre-commit", "npx lint-staged", "package.json", 3),
        ("husky", "pre-push", "make ci", "package.json", 6),
        ("simple-git-hooks", "pre-commit", "ruff check", "package.json", 8),
        ("simple-git-hooks", "pre-commit", "ruff format --check", "package.json", 8),
        ("simple-git-hooks", "pre-commit", "eslint", "package.json", 9),
        ("simple-git-hooks", "pre-commit", "vale", ".lintstagedrc.json", 1),
    ]


def test_lint_staged_of_a_script_without_package_json_has_its_own_file():
    files = {".husky/pre-commit": "lint-staged\n", ".lintstagedrc": '{"*.py": "ruff check"}'}
    assert [each.text for each in project(files).hook_scripts] == ["lint-staged\n", "ruff check"]


@pytest.mark.parametrize(
    ("path", "text", "manager", "types"),
    [
        ("Makefile", "setup:\n\tpre-commit install\n", "pre-commit", ()),
        (
            "README.md",
            "Run `pre-commit install -t pre-push --hook-type=pre-commit`.",
            "pre-commit",
            ("pre-push", "pre-commit"),
        ),
        ("CONTRIBUTING.md", "uv run pre-commit install --install-hooks", "pre-commit", ()),
        ("docs/anything.md", "prek install", "pre-commit", ()),
        ("scripts/setup", "pre-commit install", "pre-commit", ()),
        ("devenv/sync.py", 'run("pre-commit", "install")', "pre-commit", ()),
        ("package.json", '{"scripts": {"prepare": "husky"}}', "husky", ()),
        ("package.json", '{"scripts": {"prepare": "husky install"}}', "husky", ()),
        ("package.json", '{"scripts": {"prepare": "lefthook install"}}', "lefthook", ()),
        ("package.json", '{"scripts": {"prepare": "npx simple-git-hooks && x"}}', "simple-git-hooks", ()),
        ("setup.sh", "git config core.hooksPath .githooks", "git", ()),
        ("Makefile", "hooks:\n\tln -s ../../hooks/pre-push .git/hooks/\n", "git", ()),
    ],
)
def test_a_step_that_installs_hooks_is_found(path: str, text: str, manager: str, types: tuple[str, ...]):
    (found,) = project({path: text}).hook_installs
    assert (found.manager, found.types, found.place.path) == (manager, types, path)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("README.md", "pre-commit uninstall, pre-commit install-hooks, pip install pre-commit"),
        ("package.json", '{"devDependencies": {"husky": "^9", "simple-git-hooks": "2", "lefthook": "1"}}'),
        ("README.md", "We keep our hooks in .husky/pre-commit, as husky does."),
        ("src/app.py", "pre-commit install"),
        ("Makefile", "lint:\n\truff check\n"),
        ("Makefile", b"\0"),
    ],
)
def test_what_only_looks_like_a_step_is_none(path: str, text: str | bytes):
    assert project({path: text}).hook_installs == ()


def test_steps_of_one_file_are_bounded():
    assert len(project({"Makefile": "pre-commit install\n" * 1_000}).hook_installs) == 20


@given(st.text("pre-commit: [{}]\n-id", max_size=60))
def test_no_text_breaks_it(text: str):
    found = project({".pre-commit-config.yaml": text, "lefthook.yml": text, "package.json": text, "Makefile": text})
    for part in ("pre_commit", "hook_scripts", "hook_installs"):
        getattr(found, part)
