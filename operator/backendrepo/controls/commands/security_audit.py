"""`make security-audit`, or a command of `make ci`, audits the dependencies.

The standard: "`make security-audit` (or equivalent command invoked by `make ci`)".

It looks at everything that making `security-audit` runs, or else `ci`: one command of it looks the dependencies up in
a list of known vulnerabilities, and its failure fails the target.

Why: a vulnerability that is only looked for in the pipeline is found after the dependency was chosen.

How to fix:

    security-audit:
        pip-audit --require-hashes --disable-pip --requirement requirements.txt

Known limits: which manifests are audited is judged by `gates/vulnerability-scan`.
"""

from backendrepo.controls.command import evidence, judge_command, named
from backendrepo.findings import Judgement, Outcome, Severity, passed
from backendrepo.pipeline import pipeline
from backendrepo.snapshot import Snapshot
from backendrepo.tools import Kind

SEVERITY = Severity.HIGH
KIND = Kind.VULNERABILITY_SCAN


def judge(snapshot: Snapshot) -> Judgement:
    """Judge what `make security-audit` runs, or what `make ci` runs in its place."""
    example = "pip-audit --requirement requirements.txt"
    own = judge_command(snapshot, "security-audit", [KIND], what="a vulnerability scan", example=example)
    if own.outcome is Outcome.PASS:
        return own
    in_ci = [run for run in pipeline(snapshot).target("ci") if run.kind is KIND and run.holds]
    if in_ci:
        return passed(f"`make ci` runs {named(in_ci)} itself.", *evidence(in_ci))
    return own
