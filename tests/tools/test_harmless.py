"""What cannot fail however bad the code is."""

import pytest
from tests.tools.lines import one, used

CAN_FAIL = """
    ruff check --fix
    ruff check --exit-non-zero-on-fix
    pylint --fail-under=9 src
    bandit -r src
    trivy fs --exit-code 1 .
    trivy fs --exit-code 0 --exit-code 1 .
    TRIVY_EXIT_CODE=1 trivy fs .
    grype app:latest --fail-on critical
    grype -f high app
    GRYPE_FAIL_ON_SEVERITY=high grype app
    semgrep scan --error
    npm audit --audit-level=high
    safety check
    zizmor --format plain .
    actionlint -ignore 'label .+ is unknown'
    pylint --disable=all --enable=E src
    pylint --disable=C0114 src
    oasdiff breaking a b -o ERR
    govulncheck ./...
    coverage report
    coverage report --fail-under=50
    docker run openapitools/openapi-diff a b --fail-on-incompatible
"""
CANNOT = {
    "ruff check --exit-zero": "`--exit-zero` lets it pass whatever it finds",
    "ruff check -e src": "`-e` lets it pass whatever it finds",
    "ruff check --fix-only": "`--fix-only` lets it pass whatever it finds",
    "flake8 --exit-zero": "`--exit-zero` lets it pass whatever it finds",
    "pylint --exit-zero src": "`--exit-zero` lets it pass whatever it finds",
    "pylint --fail-under=0 src": "`--fail-under 0` lets it pass whatever it finds",
    "pylint --disable=all src": "`--disable=all` without `--enable` leaves no check",
    "actionlint -ignore '.*'": "`-ignore .*` lets it pass whatever it finds",
    "actionlint -ignore ''": "`-ignore ` lets it pass whatever it finds",
    "bandit -r src --exit-zero": "`--exit-zero` lets it pass whatever it finds",
    "ty check --exit-zero": "`--exit-zero` lets it pass whatever it finds",
    "semgrep --config auto": "without `--error` it passes whatever it finds",
    "trivy fs .": "without `--exit-code` it passes whatever it finds",
    "trivy image --exit-code 0 app": "`--exit-code 0` lets it pass whatever it finds",
    "trivy image --exit-code 1 --exit-code=0 app": "`--exit-code 0` lets it pass whatever it finds",
    "grype app:latest": "without `--fail-on` it passes whatever it finds",
    "safety check --continue-on-error": "`--continue-on-error` lets it pass whatever it finds",
    "npm audit --audit-level=none": "`--audit-level none` lets it pass whatever it finds",
    "npm audit --audit-level none": "`--audit-level none` lets it pass whatever it finds",
    "govulncheck -format json ./...": "`-format json` lets it pass whatever it finds",
    "govulncheck -json ./...": "`-json` lets it pass whatever it finds",
    "zizmor --format=sarif .": "`--format sarif` lets it pass whatever it finds",
    "zizmor --no-exit-codes .": "`--no-exit-codes` lets it pass whatever it finds",
    "oasdiff breaking a b": "without `--fail-on` it passes whatever it finds",
    "docker run openapitools/openapi-diff a b": "without `--fail-on-incompatible` it passes whatever it finds",
    "coverage report --fail-under=0": "`--fail-under 0` lets it pass whatever it finds",
    "diff-cover coverage.xml": "without `--fail-under` it passes whatever it finds",
    "golangci-lint run --issues-exit-code=0": "`--issues-exit-code 0` lets it pass whatever it finds",
    "dbmate status": "without `--exit-code` it passes whatever it finds",
}


@pytest.mark.parametrize("line", [line.strip() for line in CAN_FAIL.strip().splitlines()])
def test_a_gate_that_can_fail_is_not_harmless(line):
    assert one(line).harmless == ""


@pytest.mark.parametrize(("line", "why"), CANNOT.items())
def test_a_gate_that_cannot_fail_says_why(line, why):
    assert one(line).harmless == why


def test_a_threshold_that_is_switched_off_is_harmless_and_the_tests_are_not():
    tests, coverage = used("pytest --cov --no-cov")
    assert (tests.harmless, coverage.harmless) == ("", "the measuring of coverage is switched off")
