"""Migrations are checked.

The standard: "All backend CI pipelines must enforce: 9. Migration contract smoke validation."

It looks for a job of each pull request that checks or applies the migrations, by a command of the framework, or a
script or test of the repository that is about migrations, and whose failure fails the pull request.

Why: a migration that only fails in production fails at the worst moment.

How to fix:

    - run: make migration-smoke

Known limits: whether it does what the contract says is judged by `migrations/deterministic-smoke`.
"""

from backendrepo.controls.gate import Gate
from backendrepo.findings import Judgement, Severity
from backendrepo.snapshot import Snapshot
from backendrepo.tools import Kind

SEVERITY = Severity.HIGH
GATE = Gate(
    what="a check of the migrations",
    kinds=(Kind.MIGRATION_SMOKE, Kind.MIGRATION_APPLY),
    words=r"migrat|schema|alembic|flyway|liquibase",
    fix="""- run: make migration-smoke""",
)


def judge(snapshot: Snapshot) -> Judgement:
    """Judge the gates of this kind."""
    return GATE.judge(snapshot)
