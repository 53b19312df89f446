"""`make migration-apply`."""

import pytest
from tests.snapshots import judged

CONTROL = "commands/migration-apply"


@pytest.mark.parametrize(
    ("command", "outcome", "says"),
    [
        ("alembic upgrade head", "pass", "runs `alembic"),
        ("python manage.py migrate", "pass", "runs `"),
        ("alembic check", "fail", "nothing that is about migrations."),
        ("alembic upgrade head || true", "fail", "what follows `||` succeeds in its place."),
    ],
)
def test_it_applies_them(command: str, outcome: str, says: str):
    judgement = judged(CONTROL, {"Makefile": f"migration-apply:\n\t{command}\n"})
    assert (judgement.outcome, says in judgement.summary) == (outcome, True), judgement.summary
