"""No dependency has an open vulnerability of high severity.

The standard: "No known high/critical vulnerabilities are acceptable."

It looks at every dependency that a manifest pins to one version, and at what the advisory source knows of that
version. The severity is the highest of GitHub's own word and of the CVSS base scores (7.0 to 8.9 is high) over all
names of the vulnerability. One that no record rates counts as high, and is named `unknown severity`: nobody has said
that it is harmless. Withdrawn advisories do not count. That a tool was told to ignore an advisory changes nothing here.

Why: what is known to be vulnerable is what attackers try first.

How to fix: raise the dependency to a version that the finding names, and lock it:

    uv lock --upgrade-package jinja2

Known limits: what is not pinned, not on PyPI or not read is not clean; `dependencies/auditable` names it. Whether the
vulnerable code is reached is not looked at.
"""

from backendrepo.controls.vulnerabilities import judged
from backendrepo.findings import Judgement, Severity
from backendrepo.snapshot import Snapshot

SEVERITY = Severity.HIGH
NEEDS = ("advisories",)


def judge(snapshot: Snapshot) -> Judgement:
    """Judge whether an advisory of high or unknown severity is open."""
    return judged(snapshot, Severity.HIGH)
