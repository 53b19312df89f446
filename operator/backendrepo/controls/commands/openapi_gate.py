"""`make openapi-gate` checks the contract.

The standard: "Each backend repository must implement `make openapi-gate`".

It looks at the Makefile's target `openapi-gate` and everything that making it runs, prerequisites, calls of Make,
scripts of the repository and task runners among them: one command of it is a check of the OpenAPI contract, and its
failure fails the target.

Why: a contract that nothing checks breaks its consumers without anybody noticing.

How to fix:

    openapi-gate:
        python scripts/openapi_gate.py

Known limits: a script of the repository counts by its name where it cannot be read.
"""

from backendrepo.controls.command import judge_command
from backendrepo.findings import Judgement, Severity
from backendrepo.snapshot import Snapshot
from backendrepo.tools import Kind

SEVERITY = Severity.MEDIUM


def judge(snapshot: Snapshot) -> Judgement:
    """Judge what `make openapi-gate` runs."""
    return judge_command(
        snapshot,
        "openapi-gate",
        [Kind.OPENAPI],
        what="a check of the OpenAPI contract",
        example="python scripts/openapi_gate.py",
    )
