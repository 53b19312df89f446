"""Lint and formatting are checked.

The standard: "All backend CI pipelines must enforce: 2. Lint and formatting checks."

It looks for jobs of each pull request that run a linter and a formatter's check, and whose failure fails the pull
request; and whether both look at all source roots, by their command lines and by their configuration.

Why: what is formatted and linted alike is read faster, and the same mistake is not discussed twice.

How to fix:

    - run: ruff check . && ruff format --check .

Known limits: which rules of the linter are on is not judged, unless there are none.
"""

from backendrepo.controls.gate import Gate, worst
from backendrepo.controls.scope import unformatted, unlinted, whole_roots
from backendrepo.findings import Judgement, Severity
from backendrepo.snapshot import Snapshot
from backendrepo.tools import Kind

SEVERITY = Severity.HIGH
FIX = "- run: ruff check . && ruff format --check ."
WORDS = r"lint|format|style|quality|static|pre-?commit|ruff|flake8|black"
LINT = Gate("a linter", (Kind.LINT,), WORDS, FIX, of_source=True)
FORMAT = Gate("a check of the formatting", (Kind.FORMAT,), WORDS, FIX, of_source=True)


def judge(snapshot: Snapshot) -> Judgement:
    """Judge both gates; the worse of them counts."""
    lint = LINT.judge(snapshot, whole_roots(unlinted, FIX))
    return worst(lint, FORMAT.judge(snapshot, whole_roots(unformatted, FIX)))
