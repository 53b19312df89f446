"""Every advisory that a tool is told to ignore has a reason and a day on which that ends.

The standard: "No known high/critical vulnerabilities are acceptable."

It looks at where tools are told to ignore advisories: `--ignore-vuln` of pip-audit and `--ignore` of safety and others
in the Makefile, in workflows, scripts and hooks; the inputs of their actions; osv-scanner.toml, .trivyignore,
.trivyignore.yaml, .safety-policy.yml, .grype.yaml, .snyk. A reason and a date may stand in the fields that the format
has for them, or in a comment on the line or right above it.

Why: an exception without an end outlives the reason for it.

How to fix:

    # No release has the fix yet, and we never parse foreign XML. Until 2027-03-31.
    pip-audit --requirement requirements.txt --ignore-vuln GHSA-mrwq-x4v8-fh7p

    [[IgnoredVulns]]
    id = "GHSA-mrwq-x4v8-fh7p"
    ignoreUntil = 2027-03-31
    reason = "No release has the fix yet, and we never parse foreign XML."

Known limits: whether a reason is a good one is left to people. Days that are over are only told where the day counts:
in scans, and where advisories were read.
"""

from datetime import date

from backendrepo.controls.exceptions import Exempt, found
from backendrepo.controls.words import few
from backendrepo.findings import Judgement, Severity, failed, passed
from backendrepo.snapshot import Snapshot

SEVERITY = Severity.MEDIUM
SHOWN = 5
FIX = """\
Write the reason and the day above the line, or in the fields that the tool's file has for them:
# No release has the fix yet, and we never parse foreign XML. Until 2027-03-31.
pip-audit --requirement requirements.txt --ignore-vuln GHSA-mrwq-x4v8-fh7p"""


def judge(snapshot: Snapshot) -> Judgement:
    """Judge whether each ignored advisory has a reason and an expiry that is not over."""
    exempt = found(snapshot.files)
    if not exempt:
        return passed("No tool is told to ignore an advisory.")
    today = _today(snapshot)
    bad = [(each, lack) for each in exempt if (lack := _lack(each, today))]
    if not bad:
        return passed(f"{_counted(len(exempt))} has a reason and an expiry.", *(each.place for each in exempt))
    told = [f"{each.id} {lack}" for each, lack in bad]
    return failed(f"{few(told, SHOWN)}.", *(each.place for each, _ in bad), fix=FIX)


def _counted(count: int) -> str:
    return "The one ignored advisory" if count == 1 else f"Each of {count} ignored advisories"


def _lack(exempt: Exempt, today: date | None) -> str:
    if exempt.expires and today and exempt.expires < today:
        return f"was ignored until {exempt.expires}"
    lacking = [word for word, given in (("reason", exempt.reason), ("expiry", exempt.expires)) if not given]
    return f"is ignored without {' and '.join(lacking)}" if lacking else ""


def _today(snapshot: Snapshot) -> date | None:
    if snapshot.today is not None:
        return snapshot.today
    asked_at = snapshot.advisories.asked_at if snapshot.advisories is not None else None
    return asked_at.date() if asked_at else None
