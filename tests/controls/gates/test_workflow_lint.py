"""A linter of workflows blocks a pull request. What is true of this gate is true of each."""

import json
from typing import Any

import pytest
from tests.snapshots import judged
from tests.workflows_made import PATH, pipeline, workflow

from backendrepo.findings import Outcome

CONTROL = "gates/workflow-lint"
LINT = "actionlint"
MAKE = {"Makefile": "workflow-lint:\n\tactionlint\nsoft:\n\t-actionlint\n"}
SCRIPTS = {
    "scripts/hard.sh": "#!/bin/bash\nset -e\nactionlint\necho done\n",
    "scripts/soft.sh": "#!/bin/bash\nactionlint\necho done\n",
}
COMPOSITE = {
    ".github/actions/lint/action.yml": json.dumps(
        {"name": "x", "runs": {"using": "composite", "steps": [{"run": LINT, "shell": "bash"}]}}
    )
}
REUSED = {
    ".github/workflows/lint.yml": json.dumps(
        {"on": "workflow_call", "jobs": {"lint": {"runs-on": "ubuntu-latest", "steps": [{"run": LINT}]}}}
    )
}
CALLING = json.dumps({"on": "pull_request", "jobs": {"call": {"uses": "./.github/workflows/lint.yml"}}})

PASSING: dict[str, dict[str, str]] = {
    "a command": pipeline(LINT),
    "in several lines": pipeline("pip install x\nactionlint -color\necho done"),
    "a target": pipeline("make workflow-lint") | MAKE,
    "a target that a matrix names": pipeline(
        "make ${{ matrix.target }}", strategy={"matrix": {"target": ["test", "workflow-lint"]}}
    )
    | MAKE,
    "a target that an environment names": pipeline("make $TARGET", env={"TARGET": "workflow-lint"}) | MAKE,
    "a script that stops at a failure": pipeline("./scripts/hard.sh") | SCRIPTS,
    "a local action": pipeline({"uses": "./.github/actions/lint"}) | COMPOSITE,
    "a local reusable workflow": {PATH: CALLING} | REUSED,
    "the merge queue": pipeline(LINT, on={"merge_group": None, "push": None}),
    "a filter that takes the branch": pipeline(LINT, on={"pull_request": {"branches": ["main", "release/**"]}}),
    "a filter of everything": pipeline(LINT, on={"pull_request": {"paths": ["**"]}}),
    "a condition that skips drafts alone": pipeline(
        LINT,
        on={"pull_request": {"types": ["opened", "synchronize", "reopened", "ready_for_review"]}},
        **{"if": "github.event.pull_request.draft == false"},
    ),
    "a condition that is true": pipeline({"run": LINT, "if": "github.event_name == 'pull_request'"}),
    "always": pipeline({"run": LINT, "if": "always()"}),
    "a soft step whose outcome a later step looks at": pipeline(
        {"run": LINT, "id": "lint", "continue-on-error": True},
        {"run": "exit 1", "if": "steps.lint.outcome == 'failure'"},
    ),
    "beside a soft one": pipeline("actionlint || true", LINT),
}


@pytest.mark.parametrize("files", PASSING.values(), ids=PASSING)
def test_what_blocks_each_pull_request_passes(files: dict[str, str]):
    judgement = judged(CONTROL, files)
    assert judgement.outcome is Outcome.PASS, judgement.summary
    assert judgement.summary.startswith("Each pull request runs `actionlint` in the check “")


FAILING: dict[str, tuple[dict[str, str], str]] = {
    "nothing": ({}, "No workflow is started by pull requests to main"),
    "another gate": (pipeline("pytest"), "No job of a pull request runs a linter of workflows."),
    "pushes": (pipeline(LINT, on="push"), "No workflow is started by pull requests to main"),
    "another branch": (
        pipeline(LINT, on={"pull_request": {"branches": ["release/**"]}}),
        "No workflow is started by pull requests to main",
    ),
    "only some paths": (pipeline(LINT, on={"pull_request": {"paths": ["src/**"]}}), "`paths` filter"),
    "not some paths": (pipeline(LINT, on={"pull_request": {"paths-ignore": ["docs/**"]}}), "`paths-ignore` filter"),
    "the base branch's code": (pipeline(LINT, on="pull_request_target"), "does not test the change"),
    "only when it is opened": (pipeline(LINT, on={"pull_request": {"types": ["opened"]}}), "when commits are added"),
    "a step that may fail": (pipeline({"run": LINT, "continue-on-error": True}), "lets its failure pass"),
    "a job that may fail": (pipeline(LINT, **{"continue-on-error": True}), "lets its failure pass"),
    "a matrix entry that may fail": (
        pipeline(
            LINT,
            strategy={"matrix": {"soft": [True]}},
            **{"continue-on-error": "${{ matrix.soft }}"},
        ),
        "lets its failure pass",
    ),
    "or true": (pipeline("actionlint || true"), "what follows `||` succeeds in its place"),
    "set +e": (pipeline("set +e\nactionlint\necho done"), "does not look at the result"),
    "no set -e": (pipeline({"run": "actionlint\necho done", "shell": "bash {0}"}), "does not look at the result"),
    "a pipe without pipefail": (pipeline("actionlint | tee log"), "`pipefail` is not set"),
    "a soft target": (pipeline("make soft") | MAKE, "begins with `-`"),
    "a soft call of a target": (pipeline("make workflow-lint || true") | MAKE, "what follows `||`"),
    "a script that goes on": (pipeline("./scripts/soft.sh") | SCRIPTS, "does not look at the result"),
    "a label": (
        pipeline(LINT, **{"if": "contains(github.event.pull_request.labels.*.name, 'ci')"}),
        "it may be skipped",
    ),
    "never": (pipeline({"run": LINT, "if": "github.ref == 'refs/heads/main'"}), "is false for every pull request"),
    "an asserted failure": (pipeline("if actionlint; then exit 1; fi"), "the script asserts that it fails"),
}


@pytest.mark.parametrize(("files", "says"), FAILING.values(), ids=FAILING)
def test_what_blocks_no_pull_request_fails_and_says_why(files: dict[str, str], says: str):
    judgement = judged(CONTROL, files)
    assert judgement.outcome is Outcome.FAIL, judgement.summary
    assert says in judgement.summary
    assert judgement.fix


def test_a_skipped_need_lets_it_pass():
    jobs: dict[str, Any] = {
        "first": {
            "runs-on": "x",
            "if": "contains(github.event.pull_request.labels.*.name, 'ci')",
            "steps": [{"run": "true"}],
        },
        "lint": {"runs-on": "x", "needs": "first", "steps": [{"run": LINT}]},
    }
    judgement = judged(CONTROL, {PATH: json.dumps({"on": "pull_request", "jobs": jobs}, indent=1)})
    assert (judgement.outcome, "skipped" in judgement.summary) == (Outcome.FAIL, True)


@pytest.mark.parametrize(
    ("step", "says"),
    [
        ({"uses": "acme/lint-workflows@v1"}, "`acme/lint-workflows@v1` is no action that is known here"),
        ({"uses": "acme/checks@v1", "name": "Lint the workflows"}, "`acme/checks@v1` is no action that is known here"),
    ],
)
def test_an_action_that_may_be_the_gate_is_unknown_by_name(step: dict[str, str], says: str):
    judgement = judged(CONTROL, pipeline(step))
    assert (judgement.outcome, says in judgement.summary) == (Outcome.UNKNOWN, True)


def test_an_action_for_something_else_does_not_make_it_unknown():
    judgement = judged(CONTROL, pipeline({"uses": "acme/notify-chat@v1"}, name="Tell"))
    assert judgement.outcome is Outcome.FAIL


def test_a_reusable_workflow_of_another_repository_is_unknown_by_name():
    calling = {"on": "pull_request", "jobs": {"all": {"uses": "acme/ci/.github/workflows/python.yml@v1"}}}
    judgement = judged(CONTROL, {PATH: json.dumps(calling)})
    assert judgement.outcome is Outcome.UNKNOWN
    assert "`acme/ci/.github/workflows/python.yml@v1`" in judgement.summary


def test_the_line_that_decides_comes_first_then_what_led_there():
    soft = workflow({"run": "make workflow-lint", "continue-on-error": True})
    judgement = judged(CONTROL, {PATH: soft, **MAKE})
    first, *rest = judgement.evidence
    assert (first.path, first.text) == (PATH, '"continue-on-error": true')
    assert {str(each) for each in rest} >= {"Makefile:2"}
    assert any(each.text == '"run": "make workflow-lint",' for each in rest)


def test_a_long_list_of_checks_is_shortened():
    judgement = judged(CONTROL, pipeline(LINT, strategy={"matrix": {"os": [*"abcde"]}}))
    assert "“Checks (a)”, “Checks (b)”, “Checks (c)” and 2 more" in judgement.summary


NEWER: dict[str, dict[str, str]] = {
    "a key of the job": pipeline(LINT, novelty=True),
    "a key of a step": pipeline({"run": LINT, "novelty": True}),
    "an event": pipeline(LINT, on={"pull_request": None, "a_new_event": None}),
    "a function": pipeline({"run": LINT, "env": {"X": "${{ brandNew('x') }}"}}),
    "beside one that certainly cannot fail": pipeline("actionlint || true", LINT, novelty=True),
    "in a called workflow": {PATH: CALLING}
    | {path: text.replace('"steps"', '"novelty": 1, "steps"') for path, text in REUSED.items()},
}


@pytest.mark.parametrize("files", NEWER.values(), ids=NEWER)
def test_syntax_that_is_not_known_here_makes_a_gate_unknown_with_its_place(files: dict[str, str]):
    judgement = judged(CONTROL, files)
    assert judgement.outcome is Outcome.UNKNOWN
    assert judgement.summary.startswith(
        "Whether each pull request runs a linter of workflows is not certain: `actionlint`"
    )
    assert judgement.evidence[0].line > 0
    assert judgement.fix


def test_what_is_certain_stays_a_fail_beside_syntax_that_is_not_known():
    judgement = judged(CONTROL, pipeline("actionlint || true", novelty=True))
    assert (judgement.outcome, "succeeds in its place" in judgement.summary) == (Outcome.FAIL, True)


def test_a_gate_in_another_workflow_stays_a_pass_beside_syntax_that_is_not_known():
    files = pipeline(LINT, novelty=True) | {".github/workflows/other.yml": workflow(LINT)}
    assert judged(CONTROL, files).outcome is Outcome.PASS


def test_the_same_reason_is_told_once_and_others_are_counted():
    again = judged(CONTROL, pipeline("actionlint || true", "actionlint || true"))
    assert again.summary.count("succeeds in its place") == 1
    actions = [{"uses": f"acme/lint-{letter}@v1"} for letter in "aabcde"]
    hidden = judged(CONTROL, pipeline(*actions)).summary
    assert hidden.endswith("`acme/lint-c@v1` is no action that is known here; and 2 more.")


def test_a_target_that_is_not_phony_is_mended_by_naming_it():
    files = pipeline("make lint") | {"Makefile": "lint:\n\tactionlint\n", "lint/x": ""}
    judgement = judged(CONTROL, files)
    assert (judgement.outcome, judgement.fix) == (Outcome.FAIL, ".PHONY: lint")
    assert "`lint` is not .PHONY: a file or folder of that name keeps make from running it" in judgement.summary
