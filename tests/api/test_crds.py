"""The three kinds as the API server takes and refuses them: what is wrong is told with what to write instead."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.cluster import Cluster, KubectlError

from backendrepo.api.backendrepo import BackendRepo
from backendrepo.api.backendstandard import BackendStandard
from backendrepo.api.githubconnection import GitHubConnection
from backendrepo.api.kinds import KINDS

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def kinds(cluster: Cluster) -> Cluster:
    """The cluster with the CRDs."""
    cluster.kubectl("apply", "--server-side", "-f", str(ROOT / "crds"))
    cluster.kubectl("wait", "--for=condition=Established", "crd", "--all")
    return cluster


def manifest(kind: str, spec: dict[str, Any] | None, name: str = "x") -> str:
    namespace = {"namespace": "default"} if kind == "BackendRepo" else {}
    document = {"apiVersion": "backendrepo.dev/v1alpha1", "kind": kind, "metadata": {"name": name, **namespace}}
    return yaml.safe_dump({**document, **({"spec": spec} if spec is not None else {})})


def repo(**spec: Any) -> tuple[str, dict[str, Any]]:
    return "BackendRepo", {"repository": "acme/payments-api", **spec}


def governed(**governance: Any) -> tuple[str, dict[str, Any]]:
    return repo(governance=governance)


def reviewed(count: int) -> tuple[str, dict[str, Any]]:
    return governed(requiredPullRequestReviews={"requiredApprovingReviewCount": {"value": count}})


def standard(**spec: Any) -> tuple[str, dict[str, Any]]:
    return "BackendStandard", spec


TOKEN = {"tokenSecretRef": {"name": "github", "key": "token"}}
APP = {"app": {"appId": 1, "privateKeySecretRef": {"name": "app", "key": "pem"}}}


def connection(**spec: Any) -> tuple[str, dict[str, Any]]:
    return "GitHubConnection", {"auth": TOKEN, "allowedNamespaces": ["team-*"], **spec}


def waiver(**fields: Any) -> tuple[str, dict[str, Any]]:
    return repo(waivers=[{"control": "gates/e2e", "reason": "x", "owner": "team", "expires": "2027-03-31", **fields}])


EXAMPLE_NAME = "write owner/name, for example acme/payments-api"
EXAMPLE_VALUE = "write a value, for example value: true, or policy: Unmanaged without a value"
INVALID = [
    (("BackendRepo", None), "spec: Required value"),
    (("BackendRepo", {}), "spec.repository: Required value"),
    (repo(repository="payments-api"), EXAMPLE_NAME),
    (repo(repository="https://github.com/acme/payments-api"), EXAMPLE_NAME),
    (repo(repository="acme/payments-api/tree/main"), EXAMPLE_NAME),
    (repo(repository=""), EXAMPLE_NAME),
    (repo(repository="acme/payments api"), EXAMPLE_NAME),
    (repo(repository="acme/../admin"), EXAMPLE_NAME),
    (repo(repository="acme/.."), EXAMPLE_NAME),
    (repo(repository="acme/payments-api.git"), "write owner/name without .git"),
    (repo(repository="a" * 200 + "/b"), "may not be more than 140"),
    (repo(branch=""), "should be at least 1"),
    (repo(branch="refs/heads/main"), "write one branch by its name, for example main"),
    (repo(branch="release/*"), "no pattern"),
    (repo(branch="my branch"), "no spaces"),
    (repo(mode="DryRun"), 'supported values: "Enforce", "Observe"'),
    (repo(mode="enforce"), 'supported values: "Enforce", "Observe"'),
    (repo(deletionPolicy="Delete"), 'supported values: "Orphan", "Restore"'),
    (repo(suspend="yes"), "spec.suspend"),
    (repo(standardRef={}), "spec.standardRef.name: Required value"),
    (repo(connectionRef={"name": ""}), "should be at least 1"),
    (governed(enforceAdmins={}), EXAMPLE_VALUE),
    (governed(enforceAdmins={"policy": "Exactly"}), EXAMPLE_VALUE),
    (governed(enforceAdmins={"policy": "Unmanaged", "value": True}), EXAMPLE_VALUE),
    (governed(enforceAdmins={"value": "on"}), "spec.governance.enforceAdmins.value"),
    (governed(enforceAdmins=True), "spec.governance.enforceAdmins"),
    (governed(enforceAdmins={"policy": "Never", "value": True}), 'supported values: "AtLeast", "Exactly", "Unmanaged"'),
    (governed(mergeMethods={"value": []}), "should have at least 1 items"),
    (governed(mergeMethods={"value": ["squash"]}), 'supported values: "Merge", "Rebase", "Squash"'),
    (governed(mergeMethods={"value": ["Squash", "Squash"]}), "Duplicate value"),
    (governed(mergeMethods={}), "for example value: [Squash]"),
    (governed(requiredChecks={"checks": {}}), "for example value: [{name: lint}]"),
    (governed(requiredChecks={"checks": {"value": [{"name": ""}]}}), "should be at least 1"),
    (governed(requiredChecks={"checks": {"value": [{}]}}), "name: Required value"),
    (governed(requiredChecks={"checks": {"value": [{"name": "a"}, {"name": "a"}]}}), "Duplicate value"),
    (governed(requiredChecks={"checks": {"value": ["lint"]}}), "spec.governance.requiredChecks.checks.value[0]"),
    (reviewed(7), "less than or equal to 6"),
    (reviewed(-1), "greater than or equal to 0"),
    (waiver(control="e2e"), "write a control as family/name, for example gates/e2e-tests"),
    (waiver(expires="soon"), "spec.waivers[0].expires"),
    (waiver(expires="2027-02-30"), "spec.waivers[0].expires"),
    (waiver(reason=""), "should be at least 1"),
    (waiver(owner=""), "should be at least 1"),
    (repo(scan={"schedule": "daily"}), "write a schedule as five cron fields, for example 0 3 * * *"),
    (repo(scan={"timeout": "5"}), "spec.scan.timeout"),
    (standard(driftInterval="30s"), "write 1m or more, for example 10m"),
    (standard(driftInterval="10"), "spec.driftInterval"),
    (standard(driftInterval="1 hour"), "spec.driftInterval"),
    (standard(locked=["everything"]), 'supported values: "requiredPullRequestReviews.required"'),
    (standard(governance={"allowDeletions": {}}), EXAMPLE_VALUE),
    (connection(auth={}), "write exactly one of auth.app (a GitHub App) and auth.tokenSecretRef (a token)"),
    (connection(auth={**TOKEN, **APP}), "write exactly one of auth.app"),
    (connection(auth={"app": {**APP["app"], "appId": 0}}), "greater than or equal to 1"),
    (connection(auth={"tokenSecretRef": {"name": "github"}}), "key: Required value"),
    (connection(allowedNamespaces=[]), "should have at least 1 items"),
    (("GitHubConnection", {"auth": TOKEN}), "spec.allowedNamespaces: Required value"),
    (connection(apiUrl="api.github.com"), "write an https URL, for example https://api.github.com"),
    (connection(apiUrl="http://github.example"), "http only to a loopback address"),
    (connection(apiUrl="https://user:password@github.example"), "query, fragment or credential"),
    (connection(apiUrl="https://github.example/api/v3/"), "without a trailing slash"),
    (connection(budget={"pointsPerMinute": 0}), "greater than or equal to 60"),
    (connection(budget={"reserve": -1}), "greater than or equal to 0"),
    (connection(actionsAppId=0), "greater than or equal to 1"),
]  # fmt: skip


@pytest.mark.parametrize(("case", "says"), INVALID)
def test_what_is_wrong_is_refused_with_what_to_write(case: tuple[str, dict | None], says: str, kinds: Cluster):
    with pytest.raises(KubectlError) as refused:
        kinds.kubectl("apply", "--dry-run=server", "-f", "-", input=manifest(*case))
    assert says in str(refused.value)


def test_a_misspelt_field_is_named(kinds: Cluster):
    with pytest.raises(KubectlError, match=r'unknown field "spec\.repo"'):
        kinds.kubectl("apply", "--dry-run=server", "-f", "-", input=manifest(*repo(repo="acme/x")))


ARCHITECTURE = repo(
    branch="main",
    mode="Enforce",
    suspend=False,
    standardRef={"name": "backend-foundation"},
    connectionRef={"name": "default"},
    governance={},
    scan={},
    waivers=[
        {
            "control": "gates/e2e-tests",
            "reason": "No user journeys until the gateway moves (PAY-812)",
            "owner": "payments-team",
            "expires": "2027-03-31",
        }
    ],
    deletionPolicy="Orphan",
)
VALID = [
    ARCHITECTURE,
    repo(),
    repo(repository="A-1/b.c_d-e"),
    repo(branch="release/1.0"),
    repo(mode="Observe", suspend=True, deletionPolicy="Restore", allowLoosening=True),
    governed(enforceAdmins={"policy": "Unmanaged"}),
    governed(requiredSignatures={"value": False, "policy": "Exactly"}),
    governed(mergeMethods={"value": ["Squash", "Rebase"]}),
    governed(requiredChecks={"checks": {"value": [{"name": "lint"}, {"name": "e2e / run (3.12)", "appId": 7}]}}),
    governed(requiredChecks={"checks": {"value": [], "policy": "Exactly"}, "strict": {"value": True}}),
    governed(requiredPullRequestReviews={"requiredApprovingReviewCount": {"value": 6}, "required": {"value": True}}),
    repo(scan={"schedule": "0 3 * * *", "timeout": "5m"}),
    standard(),
    standard(driftInterval="1h30m", description="Ours.", locked=[]),
    standard(locked=["enforceAdmins", "requiredChecks.checks"], governance={"enforceAdmins": {"value": True}}),
    connection(),
    connection(auth=APP),
    connection(auth={"app": {**APP["app"], "installationId": 5}}),
    connection(apiUrl="https://github.example/api/v3", actionsAppId=77),
    connection(apiUrl="http://127.0.0.1:8080/api/v3", allowedNamespaces=["*"]),
    connection(budget={"pointsPerMinute": 100000, "reserve": 0}),
]
MODELS = {"BackendRepo": BackendRepo, "BackendStandard": BackendStandard, "GitHubConnection": GitHubConnection}


@pytest.mark.parametrize(("kind", "spec"), VALID)
def test_what_is_right_is_taken_and_means_the_same_to_the_code(kind: str, spec: dict, kinds: Cluster):
    taken = kinds.kubectl("apply", "--dry-run=server", "-o", "yaml", "-f", "-", input=manifest(kind, spec))
    stored = yaml.safe_load(taken)
    written = MODELS[kind].model_validate({"metadata": {"name": "x"}, "spec": spec})
    assert MODELS[kind].model_validate(stored).spec == written.spec  # the defaults of both are the same
    assert stored["status"] == {"observedGeneration": -1}


@pytest.fixture
def applied(kinds: Cluster, namespace: str):
    def apply(spec: dict[str, Any]) -> str:
        document = yaml.safe_load(manifest("BackendRepo", spec))
        document["metadata"]["namespace"] = namespace
        return kinds.kubectl("apply", "--server-side", "-f", "-", input=yaml.safe_dump(document))

    return apply


def test_the_repository_cannot_be_changed(applied):
    applied({"repository": "acme/a"})
    with pytest.raises(KubectlError, match="repository is immutable: delete this BackendRepo and create one"):
        applied({"repository": "acme/b"})


def test_applying_the_same_twice_changes_nothing(applied, kinds: Cluster, namespace: str):
    read = ("-n", namespace, "get", "br", "x", "-o", "jsonpath={.metadata.resourceVersion}")
    spec = {"repository": "acme/a", "governance": {"enforceAdmins": {"value": True}}}
    applied(spec)
    applied(spec)  # stores the status that the schema had only shown
    version = kinds.kubectl(*read)
    applied(spec)
    assert kinds.kubectl(*read) == version


def test_client_side_apply_of_the_crds_works_too(kinds: Cluster):
    assert kinds.kubectl("apply", "--dry-run=server", "-f", str(ROOT / "crds")).count("(server dry run)") == len(KINDS)


@pytest.mark.parametrize("word", ["backendrepo", "backendrepos", "br"])
def test_each_name_of_a_backendrepo_works_with_the_name_of_one(word: str, applied, kinds: Cluster, namespace: str):
    applied({"repository": "acme/a"})
    assert "acme/a" in kinds.kubectl("-n", namespace, "get", word, "x")
    assert "acme/a" in kinds.kubectl("-n", namespace, "describe", word, "x")


def test_one_word_lists_all_three_kinds(kinds: Cluster):
    listed = kinds.kubectl("api-resources", "--categories=backendrepo-all", "-o", "name").split()
    assert sorted(listed) == [f"{kind.plural}.backendrepo.dev" for kind in KINDS]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_explain_describes_every_field(kind, kinds: Cluster):
    crd = yaml.safe_load((ROOT / "crds" / f"{kind.plural}.yaml").read_text())
    schema = crd["spec"]["versions"][0]["schema"]["openAPIV3Schema"]
    assert _undescribed(schema["properties"]["spec"], "spec") == []
    assert _undescribed(schema["properties"]["status"], "status") == []
    assert "<no description>" not in kinds.kubectl("explain", f"{kind.plural}.spec", "--recursive")


def _undescribed(schema: dict[str, Any], path: str) -> list[str]:
    missing = [] if schema.get("description") else [path]
    if path in ("status.adopted[].merge", "status.adopted[].protection"):
        return missing  # below, the names are GitHub's own
    for name, property_ in schema.get("properties", {}).items():
        missing += _undescribed(property_, f"{path}.{name}")
    if schema.get("items", {}).get("type") == "object":
        missing += _undescribed({**schema["items"], "description": "an item"}, f"{path}[]")
    return missing


def test_what_was_found_at_adoption_cannot_be_dropped_or_changed(applied, kinds: Cluster, namespace: str):
    applied({"repository": "acme/a"})
    found = {"branch": "main", "time": "2026-01-01T00:00:00Z"}

    def adopt(*adopted: dict) -> None:
        patch = yaml.safe_dump({"status": {"adopted": list(adopted)}})
        kinds.kubectl("-n", namespace, "patch", "br", "x", "--subresource=status", "--type=merge", "-p", patch)

    adopt(found)
    adopt(found, {**found, "branch": "release"})
    with pytest.raises(KubectlError, match="what was found at adoption is kept"):
        adopt(found)
    with pytest.raises(KubectlError, match="never found anew"):
        adopt({**found, "time": "2026-02-01T00:00:00Z"}, {**found, "branch": "release"})
