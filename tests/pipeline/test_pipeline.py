"""What a repository runs, joined over workflows, Makefiles, scripts and task runners."""

import json
from typing import Any

import pytest
from tests.snapshots import snapshot
from tests.workflows_made import PATH
from tests.workflows_made import pipeline as workflow

from backendrepo.pipeline import Pipeline, Run, commands, pipeline
from backendrepo.tools import Kind


def of(*steps: Any, files: dict[str, Any] | None = None, **more: Any) -> Pipeline:
    """Return what a repository with one workflow of these steps runs."""
    return pipeline(snapshot(workflow(*steps, **more) | (files or {})))


def told(run: Run) -> tuple[str, str]:
    return run.text, "; ".join(weakness.why for weakness in run.weaknesses)


def test_it_is_read_once_for_all_controls():
    one = snapshot(workflow("pytest"))
    assert pipeline(one) is pipeline(one)


def test_what_leads_to_a_command_is_told_from_the_outside_in():
    files = {"Makefile": "ci: test\ntest:\n\t./run.sh\n", "run.sh": "#!/bin/sh\nset -e\npytest -q\n"}
    (run,) = of("make ci", files=files).pull_request
    assert [str(each) for each in (*run.chain, run.place)] == [
        f"{PATH}:5",
        f"{PATH}:9",
        "Makefile:1",
        "Makefile:3",
        "run.sh:3",
    ]
    assert (run.text, run.check, run.holds) == ("pytest -q", "Checks", True)


@pytest.mark.parametrize(
    ("step", "why"),
    [
        ("make -i test", "Make is told to ignore errors"),
        ("MAKEFLAGS=i make test", "Make is told to ignore errors"),
        ({"run": "make test", "env": {"MAKEFLAGS": "-k -i"}}, "Make is told to ignore errors"),
        ({"run": "make test", "env": {"MAKEFLAGS": "n"}}, "Make is told to run nothing"),
        ("make -n test", "Make is told to run nothing"),
        ("make .SHELLFLAGS=-nc test", "the shell is told to run nothing"),
        ("make -i missing test", "Make is told to ignore errors"),
        ("make test &", "it runs in the background"),
        ("[ -f x ] && make test || true", "what follows `||` succeeds in its place"),
        ("if [ -f x ]; then make test; fi", "the script can succeed without it"),
    ],
)
def test_a_weakness_of_a_call_weakens_what_it_runs(step: Any, why: str):
    runs = of(step, files={"Makefile": "test:\n\tpytest\n"}).pull_request
    assert why in told(runs[0])[1]


@pytest.mark.parametrize("step", ["make $TARGET", "make -C $(mktemp -d) test", "cd $X && make test"])
def test_a_call_of_which_nothing_is_known_gives_nothing(step: str):
    assert of(step, files={"Makefile": "test:\n\tpytest\n"}).pull_request == ()


@pytest.mark.parametrize(
    ("step", "files", "missing"),
    [
        ("make nothing", {"Makefile": "test:\n\tpytest\n"}, ["nothing"]),
        ("make -C svc test", {"Makefile": "test:\n\tpytest\n"}, ["svc test"]),
        ("make test", {}, ["test"]),
        ("make test", {"Makefile": "test: nothing\n\tpytest\n"}, ["nothing"]),
    ],
)
def test_what_nothing_makes_is_told(step: str, files: dict[str, str], missing: list[str]):
    assert [each.name for each in of(step, files=files).missing] == missing


def test_a_bare_make_makes_the_default_goal():
    (run,) = of("make", files={"Makefile": "all: test\ntest:\n\tpytest\n"}).pull_request
    assert run.text == "pytest"


CHECKOUT = {"uses": "actions/checkout@v5", "with": {"ref": "main"}}
OTHER = {"uses": "actions/checkout@v5", "with": {"ref": "${{ vars.BRANCH }}"}}


@pytest.mark.parametrize(
    ("steps", "certain"),
    [
        ((CHECKOUT, "pytest"), True),
        ((CHECKOUT, {"uses": "pypa/gh-action-pip-audit@v1"}), True),
        ((CHECKOUT, {"uses": "docker/build-push-action@v6", "with": {"context": "."}}), True),
        ((OTHER, "pytest"), False),
    ],
)
def test_what_judges_another_commit_than_the_change_is_no_gate(steps: tuple[Any, ...], certain: bool):
    (run,) = of(*steps).pull_request
    assert (run.weakness and run.weakness.certain, "not the change" in run.why) == (certain, True)
    assert run.weakness
    assert "actions/checkout" in run.weakness.fix


@pytest.mark.parametrize("action", ["docker/build-push-action@v6", "actions/dependency-review-action@v4"])
def test_what_fetches_the_change_itself_needs_no_checkout_of_it(action: str):
    (run,) = of(CHECKOUT, {"uses": action}).pull_request
    assert run.holds


RETRY = "nick-fields/retry@v3"


@pytest.mark.parametrize(
    ("action", "given", "why"),
    [
        (RETRY, {"command": "pytest"}, ""),
        (RETRY, {"command": "pytest", "continue_on_error": False}, ""),
        (RETRY, {"command": "pytest", "continue_on_error": True}, "`continue_on_error: true` lets it pass"),
        (RETRY, {"command": "pytest", "continue_on_error": "${{ vars.SOFT }}"}, "only a run could tell `continue_on"),
        (RETRY, {"command": "pytest\necho done"}, "the script goes on and does not look at the result"),
        (RETRY, {"command": "set -e\npytest\necho done"}, ""),
        ("pypa/gh-action-pip-audit@v1", {}, ""),
        ("pypa/gh-action-pip-audit@v1", {"internal-be-careful-allow-failure": True}, "lets it pass whatever it finds"),
        ("codespell-project/actions-codespell@v2", {"only_warn": 1}, "`only_warn` lets it pass whatever it finds"),
    ],
)
def test_an_action_that_swallows_a_failure_weakens_what_it_runs(action: str, given: dict[str, Any], why: str):
    (run,) = of({"uses": action, "with": given}).pull_request
    assert (why in run.why, run.holds) == (True, not why)


@pytest.mark.parametrize(
    ("line", "holds"),
    [
        ("echo MAKEFLAGS=i >> $GITHUB_ENV", False),
        ('echo "MAKEFLAGS=-k -i" >> "$GITHUB_ENV"', False),
        ('echo "MAKEFLAGS=i" >> ${GITHUB_ENV}', False),
        ("echo MAKEFLAGS=s >> $GITHUB_ENV", True),
        ("echo MAKEFLAGS=$FLAGS >> $GITHUB_ENV", True),
        ("if true; then\n  echo MAKEFLAGS=i >> $GITHUB_ENV\nfi", True),
        ("echo MAKEFLAGS=i >> $GITHUB_OUTPUT", True),
    ],
)
def test_what_a_step_sets_for_those_that_follow_is_in_their_environment(line: str, holds: bool):
    (run,) = of(line, "make test", files={"Makefile": "test:\n\tpytest\n"}).pull_request
    assert run.holds is holds


def test_what_a_step_sets_is_not_in_its_own_environment_nor_in_that_of_another_job():
    files = {"Makefile": "test:\n\tpytest\n"}
    job = {"strategy": {"matrix": {"x": [1, 2]}}}
    runs = of("make test\necho MAKEFLAGS=i >> $GITHUB_ENV", files=files, **job).pull_request
    assert [run.holds for run in runs] == [True, True]


def test_what_only_a_run_could_tell_of_an_action_is_no_proof():
    given = {"command": "pytest", "continue_on_error": "${{ vars.SOFT }}"}
    (run,) = of({"uses": RETRY, "with": given}).pull_request
    assert run.doubtful


def test_a_task_runner_is_followed_through_make():
    files = {
        "Makefile": "lint:\n\tnpm run lint\n",
        "package.json": json.dumps({"scripts": {"lint": "eslint . && npm run format", "format": "prettier --check ."}}),
    }
    assert [run.text for run in of("make lint", files=files).pull_request] == ["eslint .", "prettier --check ."]


def test_a_task_that_runs_itself_comes_to_an_end():
    files = {"package.json": json.dumps({"scripts": {"lint": "npm run lint && npm run lint && eslint ."}})}
    runs = of("npm run lint", files=files).pull_request
    assert {run.text for run in runs} == {"eslint ."}


@pytest.mark.parametrize(
    ("step", "what"),
    [
        ({"run": "pytest", "shell": "pwsh"}, "the script of a step is one of pwsh, which is not read here"),
        ({"uses": "acme/test@v1"}, "`acme/test@v1` is no action that is known here"),
        ({"uses": "./.github/actions/none"}, "is not in the repository"),
    ],
)
def test_what_cannot_be_read_is_told(step: dict[str, str], what: str):
    opaque = of(step, step).opaque
    assert any(what in each.what for each in opaque)
    assert not any(each.anything for each in opaque)


def test_a_script_that_is_no_text_is_none():
    assert of("./run.sh", files={"run.sh": b"\0\0"}).pull_request == ()


def test_an_action_that_cannot_fail_says_why():
    (run,) = of({"uses": "aquasecurity/trivy-action@v1", "with": {"scan-type": "fs"}}).gates(Kind.VULNERABILITY_SCAN)
    assert "exit-code" in told(run)[1]


def test_an_action_that_stands_for_a_command_runs_it():
    hooks = "repos:\n  - repo: local\n    hooks:\n      - {id: lint, entry: flake8 app, language: system}\n"
    found = of({"uses": "pre-commit/action@v3.0.1"}, files={".pre-commit-config.yaml": hooks})
    (run,) = found.gates(Kind.LINT)
    assert (run.text, run.holds, str(run.place)) == ("flake8 app", True, ".pre-commit-config.yaml:4")


def test_hooks_that_the_step_skips_are_not_run():
    hooks = "repos:\n  - repo: local\n    hooks:\n      - {id: lint, entry: flake8 app, language: system}\n"
    found = of({"run": "pre-commit run -a", "env": {"SKIP": "lint"}}, files={".pre-commit-config.yaml": hooks})
    assert found.gates(Kind.LINT) == ()


def test_a_configuration_of_a_runner_that_cannot_be_read_is_told():
    found = of("pre-commit run -a", files={".pre-commit-config.yaml": "repos: ["})
    assert any(".pre-commit-config.yaml" in each.what for each in found.opaque)


def test_what_only_a_run_could_tell_of_a_makefile_is_told():
    makefile = "LINTERS := $(shell cat linters)\nlint: $(LINTERS)\n"
    (opaque,) = of("make lint", files={"Makefile": makefile}).opaque
    assert (opaque.what, opaque.words) == ("only a run could tell what is made at Makefile:2", "lint: $(linters)")


def test_what_a_laptop_runs_hides_nothing_of_a_pull_request():
    makefile = "LINTERS := $(shell cat linters)\nci: $(LINTERS)\nsmoke:\n\tmake nothing\n\t./smoke.sh\n"
    found = of("make docs", files={"Makefile": f"{makefile}docs:\n\tmkdocs build\n", "smoke.sh": "if\n"})
    for asked in ("ci", "smoke"):
        found.target(asked)
        found.command(f"make {asked}")
    assert (found.opaque, found.missing) == ((), ())


def test_each_question_may_follow_as_much_as_the_others(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(commands, "MOST", 2)
    found = of("pytest d", "pytest e", files={"Makefile": "test:\n\tpytest a\n\tpytest b\n\tpytest c\n"})
    assert [run.text for run in found.target("test")] == ["pytest a", "pytest b"]
    assert [run.text for run in found.command("make test")] == ["pytest a"]
    assert len(found.pull_request) == 2
    assert not found.opaque


@pytest.mark.parametrize("root", ["$(CURDIR)", "$(abspath .)", "$$(git rev-parse --show-toplevel)"])
def test_paths_are_told_from_the_root_of_the_repository(root: str):
    makefile = f"test:\n\tpytest {root}/tests --cov-config={root}/cov.toml\n\tmake -C {root}/svc test\n"
    found = of("make test", files={"Makefile": f"{makefile}ci: {root.replace('$$', '$')}/none\n", "tests/a.py": ""})
    assert [run.text for run in found.pull_request if run.kind is Kind.TEST] == ["pytest tests --cov-config=cov.toml"]
    assert [each.name for each in found.missing] == ["svc test"]


def test_a_target_that_is_not_phony_says_what_keeps_it_from_running():
    (run,) = of("make test", files={"Makefile": "test:\n\tpytest\n", "test/test_a.py": ""}).pull_request
    why = "`test` is not .PHONY: a file or folder of that name keeps make from running it"
    assert (run.why, run.mended("another fix"), str(run.evidence[0])) == (why, ".PHONY: test", "Makefile:1")


def test_syntax_that_is_newer_than_this_reader_is_no_certain_weakness():
    (run,) = of("pytest", novelty=True).pull_request
    assert (run.holds, run.doubtful, "`novelty` is no key of a job" in run.why) == (False, True, True)


def test_a_certain_weakness_is_told_before_a_doubtful_one():
    (run,) = of("pytest || true", novelty=True).pull_request
    assert (run.doubtful, run.why) == (False, "what follows `||` succeeds in its place")
    assert str(run.evidence[0]) == f"{PATH}:9"


def test_a_workflow_of_the_repository_with_newer_syntax_is_read_when_it_is_called():
    called = {"on": "workflow_call", "novelty": 1, "jobs": {"t": {"runs-on": "x", "steps": [{"run": "pytest"}]}}}
    calling = {"on": "pull_request", "jobs": {"call": {"uses": "./.github/workflows/called.yml"}}}
    files = {PATH: json.dumps(calling), ".github/workflows/called.yml": json.dumps(called)}
    (run,) = pipeline(snapshot(files)).pull_request
    assert (run.doubtful, run.check) == (True, "call / t")


@pytest.mark.parametrize(
    "script",
    [
        'if [ "$CI" = true ]; then pytest; fi',
        '[ -z "$GITHUB_ACTIONS" ] || pytest',
        "cd $GITHUB_WORKSPACE && pytest",
        "make test",
    ],
)
def test_what_github_sets_for_each_step_is_known(script: str):
    files = {"Makefile": "test:\nifeq ($(CI),true)\n\tpytest\nelse\n\tdocker run app pytest\nendif\n"}
    found = of(script, files=files)
    assert [(run.text, run.cwd) for run in found.gates(Kind.TEST) if run.holds] == [("pytest", "")]
    assert not any(run.holds for run in found.target("test"))


def test_a_step_may_set_them_otherwise():
    (run,) = of({"run": 'if [ -n "$CI" ]; then pytest a; else pytest b; fi', "env": {"CI": ""}}).gates(Kind.TEST)
    assert (run.text, run.holds) == ("pytest b", True)


def test_what_runs_the_code_of_the_base_branch_is_no_place_to_look_where_there_are_others():
    target = {".github/workflows/label.yml": json.dumps({"on": "pull_request_target", "jobs": {}})}
    assert [each.path for each in of("true", files=target).places] == [PATH]
    assert [each.path for each in of("true", on="pull_request_target").places] == [PATH]


def test_what_holds_comes_first():
    runs = of("pytest a || true", "pytest b", "ruff check .").gates(Kind.TEST)
    assert [run.text for run in runs] == ["pytest b", "pytest a"]


def test_a_weakness_says_where_it_is_decided():
    (run,) = of("pytest || true").pull_request
    assert str(run.weaknesses[0]) == f"what follows `||` succeeds in its place ({PATH}:9)"


def test_a_command_line_is_read_as_if_it_were_typed():
    files = {"Makefile": "smoke:\n\talembic check\n"}
    assert [run.text for run in of(files=files).command("make smoke")] == ["alembic check"]


def test_a_repository_that_is_too_much_is_not_whole(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(commands, "MOST", 3)
    found = of("pytest a", "pytest b", "pytest c", "pytest d", "pytest e")
    assert len(found.pull_request) == 3
    assert any("not all" in each.what and each.anything for each in found.opaque)
