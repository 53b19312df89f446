"""`make typecheck` checks types.

The standard: "Each backend repository must implement `make typecheck`".

It looks at the Makefile's target `typecheck` and everything that making it runs, prerequisites, calls of Make, scripts
of the repository and task runners among them: one command of it is a type checker, and its failure fails the target.

Why: types are checked before others read the code, not after.

How to fix:

    typecheck:
        mypy

Known limits: how strict the checker is, and what it leaves out, is judged by `gates/typecheck`.
"""

from backendrepo.controls.command import judge_command
from backendrepo.findings import Judgement, Severity
from backendrepo.snapshot import Snapshot
from backendrepo.tools import Kind

SEVERITY = Severity.MEDIUM


def judge(snapshot: Snapshot) -> Judgement:
    """Judge what `make typecheck` runs."""
    return judge_command(snapshot, "typecheck", [Kind.TYPECHECK], what="a type checker", example="mypy")
