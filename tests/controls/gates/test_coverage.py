"""Which coverage threshold holds for each pull request."""

import pytest
from tests.snapshots import judged
from tests.workflows_made import pipeline

from backendrepo.parameters import Parameters

CONTROL = "gates/coverage"
MAKEFILE = {"Makefile": "MIN ?= 99\ntest:\n\tpytest --cov --cov-fail-under=$(MIN)\n"}
GATE = {"scripts/coverage_gate.py": "import sys\n\nMINIMUM = 99.0\nsys.exit(total < MINIMUM)\n"}


def config(floor: object, **more: object) -> dict[str, str]:
    lines = "".join(f"{key} = {value}\n" for key, value in more.items())
    return {"pyproject.toml": f"[tool.coverage.report]\nfail_under = {floor}\n{lines}"}


PASSING = {
    "the command line": (pipeline("pytest --cov --cov-fail-under=99"), "asks for 99 % coverage."),
    "a stricter one": (pipeline("pytest --cov --cov-fail-under=100"), "asks for 100 % coverage."),
    "a target": (pipeline("make test") | MAKEFILE, "asks for 99 % coverage."),
    "a variable of the step": (
        pipeline({"run": "pytest --cov --cov-fail-under=$FLOOR", "env": {"FLOOR": "99"}}),
        "asks for 99 % coverage.",
    ),
    "the configuration": (pipeline("pytest --cov") | config(99), "asks for 99 % coverage."),
    "a report of its own": (
        pipeline("coverage run -m pytest\ncoverage report") | config(99),
        "asks for 99 % coverage.",
    ),
    "addopts": (
        pipeline("pytest") | {"pytest.ini": "[pytest]\naddopts = --cov=app --cov-fail-under=99\n"},
        "asks for 99 % coverage.",
    ),
    "addopts, of a file that is named": (
        pipeline("pytest -c ci.ini") | {"ci.ini": "[pytest]\naddopts = --cov=app --cov-fail-under=99\n"},
        "asks for 99 % coverage.",
    ),
    "a configuration that is named": (
        pipeline("pytest --cov --cov-config=ci.rc") | {"ci.rc": "[report]\nfail_under = 99\n"},
        "asks for 99 % coverage.",
    ),
    "one that rounds": (pipeline("pytest --cov") | config(99), "It is rounded: 98.5 passes."),
    "the stricter of two jobs": (
        pipeline("pytest --cov --cov-fail-under=50", "pytest --cov --cov-fail-under=99"),
        "99 %",
    ),
}


@pytest.mark.parametrize(("files", "says"), PASSING.values(), ids=PASSING)
def test_a_threshold_that_is_high_enough_passes(files: dict[str, str], says: str):
    judgement = judged(CONTROL, files)
    assert (judgement.outcome, says in judgement.summary) == ("pass", True), judgement.summary


FAILING = {
    "too low": (pipeline("pytest --cov --cov-fail-under=80"), "The coverage threshold is 80, and 99 is asked for."),
    "none": (pipeline("pytest --cov"), "measures coverage, and no threshold can fail it."),
    "a number that only a run has": (pipeline("pytest --cov") | config('"${FLOOR}"'), "no threshold can fail it."),
    "not measured": (pipeline("pytest") | config(99), "No job of a pull request runs a coverage threshold."),
    "a make variable of the call": (pipeline("make test MIN=70") | MAKEFILE, "The coverage threshold is 70"),
    "the command line wins over the configuration": (
        pipeline("pytest --cov --cov-fail-under=60") | config(99),
        "The coverage threshold is 60, and 99 is asked for. It wins over 99 (pyproject.toml:2).",
    ),
    "addopts win over the configuration": (
        pipeline("pytest") | config(99) | {"pytest.ini": "[pytest]\naddopts = --cov --cov-fail-under=70\n"},
        "The coverage threshold is 70",
    ),
    "a configuration that is named wins": (
        pipeline("pytest --cov --cov-config=low.rc") | config(99) | {"low.rc": "[report]\nfail_under = 1\n"},
        "The coverage threshold is 1, and 99 is asked for.",
    ),
    "a configuration that a report is named wins": (
        pipeline("coverage report --rcfile=low.rc") | config(99) | {"low.rc": "[report]\nfail_under = 1\n"},
        "The coverage threshold is 1, and 99 is asked for.",
    ),
    "a configuration of the environment wins": (
        pipeline({"run": "pytest --cov", "env": {"COVERAGE_RCFILE": "low.rc"}})
        | config(99)
        | {"low.rc": "[report]\nfail_under = 1\n"},
        "The coverage threshold is 1, and 99 is asked for.",
    ),
    "addopts that are replaced do not count": (
        pipeline("pytest -o addopts=--cov") | {"pytest.ini": "[pytest]\naddopts = --cov --cov-fail-under=99\n"},
        "no threshold can fail it.",
    ),
    "a threshold of which nothing is measured": (
        pipeline("pytest --cov-fail-under=99"),
        "without `--cov` nothing is measured, and `--cov-fail-under` does not count.",
    ),
    "switched off by the environment": (
        pipeline({"run": "pytest --cov --cov-fail-under=99", "env": {"PYTEST_ADDOPTS": "--no-cov"}}),
        "the measuring of coverage is switched off.",
    ),
    "soft": (pipeline("pytest --cov --cov-fail-under=99 || true"), "what follows `||`"),
}


@pytest.mark.parametrize(("files", "says"), FAILING.values(), ids=FAILING)
def test_what_lets_less_through_fails(files: dict[str, str], says: str):
    judgement = judged(CONTROL, files)
    assert (judgement.outcome, says in judgement.summary) == ("fail", True), judgement.summary


def test_a_configuration_that_measures_nothing_is_not_whole():
    judgement = judged(CONTROL, pipeline("pytest --cov") | config(99, exclude_lines='["def "]'))
    assert judgement.outcome == "partial"
    assert "leaves out every line or every function" in judgement.summary


PACKAGE = {"src/payments/__init__.py": "", "src/payments/api.py": "x = 1\n", "tests/test_a.py": "def test_a(): pass\n"}


def run_setting(line: str) -> dict[str, str]:
    return {".coveragerc": f"[run]\n{line}\n[report]\nfail_under = 99\n"}


@pytest.mark.parametrize(
    ("step", "files"),
    [
        ("pytest --cov --cov-fail-under=99", {}),
        ("pytest --cov=payments --cov-fail-under=99", {}),
        ("pytest --cov=src --cov-fail-under=99", {}),
        ("pytest --cov=src/payments/ --cov-fail-under=99 --ignore=src", {}),
        ("pytest --cov=tests --cov=payments --cov-fail-under=99", {}),
        ("coverage report --fail-under=99 --omit='tests/*,*/migrations/*'", {}),
        ("coverage report --fail-under=99 --include='src/*'", {}),
        ("pytest --cov", run_setting("source = src")),
        ("pytest --cov", run_setting("source_pkgs = payments")),
        ("pytest --cov", run_setting("omit = tests/*")),
        ("pytest --cov=payments", run_setting("source = tests")),
    ],
)
def test_a_measurement_of_all_that_is_shipped_passes(step: str, files: dict[str, str]):
    judgement = judged(CONTROL, pipeline(step) | PACKAGE | files)
    assert judgement.outcome == "pass", judgement.summary


def test_a_measurement_in_the_folder_of_a_service_passes():
    files = {f"svc/{path}": text for path, text in {**PACKAGE, **run_setting("source = src")}.items()}
    judgement = judged(CONTROL, pipeline("cd svc && pytest --cov") | files | {"svc/pyproject.toml": ""})
    assert judgement.outcome == "pass", judgement.summary


@pytest.mark.parametrize(
    ("step", "files", "says"),
    [
        ("pytest --cov=tests --cov-fail-under=99", {}, "`pytest` is given tests, and not src/payments"),
        ("coverage report --fail-under=99 --include='tests/*'", {}, "is given tests/*, and not src/payments"),
        ("coverage report --fail-under=99 --omit='src/*'", {}, "`coverage report` is told to leave src/payments out"),
        ("pytest --cov", run_setting("omit = src/*"), "coverage.py leaves src/payments out (`omit = src/*`)"),
        ("pytest --cov", run_setting("include = tests/*"), "leaves src/payments out (`include = tests/*`)"),
        ("pytest --cov", run_setting("source = tests"), "coverage.py measures tests, and not src/payments"),
        (
            "pytest --cov --cov-fail-under=99 --cov-config=ci.rc",
            {"ci.rc": "[run]\nomit = */payments/*\n"},
            "coverage.py leaves src/payments out (`omit = **/payments/*`)",
        ),
    ],
)
def test_a_measurement_that_leaves_a_package_out_is_not_whole(step: str, files: dict[str, str], says: str):
    judgement = judged(CONTROL, pipeline(step) | PACKAGE | files)
    assert (judgement.outcome, says in judgement.summary) == ("partial", True), judgement.summary


def test_what_only_a_run_can_tell_to_be_measured_is_unknown():
    judgement = judged(CONTROL, pipeline("pytest --cov=${PKG} --cov-fail-under=99") | PACKAGE)
    assert (judgement.outcome, "told only in a run" in judgement.summary) == ("unknown", True), judgement.summary


def test_the_floor_is_the_standards():
    assert (
        judged(CONTROL, pipeline("pytest --cov --cov-fail-under=80"), parameters=Parameters(coverage_floor=80)).outcome
        == "pass"
    )


def test_the_place_of_the_number_comes_first():
    judgement = judged(CONTROL, pipeline("pytest --cov") | config(99))
    assert (str(judgement.evidence[0]), judgement.evidence[0].text) == ("pyproject.toml:2", "fail_under = 99")


def test_the_number_in_a_gate_script_counts():
    judgement = judged(CONTROL, pipeline("python scripts/coverage_gate.py coverage.xml") | GATE)
    assert judgement.outcome == "pass", judgement.summary
