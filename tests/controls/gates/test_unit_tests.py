"""All tests of a bucket run for each pull request. What is true of this bucket is true of each."""

from typing import Any

import pytest
from tests.snapshots import judged
from tests.workflows_made import pipeline

from backendrepo import yaml12
from backendrepo.yaml12 import field_of, texts_of

CONTROL = "gates/unit-tests"
TEST = "def test_a(): pass\ndef test_b(): pass\n"
CODE = {"tests/unit/test_a.py": TEST, "tests/integration/test_b.py": TEST}
MORE = CODE | {"svc/tests/unit/test_c.py": TEST}


@pytest.mark.parametrize(
    "step",
    [
        "pytest",
        "pytest tests",
        "pytest tests/unit tests/integration",
        "pytest tests/unit/",
        "pytest -m 'not slow'",
        "pytest tests/*",
        "python -m unittest discover",
        "cd tests && pytest unit",
    ],
)
def test_a_run_of_all_of_them_passes(step: str):
    judgement = judged(CONTROL, pipeline(step) | CODE)
    assert judgement.outcome == "pass", judgement.summary
    assert judgement.summary == "Each pull request runs 2 unit tests in the check “Checks”."


@pytest.mark.parametrize(
    ("step", "files", "outcome", "says"),
    [
        ("pytest tests", MORE, "partial", "Not all unit tests run for each pull request: svc/tests/unit/test_c.py."),
        ("pytest", MORE | {"pytest.ini": "[pytest]\ntestpaths = tests\n"}, "partial", "svc/tests/unit/test_c.py."),
        ("pytest --ignore=svc", MORE, "partial", "svc/tests/unit/test_c.py."),
        ("pytest", MORE | {"pytest.ini": "[pytest]\naddopts = --ignore svc\n"}, "partial", "svc/tests/unit/test_c.py."),
        ("pytest -k fast", CODE, "partial", "tests/unit/test_a.py."),
        (
            "pytest",
            MORE | {"svc/conftest.py": 'collect_ignore = ["tests/unit"]\n'},
            "partial",
            "svc/tests/unit/test_c.py.",
        ),
        ("pytest", MORE | {"conftest.py": 'collect_ignore_glob = ["svc/*"]\n'}, "partial", "svc/tests/unit/test_c.py."),
        ("pytest", CODE | {"conftest.py": "collect_ignore = [\n"}, "pass", ""),
        (
            "pytest",
            CODE | {"conftest.py": "import sys\nif sys.platform == 'win32':\n    collect_ignore = ['tests']\n"},
            "pass",
            "",
        ),
        ("python -m unittest", CODE | {"conftest.py": "collect_ignore = ['tests']\n"}, "pass", ""),
        (
            "pytest",
            CODE | {"tests/unit/test_a.py": f"import pytest\npytestmark = pytest.mark.skip(reason='x')\n{TEST}"},
            "fail",
            "All 2 unit tests are skipped (in tests/unit/test_a.py).",
        ),
        ("pytest", MORE | {"svc/tests/unit/test_c.py": f"__test__ = False\n{TEST}"}, "pass", ""),
        ("pytest", MORE | {"svc/tests/unit/test_c.py": f"__test__ = False\n{TEST}"}, "pass", "runs 2 unit tests"),
        ("pytest", CODE | {"pytest.ini": "[pytest]\naddopts = -k fast\n"}, "partial", "tests/unit/test_a.py."),
        ("pytest", CODE | {"pytest.ini": "[pytest]\naddopts = --co\n"}, "fail", "No job of a pull request runs"),
        (
            "pytest -c ci.ini",
            MORE | {"ci.ini": "[pytest]\ntestpaths = tests\n"},
            "partial",
            "Not all unit tests run for each pull request: svc/tests/unit/test_c.py.",
        ),
        (
            "pytest tests/integration",
            CODE,
            "fail",
            "No job of a pull request runs the unit tests (2 in tests/unit/test_a.py).",
        ),
        ("pytest tests/unit || true", CODE, "fail", "what follows `||`"),
        ("ruff check .", CODE, "fail", "runs the unit tests (2 in tests/unit/test_a.py)."),
        ("go test ./...", CODE, "fail", "No job of a pull request runs the unit tests"),
        ("pytest", {}, "fail", "There are no unit tests (looked for folders, marks and names such as tests/unit)."),
        ("pytest", {"tests/test_x.py": "def test_x(:\n"}, "unknown", "tests/test_x.py could not be read."),
    ],
)
def test_what_does_not_run_is_named(step: str, files: dict[str, str], outcome: str, says: str):
    judgement = judged(CONTROL, pipeline(step) | files)
    assert (judgement.outcome, says in judgement.summary) == (outcome, True), judgement.summary


@pytest.mark.parametrize("job", [{"runs-on": "windows-latest"}, {"defaults": {"run": {"shell": "pwsh"}}}])
def test_a_script_that_is_not_read_may_run_them(job: dict[str, Any]):
    judgement = judged(CONTROL, pipeline("make test", **job) | CODE | {"Makefile": "test:\n\tpytest\n"})
    assert judgement.outcome == "unknown"
    assert "the script of a step is one of pwsh, which is not read here" in judgement.summary


@pytest.mark.parametrize(
    "step",
    [{"run": "echo"}, {"run": "docker pull app:latest"}, {"run": "print('pytest')", "shell": "python"}],
)
def test_a_script_that_is_not_read_and_names_nothing_of_the_kind_is_none(step: dict[str, str]):
    assert judged(CONTROL, pipeline(step, **{"runs-on": "windows-latest"}) | CODE).outcome == "fail"


def test_a_check_that_was_skipped_for_a_draft_can_be_started_again():
    only = {"if": "github.event.pull_request.draft == false"}
    judgement = judged(CONTROL, pipeline("pytest", **only) | CODE)
    assert judgement.outcome == "fail"
    assert "skips drafts" in judgement.summary
    mended = yaml12.load(judgement.fix).root
    types = [each.text for each in texts_of(field_of(mended, "on", "pull_request", "types"))]
    judgement = judged(CONTROL, pipeline("pytest", on={"pull_request": {"types": types}}, **only) | CODE)
    assert judgement.outcome == "pass"


def test_a_long_list_is_shortened():
    files = {f"tests/unit/test_{name}.py": TEST for name in "abcdefgh"}
    judgement = judged(CONTROL, pipeline("pytest tests/other") | files)
    assert "(16 in tests/unit/test_a.py and 7 more files)" in judgement.summary
    judgement = judged(CONTROL, pipeline("pytest tests/unit/test_a.py") | files)
    assert judgement.summary.endswith("tests/unit/test_f.py and 2 more.")


def test_what_a_job_that_cannot_be_read_may_run_is_unknown_and_not_left_out():
    files = {"tests/unit/test_a.py": TEST, "tests/unit/test_b.py": TEST}
    judgement = judged(CONTROL, pipeline("pytest tests/unit/test_a.py", {"uses": "acme/pytest@v1"}) | files)
    assert judgement.outcome == "unknown"
    told = (
        "No job was seen to run all unit tests (tests/unit/test_b.py), but `acme/pytest@v1` is no action that is known"
    )
    assert judgement.summary.startswith(told)
