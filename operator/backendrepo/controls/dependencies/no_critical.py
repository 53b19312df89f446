"""No dependency has an open critical vulnerability.

The standard: "No known high/critical vulnerabilities are acceptable."

It looks at every dependency that a manifest pins to one version, and at what the advisory source knows of that
version. The severity is the highest of GitHub's own word and of the CVSS base scores (9.0 and above is critical) over
all names of the vulnerability. Withdrawn advisories do not count. That a tool was told to ignore an advisory changes
nothing here.

Why: a critical vulnerability is often exploited within days of becoming known.

How to fix: raise the dependency to a version that the finding names, and lock it:

    uv lock --upgrade-package jinja2

Known limits: what is not pinned, not on PyPI or not read is not clean; `dependencies/auditable` names it. Whether the
vulnerable code is reached is not looked at.
"""

from backendrepo.controls.vulnerabilities import judged
from backendrepo.findings import Judgement, Severity
from backendrepo.snapshot import Snapshot

SEVERITY = Severity.CRITICAL
NEEDS = ("advisories",)


def judge(snapshot: Snapshot) -> Judgement:
    """Judge whether a critical advisory is open."""
    return judged(snapshot, Severity.CRITICAL)
