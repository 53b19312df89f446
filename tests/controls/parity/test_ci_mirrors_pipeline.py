"""`make ci` against the jobs of a pull request."""

import pytest
from tests.snapshots import judged
from tests.workflows_made import pipeline

CONTROL = "parity/ci-mirrors-pipeline"
MAKEFILE = "ci: lint test\nlint:\n\truff check src tests\ntest:\n\tpytest --cov --cov-fail-under=99\n"


@pytest.mark.parametrize(
    "steps",
    [
        ["make ci"],
        ["make lint", "make test"],
        ["ruff check tests src/", "python -m pytest --cov --cov-fail-under 99"],
        ["make ci", "actionlint", "docker build ."],
        ["make ci", "ruff check src/api tests/unit/test_a.py"],
    ],
)
def test_the_same_checks_pass(steps: list[str]):
    judgement = judged(CONTROL, {"Makefile": MAKEFILE, **pipeline(*steps)})
    assert judgement.outcome == "pass", judgement.summary
    assert judgement.summary == "`make ci` and pull requests run the same: coverage threshold, lint, tests."


@pytest.mark.parametrize(
    ("steps", "says"),
    [
        (["make lint"], "only `make ci` runs tests (`pytest --cov --cov-fail-under=99`)"),
        (["make ci", "mypy"], "only pull requests run type check (`mypy`)"),
        (["make ci", "make lint || true", "mypy || true"], ""),
        (
            ["make lint", "pytest --cov --cov-fail-under=80"],
            "the threshold of coverage threshold is 99 in `make ci` and 80 in pull requests",
        ),
        (["ruff check src", "make test"], "the scope of lint is src, tests in `make ci` and src in pull requests"),
        (["pytest || true"], "No job of each pull request runs a check that `make ci` could mirror."),
    ],
)
def test_each_difference_is_told(steps: list[str], says: str):
    judgement = judged(CONTROL, {"Makefile": MAKEFILE, **pipeline(*steps)})
    assert judgement.outcome == ("fail" if says else "pass"), judgement.summary
    assert says in judgement.summary


def test_without_the_target_there_is_nothing_to_compare():
    assert judged(CONTROL, pipeline("pytest")).summary == "There is no Makefile at the root, and so no `make ci`."
