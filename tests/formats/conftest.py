"""Reports with every outcome, hostile text included."""

from datetime import date

import pytest
from tests.formats.reports import HOSTILE, NOW

from backendrepo.findings import (
    Evidence,
    Finding,
    Report,
    Severity,
    Waiver,
    failed,
    not_applicable,
    partial,
    passed,
    unknown,
)
from backendrepo.formats import Missing


@pytest.fixture
def report() -> Report:
    places = tuple(Evidence("Makefile", line, f"line {line}") for line in range(1, 13))
    waiver = Waiver("gates/e2e-tests", "Until PAY-812", "payments", date(2026, 12, 1))
    old = Waiver("parity/python-version", "Old", "payments", date(2026, 1, 1))
    return Report(
        repository="acme/payments",
        standard="backend-foundation",
        generated_at=NOW,
        commit="0123456789abcdef",
        findings=(
            Finding("commands/lint", Severity.MEDIUM, passed("Lint runs.", places[0])),
            Finding("parity/python-version", Severity.MEDIUM, failed("Differs.", fix=""), old),
            Finding(
                "gates/coverage",
                Severity.CRITICAL,
                failed("No threshold.", *places, fix="Add this:\n\n    --cov-fail-under=99"),
            ),
            Finding(
                "gates/e2e-tests",
                Severity.HIGH,
                partial("Half.", Evidence("x.yml"), fix="Run it."),
                waiver,
                waived=True,
            ),
            Finding("gates/openapi", Severity.HIGH, unknown(HOSTILE, Evidence("a`b|c\n# d", 1, HOSTILE))),
            Finding("testing/pyramid", Severity.LOW, not_applicable("No tests.")),
        ),
        left_out={
            "governance/no-bypass": "needs settings",
            "governance/auto-merge": "needs settings",
            "evidence/fresh": "needs evidence",
        },
    )


@pytest.fixture
def gold() -> Report:
    return Report("acme/gold", "backend-foundation", NOW, (Finding("a/b", Severity.LOW, passed("Good.")),))


@pytest.fixture
def empty() -> Report:
    return Report("acme/empty", "backend-foundation", NOW, ())


@pytest.fixture
def missing() -> Missing:
    return Missing("acme/gone", "There is no folder gone.", "backend-foundation", NOW)
