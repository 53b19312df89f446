"""`make test` runs tests.

The standard: "Each backend repository must implement `make test`".

It looks at the Makefile's target `test` and everything that making it runs, prerequisites, calls of Make, scripts of
the repository and task runners among them: one command of it is a test runner, and its failure fails the target.

Why: one command has to say whether the code works.

How to fix:

    test:
        pytest

Known limits: which tests run, and what they cover, is judged by `gates/*`.
"""

from backendrepo.controls.command import judge_command
from backendrepo.findings import Judgement, Severity
from backendrepo.snapshot import Snapshot
from backendrepo.tools import Kind

SEVERITY = Severity.MEDIUM


def judge(snapshot: Snapshot) -> Judgement:
    """Judge what `make test` runs."""
    return judge_command(snapshot, "test", [Kind.TEST], what="a test runner", example="pytest")
