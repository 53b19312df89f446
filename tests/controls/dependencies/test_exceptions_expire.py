from datetime import UTC, date, datetime

import pytest
from tests.snapshots import judged

from backendrepo.advisories import Advisories

CONTROL = "dependencies/exceptions-expire"
GHSA, CVE = "GHSA-aaaa-bbbb-cccc", "CVE-2026-0001"
WHY = "No release has the fix, and we never parse XML."
AUDIT = f"\tpip-audit -r requirements.txt --ignore-vuln {GHSA}"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("Makefile", f"audit:\n\t# {WHY} Until 2027-03-31.\n{AUDIT}\n"),
        ("Makefile", f"audit:\n{AUDIT}  # {WHY} Until 2027-03-31.\n"),
        ("Makefile", f"# {WHY} 2027-03-31\nIGNORED = --ignore-vuln {GHSA} \\\n  --ignore-vuln {CVE}\n"),
        (
            ".github/workflows/ci.yml",
            f"  ignore-vulns: |\n    {GHSA} # {WHY} 2027-03-31\n    {CVE} # {WHY} 2027-03-31\n",
        ),
        ("scripts/audit.sh", f"# {WHY} 2027-03-31\nsafety check -i 51457\n"),
        ("osv-scanner.toml", f'[[IgnoredVulns]]\nid = "{GHSA}"\nignoreUntil = 2027-03-31\nreason = "{WHY}"\n'),
        (
            "osv-scanner.toml",
            f'[[IgnoredVulns]]\nid = "{GHSA}"\nignoreUntil = 2027-03-31T00:00:00Z\nreason = "{WHY}"\n',
        ),
        (".trivyignore", f"# {WHY}\n{CVE} exp:2027-03-31\n"),
        (".trivyignore", f"# {WHY} Until 2027-03-31.\n{CVE}\n"),
        (".trivyignore.yaml", f"vulnerabilities:\n  - id: {CVE}\n    statement: {WHY}\n    expired_at: 2027-03-31\n"),
        (
            ".safety-policy.yml",
            f"security:\n  ignore-vulnerabilities:\n    51457:\n      reason: {WHY}\n      expires: '2027-03-31'\n",
        ),
        (".grype.yaml", f"ignore:\n  # 2027-03-31\n  - vulnerability: {CVE}\n    reason: {WHY}\n"),
        (
            ".snyk",
            f"ignore:\n  SNYK-PYTHON-A-1:\n    - '*':\n        reason: {WHY}\n        expires: 2027-03-31T00:00:00Z\n",
        ),
    ],
)
def test_an_exception_with_reason_and_day_passes_until_that_day_is_over(path: str, text: str):
    assert judged(CONTROL, {path: text}).outcome == "pass"
    assert "reason and an expiry" in judged(CONTROL, {path: text}).summary
    late = judged(CONTROL, {path: text}, advisories=Advisories(asked_at=datetime(2027, 4, 1, tzinfo=UTC)))
    assert late.outcome == "fail"
    assert "was ignored until 2027-03-31" in late.summary
    assert late.evidence[0].path == path
    cluster = judged(CONTROL, {path: text}, today=date(2027, 4, 1))
    assert cluster.outcome == "fail"


@pytest.mark.parametrize(
    ("path", "text", "says"),
    [
        ("Makefile", f"audit:\n{AUDIT}\n", f"{GHSA} is ignored without reason and expiry."),
        ("Makefile", f"audit:\n\t# {WHY}\n{AUDIT}\n", "without expiry"),
        ("Makefile", f"audit:\n\t# 2027-03-31\n{AUDIT}\n", "without reason"),
        ("Makefile", f"audit:\n\t# {WHY} 2027-13-31\n{AUDIT}\n", "without expiry"),
        (".github/workflows/ci.yml", f"run: pip-audit --ignore-vuln={GHSA}", "without reason and expiry"),
        (".github/workflows/ci.yml", f"allow-ghsas: {GHSA}, GHSA-dddd-eeee-ffff", "GHSA-dddd-eeee-ffff is ignored"),
        ("osv-scanner.toml", f'[[IgnoredVulns]]\nid = "{GHSA}"\n', "without reason and expiry"),
        (".trivyignore", f"# {WHY} 2027-03-31\n\n{CVE}\n", "without reason and expiry"),
        (".trivyignore", f"{CVE} exp:soon other\n", "without reason and expiry"),
        (".grype.yaml", f"ignore:\n  - vulnerability: {CVE}\n", "without reason and expiry"),
        (".snyk", "ignore:\n  SNYK-PYTHON-JINJA2-1:\n    - '*':\n        x: 1\n", "without reason and expiry"),
        (".trivyignore", "\n".join(f"CVE-2026-{n:04}" for n in range(7)), "and 2 more."),
        (".trivyignore", "\n".join(f"CVE-2026-{n:04}" for n in range(2000)), "and 995 more."),
        ("Makefile", "\n".join(f"# --ignore\n--ignore-vuln CVE-2026-{n:04}" for n in range(2000)), "and 995 more."),
    ],
)
def test_one_without_fails(path: str, text: str, says: str):
    judgement = judged(CONTROL, {path: text})
    assert (judgement.outcome, says in judgement.summary) == ("fail", True)
    assert judgement.fix.startswith("Write the reason and the day above the line")


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("Makefile", f"audit:\n\tpip-audit\n# pip-audit --ignore-vuln {GHSA}\n"),
        ("Makefile", f"IGNORE = x\n\nfetch:\n\tcurl https://example.com/{GHSA}\n"),
        (".pre-commit-config.yaml", "args: [--ignore, E501]"),
        ("osv-scanner.toml", "[[IgnoredVulns"),
        ("osv-scanner.toml", "IgnoredVulns = 1"),
        (".trivyignore", "# nothing\nAVD-AWS-0001\n"),
        (".trivyignore.yaml", "vulnerabilities: [7, {id: [1]}]"),
        (".safety-policy.yml", "security: [1]"),
        (".grype.yaml", "ignore: [{fix-state: not-fixed}]"),
        (".snyk", "ignore: {X: [7]}"),
        (".snyk", "ignore: 7"),
        ("scripts/x.sh", b"safety \0"),
    ],
)
def test_what_ignores_no_advisory_passes(path: str, text: str | bytes):
    judgement = judged(CONTROL, {path: text})
    assert (judgement.outcome, judgement.summary) == ("pass", "No tool is told to ignore an advisory.")


def test_several_are_counted():
    lines = f"# {WHY} 2027-03-31\npip-audit --ignore-vuln {GHSA} --ignore-vuln {CVE}"
    assert judged(CONTROL, {"a.sh": lines}).summary == "Each of 2 ignored advisories has a reason and an expiry."
