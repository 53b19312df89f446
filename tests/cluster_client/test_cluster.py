"""What the operator says to Kubernetes, against a real API server."""

import pytest
import yaml
from tests.cluster import Cluster as RealCluster
from tests.cluster import wait_until

from backendrepo.api.backendrepo import BackendRepo, BackendRepoStatus, Drift, GovernanceState, GovernanceStatus
from backendrepo.api.githubconnection import GitHubConnection
from backendrepo.api.kinds import BACKEND_REPO, GITHUB_CONNECTION
from backendrepo.cluster import Cluster
from backendrepo.errors import CredentialMissing, KubernetesRefused, KubernetesUnavailable
from backendrepo.status import Event

pytestmark = pytest.mark.integration

SECRET = {"apiVersion": "v1", "kind": "Secret", "stringData": {"token": "gh"}}


@pytest.fixture
def repo(api: Cluster, cluster: RealCluster, namespace: str) -> BackendRepo:
    apply(cluster, namespace, "a")
    return BackendRepo.model_validate(api.read(BACKEND_REPO, namespace, "a"))


def apply(cluster: RealCluster, namespace: str, *names: str) -> None:
    head = {"apiVersion": "backendrepo.dev/v1alpha1", "kind": "BackendRepo"}
    objects = [
        {**head, "metadata": {"name": name, "namespace": namespace}, "spec": {"repository": f"acme/{name}"}}
        for name in names
    ]
    cluster.apply(yaml.safe_dump_all(objects))


def test_a_list_comes_page_by_page_and_whole(api: Cluster, cluster: RealCluster, namespace: str, monkeypatch):
    monkeypatch.setattr("backendrepo.cluster.verbs.PAGE", 2)
    apply(cluster, namespace, *"abcde")
    assert [each["metadata"]["name"] for each in api.list(BACKEND_REPO, namespace)] == list("abcde")
    assert len(list(api.list(BACKEND_REPO))) >= 5
    assert list(api.list(GITHUB_CONNECTION, "")) == []


def test_a_status_is_written_to_the_object_that_was_meant_only(api: Cluster, repo: BackendRepo):
    status = BackendRepoStatus(observed_generation=1)
    assert api.write_status(BACKEND_REPO, repo.metadata, status)["status"] == {"observedGeneration": 1}
    successor = repo.metadata.model_copy(update={"uid": "another"})
    with pytest.raises(KubernetesUnavailable, match="422"):
        api.write_status(BACKEND_REPO, successor, status)
    assert api.write_status(BACKEND_REPO, repo.metadata.model_copy(update={"name": "gone"}), status) is None


ESCAPES = ["../backendstandards/other", "a/status", "a%2Fstatus", "a/../a", "a?watch=1", "a#b", "..", ".", "a\n"]


@pytest.mark.parametrize("name", ESCAPES)
def test_a_reference_is_a_name_and_never_a_way_to_another_object(name: str, api: Cluster, cluster, namespace: str):
    """Whoever may write a BackendRepo chooses the names, and the operator may read more than they may."""
    apply(cluster, namespace, "a")
    cluster.apply(yaml.safe_dump({**SECRET, "metadata": {"name": "a", "namespace": namespace}}))
    assert api.read(BACKEND_REPO, namespace, "a")
    assert api.read(BACKEND_REPO, namespace, name) is None
    assert api.read(GITHUB_CONNECTION, "", name) is None
    assert api.secret(connection("a", "token")) == "gh"
    for escape in (name, f"../secrets/{name}"):
        with pytest.raises(CredentialMissing, match="does not exist"):
            api.secret(connection(escape, "token"))


def test_a_refusal_passes_on_what_the_api_server_says(api: Cluster, repo: BackendRepo):
    drift = (Drift(setting="enforceAdmins", live="false", wanted="true"),) * 65
    governance = GovernanceStatus.model_construct(state=GovernanceState.DRIFTED, branch="main", drift=drift)
    status = BackendRepoStatus(observed_generation=1).model_copy(update={"governance": governance})
    with pytest.raises(KubernetesUnavailable, match=r"422 to PATCH .*/a/status \(.*drift: Too many: 65.*\)\."):
        api.write_status(BACKEND_REPO, repo.metadata, status)


def test_finalizers_are_written_only_to_what_was_read(api: Cluster, repo: BackendRepo):
    written = api.write_finalizers(repo, ("backendrepo.dev/restore",))
    assert written["metadata"]["finalizers"] == ["backendrepo.dev/restore"]
    with pytest.raises(KubernetesUnavailable, match="409"):
        api.write_finalizers(repo, ())
    now = BackendRepo.model_validate(written)
    assert "finalizers" not in api.write_finalizers(now, ())["metadata"]


def test_an_event_is_shortened_to_what_the_api_server_takes(api: Cluster, repo: BackendRepo, cluster, namespace: str):
    api.post(BACKEND_REPO, repo.metadata, Event("Warning", "Long", "x" * 5000))
    told = cluster.kubectl("-n", namespace, "get", "events", "-o", "jsonpath={.items[0].message}")
    assert told == "x" * 1024


def connection(name: str, key: str) -> GitHubConnection:
    auth = {"tokenSecretRef": {"name": name, "key": key}}
    return GitHubConnection.model_validate(
        {"metadata": {"name": "c"}, "spec": {"auth": auth, "allowedNamespaces": ["*"]}}
    )


@pytest.mark.parametrize(
    ("name", "key", "problem"),
    [
        ("none", "token", "does not exist"),
        ("github", "other", "has nothing under the key other"),
        ("github", "empty", "has nothing under the key empty"),
        ("github", "binary", "has no text under the key binary"),
    ],
)
def test_what_is_wrong_with_a_secret_is_told(name, key, problem, api: Cluster, cluster: RealCluster, namespace: str):
    secret = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "github", "namespace": namespace}}
    cluster.apply(yaml.safe_dump({**secret, "data": {"token": "IGdoCg==", "empty": "", "binary": "/w=="}}))
    assert api.secret(connection("github", "token")) == "gh"
    with pytest.raises(CredentialMissing, match=problem):
        api.secret(connection(name, key))


def test_it_waits_for_the_kinds_and_tells_what_it_waits_for(api: Cluster, monkeypatch, caplog):
    answers = [KubernetesUnavailable("503"), None, {"resources": [{"name": "backendrepos"}]}]
    real = api._request

    def request(method: str, path: str) -> object:
        answer = answers.pop(0) if answers else real(method, path)
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(api, "_request", request)
    monkeypatch.setattr("backendrepo.cluster.cluster.LOOK", 0)
    api.await_kinds()
    told = [record.getMessage() for record in caplog.records]
    assert "503" in told[0]
    assert "does not serve backendrepos, backendstandards, githubconnections: apply crds/." in told[1]
    assert "does not serve backendstandards, githubconnections" in told[2]
    assert len(told) == 3


def test_a_log_is_none_without_a_pod_and_refused_while_there_is_nothing_to_read(api: Cluster, cluster, namespace: str):
    assert api.log("none", "scan", 100) is None
    pod = {"metadata": {"name": "a"}, "spec": {"containers": [{"name": "scan", "image": "x"}]}}
    wait_until(lambda: api.get(f"/api/v1/namespaces/{namespace}/serviceaccounts/default"), "the service account")
    api.create(f"/api/v1/namespaces/{namespace}/pods", pod)
    assert api.log("a", "scan", 100) == ""
    with pytest.raises(KubernetesRefused, match=r"400 to GET .*/pods/a/log \(container none is not valid for pod a\)"):
        api.log("a", "none", 100)
