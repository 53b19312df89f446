"""`make lint` lints.

The standard: "Each backend repository must implement `make lint`".

It looks at the Makefile's target `lint` and everything that making it runs, prerequisites, calls of Make, scripts of
the repository and task runners among them: one command of it is a linter, and its failure fails the target.

Why: a developer has to be able to see on a laptop what the pipeline will say.

How to fix:

    lint:
        ruff check .

Known limits: which rules the linter has is not judged; over which folders it runs is judged by `gates/lint-and-format`.
"""

from backendrepo.controls.command import judge_command
from backendrepo.findings import Judgement, Severity
from backendrepo.snapshot import Snapshot
from backendrepo.tools import Kind

SEVERITY = Severity.MEDIUM


def judge(snapshot: Snapshot) -> Judgement:
    """Judge what `make lint` runs."""
    return judge_command(snapshot, "lint", [Kind.LINT], what="a linter", example="ruff check .")
