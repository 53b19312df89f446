"""What happens in the demo, scene by scene. Each scene checks what it tells, and raises `NotAsTold` otherwise."""

from datetime import UTC, datetime

from tests.backends import JOBS, renamed
from tests.cluster.cache import KUBERNETES_VERSION
from tests.demo.fleet import check_fleet, check_verdicts, condition
from tests.demo.github_side import check_github, required_checks
from tests.demo.stage import Stage, insist

EXAMPLES = "deploy/examples"
PROTECTION = "/repos/acme/payments-api/branches/main/protection"
REPAIRED = "enforceAdmins: false → true"
ARTIFACTS = "output/backend-standards-conformance.* output/dependency-vulnerability-rollup.*"


def tell(stage: Stage) -> None:
    """The whole story."""
    prepare(stage)
    install(stage)
    govern(stage)
    explain(stage)
    rename(stage)
    loosen(stage)
    repair(stage)
    report(stage)
    check_github(stage)


def prepare(stage: Stage) -> None:
    """Before the curtain: somebody has given one repository another name."""
    stage.edit("acme/billing-api", rename="acme/invoices-api")


def install(stage: Stage) -> None:
    """The platform team installs the operator and connects it to GitHub."""
    stage.screen.heading(f"Install on Kubernetes {KUBERNETES_VERSION}, connect to GitHub: its stand-in, {stage.github}")
    stage.type("kubectl apply -f crds/ && kubectl wait crd --all --for=condition=Established >/dev/null")
    secret = 'create secret generic github -n backendrepo-system --from-literal=token="$GITHUB_TOKEN"'
    stage.type(f"kubectl create namespace backendrepo-system && kubectl {secret}")
    stage.type(f'sed "s|https://api.github.com|$GITHUB_API_URL|" {EXAMPLES}/connection.yaml | kubectl apply -f -')
    api_url = stage.read("get", "githubconnections", "default")["spec"]["apiUrl"]
    insist(api_url == stage.github, f"The connection leads to {api_url}, not to the stand-in.")
    stage.start_operator()


def govern(stage: Stage) -> None:
    """Two teams apply their BackendRepos: four are governed and scanned, three say why they cannot be."""
    stage.screen.heading("Govern and scan seven repositories; three cannot be: archived, renamed, not permitted")
    stage.type(f'sed "s|https://api.osv.dev|$OSV_URL|" {EXAMPLES}/standard.yaml | kubectl apply -f -')
    stage.type(f'sed "s|2027-03-31|$NEXT_QUARTER|" {EXAMPLES}/backendrepos.yaml | kubectl apply -f -')
    stage.type("kubectl wait br --all -n team-payments --for=condition=ScanSucceeded --timeout=90s")
    stage.type("kubectl wait br vault-api -n team-platform --for=condition=ScanSucceeded --timeout=60s")
    stage.type("kubectl wait br --all -n team-platform --for=condition=Stalled --timeout=30s")
    stage.type("kubectl get backendrepos -A")
    columns = 'NAME:.metadata.name,MESSAGE:.status.conditions[?(@.type=="Ready")].message'
    stage.type(f"kubectl get br -n team-platform --no-headers -o custom-columns='{columns}'")
    check_fleet(stage)


def explain(stage: Stage) -> None:
    """What is left to do, where the teams look."""
    stage.screen.heading("What is left to do, as `kubectl describe` tells the teams")
    told = {"refunds-api": "Conformant", "payments-api": "Conformant", "ledger-api": "DependenciesSecure"}
    for name, kind in told.items():
        message = f'{{.status.conditions[?(@.type=="{kind}")].message}}'
        stage.type(f"kubectl get br {name} -n team-payments -o jsonpath='{message}' | fold -s -w 118; echo")
    check_verdicts(stage)


def rename(stage: Stage) -> None:
    """A team renames a job: its name was a required check, and would hold up each pull request from now on."""
    stage.screen.heading("orders-api renames its job lint to style; the required check follows")
    before = required_checks(stage, "orders-api")
    insist(before == set(JOBS), f"Required of orders-api were {before}, not its gates.")
    jobs = sorted({*JOBS, "style"} - {"lint"})
    stage.edit("acme/orders-api", propose={"head": "style", "files": renamed("lint", "style"), "checks": jobs})
    commit = stage.edit("acme/orders-api", commit=renamed("lint", "style"))
    stage.screen.note(f"The pull request that renames it is merged: main of acme/orders-api is now {commit[:12]}")
    ask(stage, "orders-api")
    arrived = f"jsonpath='{{.status.conformance.commit}}'={commit}"
    stage.type(f"kubectl wait br orders-api -n team-payments --for={arrived} --timeout=60s")
    changes = '{range .status.governance.lastRepair.changes[*]}{.setting}: {.live} → {.wanted}{"\\n"}{end}'
    stage.type(f"kubectl get br orders-api -n team-payments -o jsonpath='{changes}' | fold -s -w 118")
    after = required_checks(stage, "orders-api")
    insist(after == set(jobs), f"Required of orders-api are {after}, not {jobs}.")


def ask(stage: Stage, name: str) -> str:
    """Ask for a look at once: otherwise it comes within the drift interval."""
    token = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    stage.type(f"kubectl annotate br {name} -n team-payments backendrepo.dev/requestedAt={token}")
    return token


def loosen(stage: Stage) -> None:
    """An administrator steps around the standard, on GitHub itself."""
    stage.screen.heading("An administrator exempts administrators of payments-api on GitHub; a reconcile repairs it")
    with stage.administrator() as github:
        status = github.delete(f"{PROTECTION}/enforce_admins").status
        stage.screen.note(f"DELETE {PROTECTION}/enforce_admins  {status}")
        insist(status == 204, "GitHub did not let the administrator do that.")


def repair(stage: Stage) -> None:
    """The drift is found and repaired: within the drift interval of ten minutes, or at once where somebody asks."""
    token = ask(stage, "payments-api")
    handled = f"jsonpath='{{.status.lastHandledReconcileAt}}'={token}"
    stage.type(f"kubectl wait br payments-api -n team-payments --for={handled} --timeout=30s")
    events = stage.type("kubectl events -n team-payments --for br/payments-api")
    insist(f"Brought onto the standard: {REPAIRED}" in events, "No Event tells of the repair.")
    with stage.administrator() as github:
        exempt = not github.get(PROTECTION).body["enforce_admins"]["enabled"]
    insist(not exempt, "Administrators are still exempt on GitHub.")


def report(stage: Stage) -> None:
    """The fleet, and what is handed to those who have no kubectl."""
    stage.screen.heading("The fleet, and the standard's four artifacts")
    stage.type("kubectl get backendrepos -A")
    stage.type("backendrepo report --output output")
    listed = stage.type(f"ls {ARTIFACTS}").split()
    insist(len(listed) == 4, f"The artifacts are {listed}.")
    table = stage.type("grep '^|' output/backend-standards-conformance.md | head -9 | cut -d'|' -f2-9")
    for name in ("payments-api", "orders-api", "refunds-api", "ledger-api"):
        insist(f"acme/{name}" in table, f"The fleet table has no {name}.")
    graves = condition(stage, "ledger-api", "DependenciesSecure")["message"]
    insist("GHSA-8q59-q68h-6hv4" in graves, f"ledger-api does not tell of its advisory: {graves}")
