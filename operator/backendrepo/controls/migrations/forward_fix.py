"""A failed migration is fixed forward.

The standard: "forward-fix rollback policy".

It looks at `docs/standards/migration-contract.md` for that policy, stated and not negated.

Why: undoing a migration in production loses the data that was written since.

How to fix:

    Rollback policy: forward-fix. A migration that was released is corrected by another migration.

Known limits: other documents are not read.
"""

from backendrepo.controls.migrations.migration_contract import PATH
from backendrepo.findings import Evidence, Judgement, Severity, failed, passed
from backendrepo.prose import Document
from backendrepo.snapshot import Snapshot

SEVERITY = Severity.MEDIUM
POLICY = r"forward[- ]fix|fix(es|ed)?[- ]forward|roll(s|ed)?[- ]forward|forward[- ]only"
FIX = f"State in {PATH}: “Rollback policy: forward-fix.”"


def judge(snapshot: Snapshot) -> Judgement:
    """Judge whether the forward-fix policy is stated."""
    text = snapshot.files.read(PATH)
    if text is None:
        return failed(f"There is no {PATH} that would state the policy.", fix=FIX)
    document = Document(PATH, text)
    if stated := document.states(POLICY):
        return passed("The forward-fix policy is stated.", stated)
    if negated := document.mentions(POLICY):
        return failed("The forward-fix policy is negated.", negated, fix=FIX)
    return failed(f"{PATH} does not state a forward-fix policy.", Evidence(PATH), fix=FIX)
