"""What has to be true of the BackendRepos of the demo."""

from dataclasses import dataclass
from typing import Any

from tests.demo.stage import Stage, insist


@dataclass(frozen=True)
class Expected:
    """How a BackendRepo has to stand after its first scan."""

    reason: str
    """The reason on `Ready`."""
    says: str
    """A part of the message on `Ready`."""
    level: str = ""
    changed: str = ""
    """A setting that was brought onto the standard."""


EXPECTED = {
    "payments-api": Expected("InSync", "on the standard", "Bronze"),
    "orders-api": Expected("InSync", "on the standard", "Gold", "requiredChecks.checks"),
    "refunds-api": Expected("InSync", "on the standard", "None", "requiredChecks.checks"),
    "ledger-api": Expected("InSync", "on the standard", "None", "requiredChecks.checks"),
    "reports-api": Expected("RepositoryArchived", "Unarchive it"),
    "billing-api": Expected("RepositoryRenamed", "is now called acme/invoices-api"),
    "vault-api": Expected("PermissionMissing", "lacks the permission `administration", "None"),
}

VERDICTS = {
    ("payments-api", "Conformant"): ("True", "gates/e2e-tests (until "),
    ("refunds-api", "Conformant"): ("False", "gates/coverage (critical)"),
    ("refunds-api", "DependenciesSecure"): ("True", ""),
    ("ledger-api", "DependenciesSecure"): ("False", "pyyaml 5.3.1"),
}
"""Of a BackendRepo and a condition: its status, and a part of its message."""


def check_fleet(stage: Stage) -> None:
    """Insist that each BackendRepo stands as expected."""
    repositories = stage.read("get", "backendrepos", "-A")["items"]
    insist(len(repositories) == len(EXPECTED), f"There are {len(repositories)} BackendRepos.")
    for repository in repositories:
        _check(repository["metadata"]["name"], repository["status"])


def _check(name: str, status: dict[str, Any]) -> None:
    expected, ready = EXPECTED[name], _condition(status, "Ready")
    insist(ready["reason"] == expected.reason, f"{name}: {ready['reason']}: {ready['message']}")
    insist(expected.says in ready["message"], f"{name} does not say `{expected.says}`: {ready['message']}")
    level = status.get("conformance", {}).get("level", "")
    insist(level == expected.level, f"{name}: its level is {level or 'not known'}, not {expected.level}.")
    changes = status.get("governance", {}).get("lastRepair", {}).get("changes", [])
    changed = [change["setting"] for change in changes]
    insist(not expected.changed or expected.changed in changed, f"{name}: changed were {changed}.")


def check_verdicts(stage: Stage) -> None:
    """Insist that content and dependencies are judged as expected."""
    for (name, kind), (truth, says) in VERDICTS.items():
        found = condition(stage, name, kind)
        insist(found["status"] == truth, f"{name}: {kind} is {found['status']}: {found['message']}")
        insist(says in found["message"], f"{name}: {kind} does not say `{says}`: {found['message']}")


def condition(stage: Stage, name: str, kind: str) -> dict[str, str]:
    """Return a condition of a BackendRepo of the payments team."""
    return _condition(stage.read("get", "br", name, "-n", "team-payments")["status"], kind)


def _condition(status: dict[str, Any], kind: str) -> dict[str, str]:
    found: dict[str, str] = next(each for each in status["conditions"] if each["type"] == kind)
    return found
