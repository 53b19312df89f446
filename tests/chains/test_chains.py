"""Chains of migrations: what is sound, and what is told of what is not."""

import pytest
from tests.snapshots import Memory

from backendrepo.chains import chains


def alembic(revision: str, before: str) -> str:
    return f'"""A migration."""\nrevision: str = "{revision}"\ndown_revision = {before}\n'


def django(app: str, *before: str) -> str:
    listed = "".join(f"({app!r}, {name!r}), " for name in before)
    head = "class Migration(migrations.Migration):\n    initial = True\n    operations = [1]\n"
    return f"{head}    dependencies = [{listed}swappable()]\n"


VERSIONS = "app/db/versions"
SOUND = {
    "Alembic": {f"{VERSIONS}/a.py": alembic("a1", "None"), f"{VERSIONS}/2024/b.py": alembic("b2", "'a1'")},
    "Alembic merged": {
        f"{VERSIONS}/a.py": alembic("a1", "None"),
        f"{VERSIONS}/b.py": alembic("b2", "'a1'"),
        f"{VERSIONS}/c.py": alembic("c3", "'a1'"),
        f"{VERSIONS}/m.py": alembic("m4", "('b2', 'c3')"),
        f"{VERSIONS}/helpers.py": "x = 1\nobject.y = 2\n",
    },
    "Django": {
        "shop/migrations/__init__.py": "",
        "shop/migrations/0001_initial.py": django("shop", "__first__").replace(
            "'shop', '__first__'", "'auth', '0001_x'"
        ),
        "shop/migrations/0002_more.py": django("shop", "0001_initial"),
    },
    "Flyway": {
        "db/migration/V1__a.sql": "",
        "db/migration/V1_1__b.sql": "",
        "db/migration/R__view.sql": "",
        "db/Vnot__it": "",
    },
    "Liquibase": {"db/changelog.xml": '<changeSet id="1" author="a"></changeSet><changeSet author="a" id="2"/>'},
    "Numbered SQL": {"migrations/001_a.up.sql": "", "migrations/001_a.down.sql": "", "migrations/2_b.sql": ""},
}


@pytest.mark.parametrize("files", SOUND.values(), ids=SOUND)
def test_a_sound_chain_has_no_problem(files: dict[str, str]):
    found = list(chains(Memory(files)))
    assert found
    assert [chain.problems for chain in found] == [()] * len(found)
    assert sum(chain.count for chain in found) >= 2


def test_a_folder_of_migrations_may_have_one_folder_for_each_namespace():
    files = {
        "db/postgres_migrations/billing/0001_a.sql": "",
        "db/postgres_migrations/orders/0001_a.sql": "",
        "x/1_a.sql": "",
    }
    found = list(chains(Memory(files)))
    assert [chain.place for chain in found] == ["db/postgres_migrations/billing", "db/postgres_migrations/orders"]


BROKEN = [
    ({f"{VERSIONS}/a.py": alembic("a1", "None"), f"{VERSIONS}/b.py": alembic("b2", "None")}, "2 heads: a1, b2"),
    ({f"{VERSIONS}/a.py": alembic("a1", "'gone'")}, "a1 follows gone, which is not there"),
    ({f"{VERSIONS}/a.py": alembic("a1", "None"), f"{VERSIONS}/b.py": alembic("a1", "None")}, "a1 is there 2 times"),
    ({f"{VERSIONS}/a.py": alembic("a1", "'b2'"), f"{VERSIONS}/b.py": alembic("b2", "'a1'")}, "no head"),
    ({f"{VERSIONS}/a.py": alembic("a", "None"), f"{VERSIONS}/b.py": "down_revision = ("}, "2 heads"),
    ({"s/migrations/1_a.py": django("s"), "s/migrations/1_b.py": django("s")}, "2 heads: 1_a, 1_b"),
    ({"m/V1__a.sql": "", "m/V1__b.sql": ""}, "version 1 is there 2 times: m/V1__a.sql, m/V1__b.sql"),
    ({"migrations/01_a.sql": "", "migrations/1_b.sql": ""}, "version 1 is there 2 times"),
    ({"changelog.sql": "--changeset a:1\nSELECT 1;\n--changeset a:1\n"}, "change set a:1 is there 2 times"),
]


@pytest.mark.parametrize(("files", "says"), BROKEN)
def test_what_is_wrong_is_told_with_its_place(files: dict[str, str], says: str):
    problems = [problem for chain in chains(Memory(files)) for problem in chain.problems]
    (place,) = {at.path for said, at in problems if says in said}
    assert place in files


def test_nothing_of_a_migration_is_run(tmp_path):
    trap = f"import pathlib\npathlib.Path({str(tmp_path / 'ran')!r}).touch()\n"
    files = {f"{VERSIONS}/a.py": trap + alembic("a1", "None"), "s/migrations/0001_a.py": trap + django("s")}
    assert len(list(chains(Memory(files)))) == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("text", ["\x01", "(" * 5000, "revision = 1 + 'a'\ndown_revision = {", "class Migration: pass"])
def test_what_is_no_migration_is_no_chain_and_no_error(text: str):
    list(chains(Memory({f"{VERSIONS}/a.py": text, "s/migrations/0001_a.py": text})))
