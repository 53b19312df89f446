import pytest
from tests.snapshots import judged

CONTROL, PATH = "migrations/migration-contract", "docs/standards/migration-contract.md"
GOOD = """# Migration contract

Persistence mode: PostgreSQL, migrated by Alembic.
Smoke command: `make migration-smoke`
Apply command: `make migration-apply`
Rollback policy: forward-fix.
"""


@pytest.mark.parametrize(
    ("text", "outcome", "says"),
    [
        (GOOD, "pass", "stated"),
        (None, "fail", "There is no"),
        (GOOD.replace("forward-fix", "TBD"), "fail", "placeholders"),
        (GOOD.replace("Rollback policy: forward-fix.\n", ""), "partial", "the rollback policy"),
        ("# Contract\n\nWe migrate with care.\n", "fail", "states none"),
    ],
)
def test_each_part_of_the_contract_has_to_be_stated(text: str | None, outcome: str, says: str):
    judgement = judged(CONTROL, {PATH: text} if text else {})
    assert (judgement.outcome, says in judgement.summary) == (outcome, True)
