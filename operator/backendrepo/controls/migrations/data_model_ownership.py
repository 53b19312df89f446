"""The data that the repository owns is written down.

The standard: "Each backend repo must include `docs/standards/data-model-ownership.md`".

It looks at that file: it has to say what is owned and where the boundary to other owners is, in at least thirty words,
without placeholders. A repository without data of its own says so, and whose data it uses.

Why: two services that write one table break each other with every change of it.

How to fix:

    # Data model ownership

    This service owns the tables `orders` and `order_lines`; no other service reads or writes them.
    Boundary: customers belong to the customer service and are reached through its API only.

Known limits: whether the text is true is not checked.
"""

from backendrepo.findings import Evidence, Judgement, Severity, failed, partial, passed
from backendrepo.prose import Document
from backendrepo.snapshot import Snapshot

SEVERITY = Severity.MEDIUM
PATH = "docs/standards/data-model-ownership.md"
FEWEST_WORDS = 30
OWNED = r"\bown(s|ed|ership|er|ing)?\b"
BOUNDARY = (
    r"\bboundar(y|ies)\b|\bown(s|ed) by\b|\bother (service|team|system)s?\b|\bbelongs? to\b|\bexternal\b|\bupstream\b"
)


def judge(snapshot: Snapshot) -> Judgement:
    """Judge the document about who owns which data."""
    text = snapshot.files.read(PATH)
    if text is None:
        return failed(
            f"There is no {PATH}.", fix=f"Write {PATH}: what the service owns, and where others' data begins."
        )
    document = Document(PATH, text)
    if document.placeholders:
        return failed(f"{PATH} has placeholders.", *document.placeholders, fix="Write what they stand for.")
    if document.words < FEWEST_WORDS:
        return failed(f"{PATH} has {document.words} words of content.", Evidence(PATH), fix="Say what is owned.")
    owned, boundary = document.mentions(OWNED), document.mentions(BOUNDARY)
    if not owned:
        return failed(f"{PATH} does not say what is owned.", Evidence(PATH), fix="Say which data this service owns.")
    if not boundary:
        return partial(
            f"{PATH} names no boundary.", owned, fix="Say which data belongs to others, and how it is reached."
        )
    return passed("Ownership and boundaries are written down.", owned, boundary)
