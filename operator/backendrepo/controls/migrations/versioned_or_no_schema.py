"""Migrations are versioned, or the repository declares that it has no schema.

The standard: "versioned migrations or explicit no-schema declaration".

It looks for the migrations of Alembic, Django, Flyway, Liquibase and numbered SQL files (dbmate, golang-migrate, goose
and the like), and whether they make a sound chain: one head, no broken link, each version once. Without any it looks
for a no-schema declaration in `docs/standards/migration-contract.md` that the code agrees with: no table is made in it.

Why: a database whose form nobody can derive from the repository cannot be restored, tested or reviewed.

How to fix: merge several heads (`alembic merge heads`), or declare

    Persistence mode: no-schema. This service owns no database.

Known limits: migrations that another repository keeps are not seen.
"""

import re

from backendrepo import chains
from backendrepo.controls.migrations.migration_contract import PATH
from backendrepo.findings import Evidence, Judgement, Severity, failed, passed
from backendrepo.lazy import regex
from backendrepo.prose import Document
from backendrepo.snapshot import Snapshot

SEVERITY = Severity.HIGH
NO_SCHEMA = (
    r"no[- ]schema|schema[- ]?less|(owns|has|needs|uses) no (relational )?(database|schema)|no database|stateless"
)
MAKES_TABLES = regex(r"\bcreate_all\s*\(|\bCREATE\s+TABLE\b|\bop\.create_table\s*\(", re.IGNORECASE)
SOURCES = ("**/*.py", "**/*.sql")


def judge(snapshot: Snapshot) -> Judgement:
    """Judge the chains of migrations, or the declaration that there is none."""
    found = chains.known(snapshot)
    problems = [(f"{chain.framework} in {chain.place}: {said}", at) for chain in found for said, at in chain.problems]
    if problems:
        told = "; ".join(said for said, _ in problems[:5])
        return failed(f"{told}.", *(at for _, at in problems), fix="Give the chain one head and each version once.")
    if found:
        told = ", ".join(f"{chain.count} of {chain.framework} in {chain.place}" for chain in found)
        return passed(f"Versioned migrations: {told}.", *(Evidence(chain.place) for chain in found))
    return _without_migrations(snapshot)


def no_schema(snapshot: Snapshot) -> Evidence | None:
    """Return where the repository declares that it has no schema, None where it does not."""
    return Document(PATH, snapshot.files.read(PATH) or "").mentions(NO_SCHEMA)


def _without_migrations(snapshot: Snapshot) -> Judgement:
    declared = no_schema(snapshot)
    if not declared:
        fix = f"Keep versioned migrations, or declare in {PATH}: “Persistence mode: no-schema.”"
        return failed("There are no versioned migrations and no no-schema declaration.", fix=fix)
    if makes := _table_made(snapshot):
        fix = "Move the table into a versioned migration, or drop it."
        return failed("No schema is declared, yet the code makes tables.", makes, declared, fix=fix)
    return passed("No schema is declared, and no table is made in the code.", declared)


def _table_made(snapshot: Snapshot) -> Evidence | None:
    for pattern in SOURCES:
        for path in snapshot.files.glob(pattern):
            text = "" if _is_test(path) else snapshot.files.read(path) or ""
            if match := MAKES_TABLES.search(text):
                line = text.count("\n", 0, match.start())
                return Evidence(path, line + 1, text.splitlines()[line].strip())
    return None


def _is_test(path: str) -> bool:
    return bool(re.search(r"(^|/)(tests?|testing|conftest\.py)(/|$)|(^|/)test_[^/]*$", path))
