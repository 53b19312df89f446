"""The migration contract is written down.

The standard: "Each backend repo must include `docs/standards/migration-contract.md`".

It looks at that file: it has to state the persistence mode, the smoke command, the apply command and the rollback
policy, without placeholders.

Why: whoever is on call at night has to know how the schema is changed and what may be done when that fails.

How to fix:

    # Migration contract

    Persistence mode: PostgreSQL, migrated by Alembic.
    Smoke command: `make migration-smoke`
    Apply command: `make migration-apply`
    Rollback policy: forward-fix; a released migration is never edited.

Known limits: whether the commands do what is said is judged by `commands/*` and `migrations/deterministic-smoke`.
"""

from backendrepo.findings import Evidence, Judgement, Severity, failed, partial, passed
from backendrepo.prose import Document
from backendrepo.snapshot import Snapshot

SEVERITY = Severity.MEDIUM
PATH = "docs/standards/migration-contract.md"
PARTS = {
    "the persistence mode": r"persistence|no[- ]schema|schema[- ]less|\bdatabase\b|\bstateless\b",
    "the smoke command": r"migration-smoke|smoke (command|gate|check|test)",
    "the apply command": r"migration-apply|apply command|\bapply\b",
    "the rollback policy": r"roll(ing|ed)?[- ]?back|forward[- ]fix|fix(ed)?[- ]forward|roll[- ]forward",
}


def judge(snapshot: Snapshot) -> Judgement:
    """Judge the document about how the schema changes."""
    text = snapshot.files.read(PATH)
    if text is None:
        return failed(f"There is no {PATH}.", fix=f"Write {PATH}: {', '.join(PARTS)}.")
    document = Document(PATH, text)
    if document.placeholders:
        return failed(f"{PATH} has placeholders.", *document.placeholders, fix="Write what they stand for.")
    found = {part: document.mentions(pattern) for part, pattern in PARTS.items()}
    missing = [part for part, place in found.items() if place is None]
    places = [place for place in found.values() if place]
    if not places:
        return failed(f"{PATH} states none of {', '.join(PARTS)}.", Evidence(PATH), fix="State each in a line.")
    if missing:
        return partial(f"{PATH} does not state {' or '.join(missing)}.", *places, fix="State it in a line.")
    return passed("Persistence, smoke, apply and rollback are stated.", *places)
