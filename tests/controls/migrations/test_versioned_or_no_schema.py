import pytest
from tests.snapshots import judged

CONTROL, PATH = "migrations/versioned-or-no-schema", "docs/standards/migration-contract.md"
NO_SCHEMA = {PATH: "Persistence mode: no-schema. This service owns no database.\n"}
ALEMBIC = {"db/versions/a.py": "revision = 'a'\ndown_revision = None\n"}


@pytest.mark.parametrize(
    ("files", "outcome", "says"),
    [
        (ALEMBIC, "pass", "1 of Alembic in db/versions"),
        ({**ALEMBIC, "db/versions/b.py": "revision = 'b'\ndown_revision = None\n"}, "fail", "2 heads"),
        (NO_SCHEMA, "pass", "No schema is declared"),
        ({}, "fail", "no versioned migrations and no no-schema declaration"),
        ({**NO_SCHEMA, "app/db.py": "x = 1\nBase.metadata.create_all(engine)\n"}, "fail", "the code makes tables"),
        ({**NO_SCHEMA, "tests/test_db.py": "Base.metadata.create_all(engine)\n"}, "pass", "no table"),
        ({**NO_SCHEMA, "app/init.sql": "create table t (id int);"}, "fail", "the code makes tables"),
    ],
)
def test_migrations_are_versioned_or_there_is_no_schema(files: dict[str, str], outcome: str, says: str):
    judgement = judged(CONTROL, files)
    assert (judgement.outcome, says in judgement.summary) == (outcome, True)
    assert judgement.evidence or files == {}
