"""`make migration-smoke`."""

import pytest
from tests.snapshots import judged

CONTROL = "commands/migration-smoke"
ALEMBIC = {
    "alembic.ini": "[alembic]\nscript_location = migrations\n",
    "migrations/versions/1_a.py": "revision = '1'\ndown_revision = None\n",
}
CONTRACT = "docs/standards/migration-contract.md"
NO_SCHEMA = {CONTRACT: "Persistence mode: no-schema.\n"}


@pytest.mark.parametrize(
    ("command", "files", "outcome", "says"),
    [
        ("alembic upgrade head --sql", ALEMBIC, "pass", "runs `alembic"),
        ("alembic upgrade head", ALEMBIC, "pass", "runs `alembic"),
        ("python manage.py makemigrations --check", ALEMBIC, "fail", "but the migrations are of alembic."),
        ("python scripts/check_migrations.py", ALEMBIC, "pass", "runs `"),
        ("pytest tests/unit", ALEMBIC, "fail", "and nothing that is about migrations."),
        ("echo no schema", NO_SCHEMA, "fail", "runs nothing, or only tells something."),
        ("! grep -r create_all app/schema.py", NO_SCHEMA, "fail", "nothing that is about migrations"),
        ("diff /dev/null schema.sql", NO_SCHEMA, "pass", "runs `diff`, a check of the no-schema declaration."),
        ("diff /dev/null schema.sql", {}, "fail", "nothing that is about migrations."),
    ],
)
def test_it_checks_migrations_of_the_framework_that_is_there(command, files, outcome, says):
    more = {
        "Makefile": f"migration-smoke:\n\t{command}\n",
        "scripts/check_migrations.py": "import sys\n\nsys.exit(1)\n",
    }
    judgement = judged(CONTROL, {**files, **more})
    assert (judgement.outcome, says in judgement.summary) == (outcome, True), judgement.summary
