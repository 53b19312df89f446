"""A gate that does not count says what has to be done so that it does, and doing that makes it count."""

from typing import Any

import pytest
from tests.snapshots import judged
from tests.workflows_made import pipeline

from backendrepo.pipeline.mending import OF_SCRIPTS
from backendrepo.shell import Swallowed

CONTROL = "gates/typecheck"
CODE = {"src/payments/app.py": "x: int = 1\n", "mypy.ini": "[mypy]\nstrict = true\n"}
STEP = {"run": "mypy src"}


def fix(*steps: Any, files: dict[str, str] | None = None, **more: Any) -> str:
    judgement = judged(CONTROL, pipeline(*steps, **more) | CODE | (files or {}))
    assert judgement.outcome == "fail", judgement.summary
    return judgement.fix


def test_without_what_is_mended_below_it_counts():
    assert judged(CONTROL, pipeline(STEP) | CODE).outcome == "pass"


@pytest.mark.parametrize(
    ("more", "mending"),
    [
        ({"on": {"pull_request": {"paths": ["src/**"]}}}, "Take the filter of paths off the trigger"),
        ({"on": {"pull_request": {"types": ["opened"]}}}, "Take `types` off the trigger"),
        ({"if": "vars.RUN == 'true'"}, "Take the `if:` off"),
        ({"continue-on-error": True}, "Take `continue-on-error` off"),
    ],
)
def test_what_weakens_a_job_or_its_workflow_is_to_be_taken_off(more: dict[str, Any], mending: str):
    assert fix(STEP, **more) == f"{mending}: - run: mypy src"


@pytest.mark.parametrize(
    ("run", "mending"),
    [
        ("mypy src || true", "Take what follows `||` off"),
        ("set +e\nmypy src\necho done", "Have the script end where it fails, with `set -e`"),
        ("mypy src | tee out", "Have the pipe fail with it, with `set -o pipefail`"),
    ],
)
def test_what_swallows_a_failure_in_a_script_is_named(run: str, mending: str):
    assert fix({"run": run}) == f"{mending}: - run: mypy src"


def test_a_makefile_that_ignores_errors_is_to_stop_that():
    makefile = {"Makefile": ".IGNORE:\n.PHONY: typecheck\ntypecheck:\n\tmypy src\n"}
    assert fix({"run": "make typecheck"}, files=makefile) == "Take `-i` and `.IGNORE` off: - run: mypy src"


def test_nothing_that_swallows_a_failure_is_without_a_way_out():
    assert set(OF_SCRIPTS) == set(Swallowed)


@pytest.mark.parametrize(
    ("condition", "whom"),
    [
        ("github.actor != 'dependabot[bot]'", "pull requests of bots"),
        ("github.event.pull_request.head.repo.full_name == github.repository", "pull requests from forks"),
    ],
)
def test_a_gate_that_leaves_some_out_counts_and_says_whom(condition: str, whom: str):
    judgement = judged(CONTROL, pipeline(STEP, **{"if": condition}) | CODE)
    assert judgement.outcome == "pass"
    assert judgement.summary.endswith(f" But `if: {condition}` skips {whom}.")


def test_a_second_gate_for_all_makes_up_for_it():
    both = {"run": "mypy src", "if": "github.actor != 'dependabot[bot]'"}
    assert " But " not in judged(CONTROL, pipeline(both, STEP) | CODE).summary
