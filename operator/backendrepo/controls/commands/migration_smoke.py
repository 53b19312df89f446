"""`make migration-smoke` checks the migrations.

The standard: "Each backend repository must implement `make migration-smoke`".

It looks at everything that making the target runs: one command checks or applies the migrations of a framework that
the repository has, and its failure fails the target. Where a no-schema declaration stands in
`docs/standards/migration-contract.md`, a check of that declaration does as well.

Why: a migration that only fails in production fails at the worst moment.

How to fix:

    migration-smoke:
        alembic upgrade head --sql > /dev/null

Known limits: a script of the repository that cannot be read counts by its name. Whether it does what the contract says
is judged by `migrations/deterministic-smoke`.
"""

from backendrepo.controls.migration_command import judge_migration_command
from backendrepo.findings import Judgement, Severity
from backendrepo.snapshot import Snapshot
from backendrepo.tools import Kind

SEVERITY = Severity.MEDIUM


def judge(snapshot: Snapshot) -> Judgement:
    """Judge what `make migration-smoke` runs."""
    kinds = (Kind.MIGRATION_SMOKE, Kind.MIGRATION_APPLY)  # applying them to a scratch database is the better check
    return judge_migration_command(snapshot, "migration-smoke", kinds, example="alembic upgrade head --sql > /dev/null")
