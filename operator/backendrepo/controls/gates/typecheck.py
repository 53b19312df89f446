"""Types are checked.

The standard: "All backend CI pipelines must enforce: 3. Static type checking."

It looks for a job of each pull request that runs a type checker, and whose failure fails the pull request; and whether
it looks at all source roots: modules that are ignored and imports that are skipped leave a part out.

Why: a type checker finds the wrong argument before a customer does.

How to fix:

    - run: mypy src

Known limits: how strict the checker is beyond that is not judged, nor what comments in the code silence. Of regular
expressions that leave files out only plain ones are read: words, beginnings, ends, one of several.
"""

from backendrepo.controls.gate import Gate
from backendrepo.controls.scope import unchecked, whole_roots
from backendrepo.findings import Judgement, Severity
from backendrepo.snapshot import Snapshot
from backendrepo.tools import Kind

SEVERITY = Severity.HIGH
FIX = "- run: mypy src"
GATE = Gate(
    "a type checker", (Kind.TYPECHECK,), r"type|mypy|pyright|static|lint|quality|pre-?commit", FIX, of_source=True
)


def judge(snapshot: Snapshot) -> Judgement:
    """Judge the gate, and what it looks at."""
    return GATE.judge(snapshot, whole_roots(unchecked, FIX))
