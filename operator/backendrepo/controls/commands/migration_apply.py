"""`make migration-apply` applies the migrations.

The standard: "Each backend repository must implement `make migration-apply`".

It looks at everything that making the target runs: one command applies the migrations of a framework that the
repository has, and its failure fails the target. Where a no-schema declaration stands in
`docs/standards/migration-contract.md`, a check of that declaration does as well.

Why: whoever is on call applies migrations of many services; one command for all of them cannot be mixed up.

How to fix:

    migration-apply:
        alembic upgrade head

Known limits: a script of the repository that cannot be read counts by its name.
"""

from backendrepo.controls.migration_command import judge_migration_command
from backendrepo.findings import Judgement, Severity
from backendrepo.snapshot import Snapshot
from backendrepo.tools import Kind

SEVERITY = Severity.MEDIUM


def judge(snapshot: Snapshot) -> Judgement:
    """Judge what `make migration-apply` runs."""
    return judge_migration_command(snapshot, "migration-apply", (Kind.MIGRATION_APPLY,), example="alembic upgrade head")
