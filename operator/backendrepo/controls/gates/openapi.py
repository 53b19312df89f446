"""The OpenAPI contract is checked.

The standard: "All backend CI pipelines must enforce: 4. OpenAPI/contract quality gate."

It looks for a job of each pull request that checks the contract: a linter or a comparison of OpenAPI documents, tests
that are made from one, or a gate of the repository itself, and whose failure fails the pull request.

Why: consumers are broken by a contract that changed without anybody noticing.

How to fix:

    - run: make openapi-gate

Known limits: whether the contract is a good one is not judged.
"""

from backendrepo.controls.gate import Gate
from backendrepo.findings import Judgement, Severity
from backendrepo.snapshot import Snapshot
from backendrepo.tools import Kind

SEVERITY = Severity.HIGH
GATE = Gate(
    what="a check of the OpenAPI contract",
    kinds=(Kind.OPENAPI,),
    words=r"open-?api|swagger|contract|spectral|schemathesis",
    fix="""- run: make openapi-gate""",
)


def judge(snapshot: Snapshot) -> Judgement:
    """Judge the gates of this kind."""
    return GATE.judge(snapshot)
