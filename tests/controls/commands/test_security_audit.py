"""`make security-audit`, or an audit in `make ci`."""

import pytest
from tests.snapshots import judged

CONTROL = "commands/security-audit"


@pytest.mark.parametrize(
    ("makefile", "outcome", "says"),
    [
        ("security-audit:\n\tpip-audit -r requirements.txt\n", "pass", "`make security-audit` runs `pip-audit`."),
        ("ci: audit\naudit:\n\tpip-audit\n", "pass", "`make ci` runs `pip-audit` itself."),
        ("security-audit:\n\tbandit -r src\nci:\n\tpip-audit\n", "pass", "`make ci` runs `pip-audit` itself."),
        ("security-audit:\n\tbandit -r src\n", "fail", "nothing that is a vulnerability scan."),
        ("ci:\n\tpip-audit || true\n", "fail", "There is no target `security-audit`"),
        ("security-audit:\n\tpip-audit || true\n", "fail", "what follows `||` succeeds in its place."),
    ],
)
def test_an_audit_that_can_fail_is_asked_for(makefile: str, outcome: str, says: str):
    judgement = judged(CONTROL, {"Makefile": makefile})
    assert (judgement.outcome, says in judgement.summary) == (outcome, True), judgement.summary
