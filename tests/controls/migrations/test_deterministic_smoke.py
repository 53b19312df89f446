"""The smoke gate is what the contract says."""

import pytest
from tests.snapshots import judged
from tests.workflows_made import pipeline

CONTROL, CONTRACT = "migrations/deterministic-smoke", "docs/standards/migration-contract.md"
MAKEFILE = {"Makefile": "migration-smoke:\n\talembic check\nnothing:\n\techo no\n"}
STATED = {CONTRACT: "# Contract\n\n| Smoke command | `make migration-smoke` |\n"}


@pytest.mark.parametrize(
    ("contract", "steps", "outcome", "says"),
    [
        (
            "Smoke command: `make migration-smoke`",
            ["make migration-smoke"],
            "pass",
            "Pull requests run what the contract",
        ),
        (
            "The smoke gate runs `alembic check`.",
            ["make migration-smoke"],
            "pass",
            "Pull requests run what the contract",
        ),
        (
            "Smoke command: `make migration-smoke`",
            ["pytest"],
            "fail",
            "No job of each pull request checks the migrations.",
        ),
        ("- `make migration-smoke` checks the chain.", ["make migration-smoke"], "pass", "Pull requests run what the"),
        ("Smoke command: `make nothing`", ["alembic check"], "fail", "`make nothing` checks no migrations."),
        (
            "Smoke command: `make migration-smoke`",
            ["alembic heads"],
            "fail",
            "The contract says `make migration-smoke`, while pull requests run `alembic heads`.",
        ),
        ("Rollback policy: forward-fix.", ["alembic check"], "fail", "names no smoke command."),
        ("", ["alembic check"], "fail", "names no smoke command."),
    ],
)
def test_the_gate_runs_what_the_contract_says(contract: str, steps: list[str], outcome: str, says: str):
    judgement = judged(CONTROL, {CONTRACT: contract, **MAKEFILE, **pipeline(*steps)})
    assert (judgement.outcome, says in judgement.summary) == (outcome, True), judgement.summary
