"""What happens in the demo, scene by scene. Each scene checks what it tells, and raises `NotAsTold` otherwise."""

from datetime import UTC, datetime
from typing import Any

from tests.cluster.cache import KUBERNETES_VERSION
from tests.demo.stage import LOG, ROOT, Stage, insist

CONNECTION = "deploy/examples/connection.yaml"
EXPECTED = {
    "payments-api": ("InSync", "on the standard", []),
    "orders-api": ("InSync", "on the standard", ["requiredPullRequestReviews.required", "requiredChecks.checks"]),
    "ledger-api": ("InSync", "on the standard", ["requiredPullRequestReviews.dismissStaleReviews"]),
    "reports-api": ("RepositoryArchived", "Unarchive it", []),
    "billing-api": ("RepositoryRenamed", "is now called acme/invoices-api", []),
    "vault-api": ("PermissionMissing", "lacks the permission `administration", []),
}
"""Of each BackendRepo: the reason it gives, what its message says, and the first settings that were changed."""

PROTECTION = "/repos/acme/payments-api/branches/main/protection"
REPAIRED = ["requiredChecks.checks: none → lint, test", "requiredChecks.strict: false → true"]


def tell(stage: Stage) -> None:
    """The whole story."""
    rename(stage)
    install(stage)
    govern(stage)
    loosen(stage)
    repair(stage)
    conclude(stage)


def rename(stage: Stage) -> None:
    """Before the curtain: somebody has given one repository another name."""
    with stage.administrator() as github:
        body = {"repository": "acme/billing-api", "rename": "acme/invoices-api"}
        insist(github.post("/_standin/edit", body).status == 204, "The repository could not be renamed.")


def install(stage: Stage) -> None:
    """The platform team installs the operator and connects it to GitHub."""
    stage.screen.heading(f"Install on Kubernetes {KUBERNETES_VERSION}, connect to GitHub: its stand-in, {stage.github}")
    stage.type("kubectl apply -f crds/ && kubectl wait crd --all --for=condition=Established >/dev/null")
    secret = 'create secret generic github -n backendrepo-system --from-literal=token="$GITHUB_TOKEN"'
    stage.type(f"kubectl create namespace backendrepo-system && kubectl {secret}")
    stage.type(f'sed "s|https://api.github.com|$GITHUB_API_URL|" {CONNECTION} | kubectl apply -f -')
    api_url = stage.read("get", "githubconnections", "default")["spec"]["apiUrl"]
    insist(api_url == stage.github, f"The connection leads to {api_url}, not to the stand-in.")
    stage.start_operator()


def govern(stage: Stage) -> None:
    """Two teams apply their BackendRepos: three come onto their standard, three say why they cannot."""
    stage.screen.heading("Govern six repositories, of which three cannot be: archived, renamed, not permitted")
    stage.type("kubectl apply -f deploy/examples/standard.yaml -f deploy/examples/backendrepos.yaml")
    stage.type("kubectl wait br --all -A --for=jsonpath='{.status.observedGeneration}'=1 --timeout=30s >/dev/null")
    stage.type("kubectl get backendrepos -A")
    columns = 'NAME:.metadata.name,MESSAGE:.status.conditions[?(@.type=="Ready")].message'
    stage.type(f"kubectl get br -n team-platform --no-headers -o custom-columns='{columns}'")
    repositories = stage.read("get", "backendrepos", "-A")["items"]
    insist(len(repositories) == len(EXPECTED), f"There are {len(repositories)} BackendRepos.")
    for repository in repositories:
        _check(repository)


def _check(repository: dict[str, Any]) -> None:
    name, status = repository["metadata"]["name"], repository["status"]
    reason, says, settings = EXPECTED[name]
    ready = next(each for each in status["conditions"] if each["type"] == "Ready")
    insist(ready["reason"] == reason, f"{name}: {ready['reason']} instead of {reason}: {ready['message']}")
    insist(says in ready["message"], f"{name}: its message does not say `{says}`: {ready['message']}")
    changes = status.get("governance", {}).get("lastRepair", {}).get("changes", [])
    changed = [change["setting"] for change in changes][: len(settings) or None]
    insist(changed == settings, f"{name}: changed were {changed}, and not {settings}.")


def loosen(stage: Stage) -> None:
    """An administrator steps around the standard, on GitHub itself."""
    stage.screen.heading("An administrator drops the required checks of payments-api on GitHub; a reconcile repairs it")
    with stage.administrator() as github:
        status = github.delete(f"{PROTECTION}/required_status_checks").status
        stage.screen.note(f"DELETE {PROTECTION}/required_status_checks  {status}")
        insist(status == 204, "GitHub did not let the administrator do that.")


def repair(stage: Stage) -> None:
    """The drift is found and repaired: within the drift interval of ten minutes, or at once where somebody asks."""
    token = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    stage.type(f"kubectl annotate br payments-api -n team-payments backendrepo.dev/requestedAt={token}")
    handled = f"jsonpath='{{.status.lastHandledReconcileAt}}'={token}"
    stage.type(f"kubectl wait br payments-api -n team-payments --for={handled} --timeout=30s >/dev/null")
    stage.type("kubectl get br payments-api -n team-payments")
    changes = '{range .status.governance.lastRepair.changes[*]}{.setting}: {.live} → {.wanted}{"\\n"}{end}'
    told = stage.type(f"kubectl get br payments-api -n team-payments -o jsonpath='{changes}'").splitlines()
    insist(told == REPAIRED, "These are not the settings that were loosened.")
    events = stage.type("kubectl events -n team-payments --for br/payments-api")
    insist(f"Brought onto the standard: {', '.join(REPAIRED)}" in events, "No Event tells of the repair.")


def conclude(stage: Stage) -> None:
    """GitHub's side of the story."""
    stage.screen.heading("What GitHub saw")
    with stage.administrator() as github:
        payments = github.get(PROTECTION).body
        ledger = github.get("/repos/acme/ledger-api/branches/main/protection").body
        asked = [each for each in github.get("/_standin/requests").body if each["actor"] == "backendrepo-bot"]
        violations = github.get("/_standin/violations").body
    insist("required_status_checks" in payments, "The required checks are not back on GitHub.")
    kept = ledger["required_pull_request_reviews"]["required_approving_review_count"], ledger["restrictions"]["teams"]
    insist(kept[0] == 3 and len(kept[1]) == 1, f"ledger-api did not keep what was stricter: {kept}.")
    insist(not violations, f"Against GitHub's API description: {violations}")
    insist(stage.tokens["operator"] not in (ROOT / LOG).read_text(), "The token is in the operator's log.")
    writes = [each for each in asked if each["method"] != "GET"]
    for each in writes:
        stage.screen.note(f"{each['method']} {each['path']}  {each['status']}")
    written = {each["path"].split("/")[3] for each in writes}
    insist(written == {"payments-api", "orders-api", "ledger-api"}, f"Written to were {', '.join(sorted(written))}.")
    reads = len(asked) - len(writes)
    stage.screen.note(
        f"… and {reads} reads, as GitHub's OpenAPI description has them. ledger-api keeps its third approval."
    )
