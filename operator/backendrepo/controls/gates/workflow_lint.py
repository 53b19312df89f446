"""Workflows are linted.

The standard: "All backend CI pipelines must enforce: 1. Workflow lint."

It looks for a job of each pull request that runs actionlint, zizmor or a check of the workflows' schema, by a command,
a pre-commit hook or an action, and whose failure fails the pull request.

Why: a workflow that GitHub refuses runs nothing, and says so nowhere on the pull request.

How to fix:

    - run: actionlint

Known limits: which rules of the linter are on is not judged.
"""

from backendrepo.controls.gate import Gate
from backendrepo.findings import Judgement, Severity
from backendrepo.snapshot import Snapshot
from backendrepo.tools import Kind

SEVERITY = Severity.MEDIUM
GATE = Gate(
    what="a linter of workflows",
    kinds=(Kind.WORKFLOW_LINT,),
    words=r"actionlint|zizmor|workflow.?lint|lint|pre-?commit",
    fix="""- run: actionlint""",
)


def judge(snapshot: Snapshot) -> Judgement:
    """Judge the gates of this kind."""
    return GATE.judge(snapshot)
