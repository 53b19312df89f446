import pytest
from tests.snapshots import judged

CONTROL, PATH = "migrations/forward-fix", "docs/standards/migration-contract.md"


@pytest.mark.parametrize(
    ("text", "outcome", "says"),
    [
        ("Rollback policy: forward-fix.", "pass", "is stated"),
        ("A failed migration is never edited; we roll forward.", "pass", "is stated"),
        ("There is no forward-fix policy yet.", "fail", "is negated"),
        ("Rollback: we restore the backup.", "fail", "does not state"),
        (None, "fail", "There is no"),
    ],
)
def test_the_policy_is_stated_and_not_negated(text: str | None, outcome: str, says: str):
    judgement = judged(CONTROL, {PATH: text} if text else {})
    assert (judgement.outcome, says in judgement.summary) == (outcome, True)
