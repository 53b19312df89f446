"""Lint, format and type hooks have to run before a push, with the versions of the pipeline."""

import pytest
from tests.snapshots import judged

CONTROL, CONFIG = "parity/pre-push-hooks", ".pre-commit-config.yaml"
LOCAL = """default_install_hook_types: [pre-commit, pre-push]
repos:
  - repo: local
    hooks:
      - {id: lint, name: lint, entry: make lint typecheck, language: system, pass_filenames: false, stages: [pre-push]}
"""
MAKEFILE = """lint:
\truff check .
\truff format --check .
typecheck:
\tmypy app
hooks:
\tpre-commit install
"""
PINNED = """repos:
  - repo: https://github.com/astral-sh/ruff-pre-commit
    rev: v0.6.1
    hooks: [{id: ruff}, {id: ruff-format}]
  - repo: https://github.com/pre-commit/mirrors-mypy
    rev: v1.11.0
    hooks: [{id: mypy}]
"""
APP = {"app/__init__.py": "", "app/main.py": ""}
GOOD = {**APP, CONFIG: LOCAL, "Makefile": MAKEFILE}


def test_hooks_that_run_the_gates_pass():
    judgement = judged(CONTROL, GOOD)
    assert (judgement.outcome, judgement.summary) == (
        "pass",
        "Hooks run ruff check, ruff format, mypy before a push.",
    )
    assert str(judgement.evidence[-1]) == "Makefile:7"


@pytest.mark.parametrize(
    "files",
    [
        {".githooks/pre-push": "#!/bin/sh\nmake lint typecheck\n", "README.md": "git config core.hooksPath x\n"},
        {".husky/pre-push": "make lint typecheck\n", "package.json": '{"scripts": {"prepare": "husky"}}'},
        {"lefthook.yml": "pre-push:\n  commands:\n    a: {run: make lint}\n    b: {run: make typecheck}\n",
         "CONTRIBUTING.md": "Run `lefthook install`.\n"},
        {"package.json": '{"simple-git-hooks": {"pre-push": "make lint typecheck"}, '
                         '"scripts": {"prepare": "simple-git-hooks;"}}'},
        {CONFIG: PINNED, "README.md": "pre-commit install\n"},
        {CONFIG: "default_stages: [pre-push]\n" + PINNED, "README.md": "pre-commit install -t pre-push\n"},
    ],
)  # fmt: skip
def test_any_manager_of_hooks_will_do(files: dict[str, str]):
    judgement = judged(CONTROL, {**APP, "Makefile": MAKEFILE.replace("pre-commit install", "true"), **files})
    assert (judgement.outcome, judgement.summary[:10]) == ("pass", "Hooks run ")


def test_without_hooks_it_fails_and_says_where_it_looked():
    judgement = judged(CONTROL, APP)
    assert (judgement.outcome, judgement.summary) == (
        "fail",
        "No hooks are kept (looked for .pre-commit-config.yaml, .husky, lefthook.yml, package.json, "
        "and scripts named pre-commit or pre-push).",
    )


@pytest.mark.parametrize(
    "files",
    [
        {CONFIG: "repos:\n  - repo: https://github.com/pre-commit/pre-commit-hooks\n    hooks: [{id: check-yaml}]\n"},
        {CONFIG: LOCAL.replace("make lint typecheck", "\"bash -c 'make lint typecheck || true'\"")},
        {CONFIG: LOCAL.replace("[pre-push]}", "[manual]}")},
        {".husky/pre-commit": "echo hello\n"},
    ],
)
def test_hooks_without_a_gate_fail(files: dict[str, str]):
    judgement = judged(CONTROL, {**APP, "Makefile": MAKEFILE, **files})
    assert judgement.outcome == "fail"
    assert (
        "none that gets installed runs a linter, a check of the formatting, a type checker before a push"
        in judgement.summary
    )
    assert judgement.evidence[0].path in files


def test_hooks_of_a_stage_that_is_not_installed_do_not_run():
    judgement = judged(CONTROL, {**GOOD, CONFIG: LOCAL.partition("\n")[2]})
    assert judgement.outcome == "fail"
    installed = judged(
        CONTROL, {**GOOD, CONFIG: LOCAL.partition("\n")[2], "README.md": "pre-commit install -t pre-push"}
    )
    assert installed.outcome == "pass"


@pytest.mark.parametrize(
    ("entry", "lacking"),
    [
        ("make lint", "a type checker"),
        ("ruff check .", "a check of the formatting or a type checker"),
        ("make typecheck", "a linter or a check of the formatting"),
    ],
)
def test_a_kind_that_no_hook_runs_is_told(entry: str, lacking: str):
    judgement = judged(CONTROL, {**GOOD, CONFIG: LOCAL.replace("make lint typecheck", entry)})
    assert (judgement.outcome, judgement.summary) == ("partial", f"No hook runs {lacking} before a push.")
    assert "entry: make lint typecheck" in judgement.fix


@pytest.mark.parametrize("entry", ["isort --check .", "codespell", "prettier --check ."])
def test_a_tool_of_one_aspect_or_another_language_is_no_gate(entry: str):
    assert judged(CONTROL, {**GOOD, CONFIG: LOCAL.replace("make lint typecheck", entry)}).outcome == "fail"


def test_where_no_python_is_shipped_other_languages_count():
    config = LOCAL.replace("make lint typecheck", "npx prettier --check .")
    judgement = judged(CONTROL, {CONFIG: config, "README.md": "pre-commit install", "package.json": "{}"})
    assert (judgement.outcome, "a linter or a type checker" in judgement.summary) == ("partial", True)


def test_hooks_that_nothing_installs_are_told():
    judgement = judged(CONTROL, {**GOOD, "Makefile": MAKEFILE.replace("pre-commit install", "true")})
    assert judgement.outcome == "partial"
    assert judgement.summary.startswith("No script or document installs the hooks of pre-commit (looked for")
    assert judgement.fix == "setup:\n\tpre-commit install"


CI = """on: pull_request
jobs:
  lint:
    runs-on: ubuntu-latest
    steps:
      - run: %s
"""


@pytest.mark.parametrize(
    ("lock", "outcome", "told"),
    [
        ("ruff==0.6.1\nmypy==1.11.0\n", "pass", ""),
        ("ruff==0.5.0\nmypy==1.11.0\n", "partial", "The hook runs ruff 0.6.1, and requirements.txt installs 0.5.0."),
        ("ruff==0.5.0\nmypy==1.10.0\n", "partial", "the hook runs mypy 1.11.0, and requirements.txt installs 1.10.0."),
        ("ruff\nmypy==1.11.0\n", "partial", "The hook runs ruff 0.6.1, and nothing pins the version that the pipeline"),
    ],
)
def test_the_version_of_a_hook_has_to_be_that_of_the_pipeline(lock: str, outcome: str, told: str):
    files = {**APP, CONFIG: PINNED, "README.md": "pre-commit install", "requirements.txt": lock}
    judgement = judged(CONTROL, {**files, ".github/workflows/ci.yml": CI % "ruff check . && mypy app"})
    assert (judgement.outcome, told in judgement.summary) == (outcome, True)


def test_the_fix_for_a_version_names_the_one_of_the_pipeline_and_passes():
    files = {**APP, CONFIG: PINNED, "README.md": "pre-commit install", "requirements.txt": "ruff==0.5.0\n"}
    judgement = judged(CONTROL, files)
    assert judgement.fix == "rev: v0.5.0  # of https://github.com/astral-sh/ruff-pre-commit"
    assert [str(each) for each in judgement.evidence[:2]] == [f"{CONFIG}:3", "requirements.txt:1"]
    assert judged(CONTROL, {**files, CONFIG: PINNED.replace("v0.6.1", "v0.5.0")}).outcome == "pass"


def test_a_pipeline_that_runs_the_hooks_runs_their_versions():
    files = {**APP, CONFIG: PINNED, "README.md": "pre-commit install"}
    ci = {".github/workflows/ci.yml": CI % "pre-commit run --all-files"}
    assert judged(CONTROL, {**files, **ci}).outcome == "pass"


def test_a_repository_of_hooks_with_a_similar_name_is_another_tool():
    typos = PINNED + "  - repo: https://github.com/crate-ci/typos\n    rev: v1.0.0\n    hooks: [{id: typos}]\n"
    files = {**APP, CONFIG: typos, "README.md": "pre-commit install", "requirements.txt": "ty==0.0.1\nmypy==1.11.0\n"}
    assert judged(CONTROL, files).outcome == "pass"


def test_a_configuration_that_cannot_be_read_is_unknown():
    judgement = judged(CONTROL, {**APP, CONFIG: "repos: [\n"})
    assert (judgement.outcome, judgement.summary.startswith(f"{CONFIG} cannot be read: not YAML")) == ("unknown", True)
    with_script = judged(CONTROL, {**APP, CONFIG: "repos: [\n", "hooks/pre-push": "ruff check .\n"})
    assert with_script.outcome == "partial"
