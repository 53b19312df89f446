"""What happens in the demo, scene by scene. Each scene checks what it tells, and raises `NotAsTold` otherwise."""

import time
from datetime import UTC, datetime

from tests.cluster.cache import KUBERNETES_VERSION
from tests.demo.stage import LOG, ROOT, Stage, insist

TEAM = "team-payments"
DRIFTING = "payments-api"
GOVERNED = {"accounts-api", "ledger", DRIFTING}
REFUSED = {
    "branch-terminal": ("RepositoryArchived", "is archived"),
    "onboarding": ("RepositoryRenamed", "is now called acme/customer-onboarding"),
    "api-guidelines": ("PermissionMissing", "lacks the permission `administration"),
}
"""The reason of each BackendRepo that cannot be governed, and what its message says."""


def tell(stage: Stage) -> None:
    """The whole story."""
    began = time.monotonic()
    rename(stage)
    install(stage)
    govern(stage)
    loosen(stage)
    repair(stage)
    conclude(stage)
    stage.screen.good(f"\nAll of it as told, in {time.monotonic() - began:.0f} s.")


def rename(stage: Stage) -> None:
    """Before the curtain: somebody has given one repository another name."""
    stage.screen.note(f"Kubernetes {KUBERNETES_VERSION} at {stage.cluster.url}, GitHub's stand-in at {stage.github}")
    with stage.administrator() as github:
        body = {"repository": "acme/onboarding", "rename": "acme/customer-onboarding"}
        insist(github.post("/_standin/edit", body).status == 204, "The repository could not be renamed.")


def install(stage: Stage) -> None:
    """The platform team installs the operator and connects it to GitHub."""
    stage.screen.heading("Install the operator, connect it to GitHub")
    stage.type("kubectl apply -f crds/")
    stage.type("kubectl wait crd --all --for=condition=Established >/dev/null")
    stage.type(f"kubectl create namespace backendrepo-system && kubectl create namespace {TEAM}")
    stage.type('kubectl create secret generic github -n backendrepo-system --from-literal=token="$GITHUB_TOKEN"')
    connection = "deploy/examples/connection.yaml"
    stage.type(f'sed "s|https://api.github.com|$GITHUB_API_URL|" {connection} | kubectl apply -f -')
    insist(stage.read("get", "ghc", "default")["spec"]["apiUrl"] == stage.github, f"{connection} names another GitHub.")
    stage.start_operator()


def govern(stage: Stage) -> None:
    """A team applies its six BackendRepos: three come onto their standard, three say why they cannot."""
    stage.screen.heading("Govern six repositories: one conformant, one unprotected, one stricter than its standard,")
    stage.screen.note("   one archived, one renamed, and one that the token has no permission for")
    stage.type("kubectl apply -f deploy/examples/standard.yaml -f deploy/examples/backendrepos.yaml")
    _wait(stage, "Ready", GOVERNED)
    _wait(stage, "Stalled", set(REFUSED))
    stage.type(f"kubectl get backendrepos -n {TEAM}")
    columns = "NAME:.metadata.name,MESSAGE:.status.conditions[0].message"
    stage.type(f"kubectl get br -n {TEAM} {' '.join(REFUSED)} -o custom-columns='{columns}'")
    for item in stage.read("get", "br", "-n", TEAM)["items"]:
        _check(item)


def _wait(stage: Stage, condition: str, names: set[str]) -> None:
    named = " ".join(sorted(names))
    stage.type(f"kubectl wait br -n {TEAM} {named} --for=condition={condition} --timeout=30s >/dev/null")


def _check(repo: dict) -> None:
    name, status = repo["metadata"]["name"], repo["status"]
    ready = next(each for each in status["conditions"] if each["type"] == "Ready")
    reason, says = REFUSED.get(name, ("InSync", "on the standard"))
    insist(ready["reason"] == reason, f"{name}: {ready['reason']} instead of {reason}.")
    insist(says in ready["message"], f"{name}: its message does not say `{says}`: {ready['message']}")
    repaired = "lastRepair" in status.get("governance", {})
    insist(repaired == (name == DRIFTING), f"{name}: {'changed' if repaired else 'not changed'} on GitHub.")


def loosen(stage: Stage) -> None:
    """An administrator steps around the standard, on GitHub itself."""
    stage.screen.heading(f"An administrator loosens {DRIFTING} on GitHub, behind the operator's back")
    protection = f"/repos/acme/{DRIFTING}/branches/main/protection"
    with stage.administrator() as github:
        for part in ("required_status_checks", "enforce_admins"):
            status = github.delete(f"{protection}/{part}").status
            stage.screen.note(f"DELETE {protection}/{part}  {status}")
            insist(status == 204, "GitHub did not let the administrator do that.")


def repair(stage: Stage) -> None:
    """The drift is found and repaired: at the drift interval, or at once where somebody asks."""
    stage.screen.heading("Ask for a reconcile, rather than wait for the next look in ten minutes")
    token, began = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), time.monotonic()
    stage.type(f"kubectl annotate br {DRIFTING} -n {TEAM} backendrepo.dev/requestedAt={token}")
    acknowledged = f"jsonpath='{{.status.lastHandledReconcileAt}}'={token}"
    stage.type(f"kubectl wait br {DRIFTING} -n {TEAM} --for={acknowledged} --timeout=30s")
    stage.screen.note(f"   ({time.monotonic() - began:.1f} s)")
    stage.type(f"kubectl get br {DRIFTING} -n {TEAM}")
    changes = '{range .status.governance.lastRepair.changes[*]}{.setting}: {.live} → {.wanted}{"\\n"}{end}'
    printed = stage.type(f"kubectl get br {DRIFTING} -n {TEAM} -o jsonpath='{changes}'")
    told = [
        "requiredChecks.checks: none → lint, test",
        "requiredChecks.strict: false → true",
        "enforceAdmins: false → true",
    ]
    insist(printed.splitlines() == told, "These are not the three settings that were loosened.")
    events = stage.type(f"kubectl events -n {TEAM} --for br/{DRIFTING}")
    insist(f"Repaired: {', '.join(told)}" in events, "No Event tells of the repair.")


def conclude(stage: Stage) -> None:
    """GitHub's side of the story."""
    stage.screen.heading("What GitHub saw")
    with stage.administrator() as github:
        protection = github.get(f"/repos/acme/{DRIFTING}/branches/main/protection").body
        asked = github.get("/_standin/requests").body
        violations = github.get("/_standin/violations").body
    required = [check["context"] for check in protection.get("required_status_checks", {}).get("checks", [])]
    insist(required == ["lint", "test"], f"{DRIFTING} requires {required} on GitHub.")
    insist(protection["enforce_admins"]["enabled"], f"Administrators may step around the rules of {DRIFTING}.")
    asked = [each for each in asked if each["actor"] == "backendrepo-bot"]
    writes = [each for each in asked if each["method"] != "GET"]
    for each in writes:
        stage.screen.note(f"{each['method']} {each['path']}  {each['status']}")
    insist(all(DRIFTING in each["path"] for each in writes), "Another repository was written to.")
    insist(not violations, f"Against GitHub's API description: {violations}")
    stage.screen.note(f"These {len(writes)} writes, all to {DRIFTING}, and {len(asked) - len(writes)} reads; each one")
    stage.screen.note("checked against GitHub's OpenAPI description. The operator's log: {LOG}")
    insist(stage.tokens["operator"] not in (ROOT / LOG).read_text(), "The token is in the operator's log.")
