"""What is at a path, against a real API server."""

import pytest
from tests.cluster import Cluster as RealCluster

from backendrepo.cluster import Cluster
from backendrepo.errors import KubernetesRefused

pytestmark = pytest.mark.integration


def test_of_a_large_object_only_the_metadata_is_asked_for(api: Cluster, cluster: RealCluster, namespace: str):
    cluster.kubectl("-n", namespace, "create", "configmap", "a", "--from-literal=key=value")
    path = f"/api/v1/namespaces/{namespace}/configmaps"
    metadata = api.metadata(f"{path}/a")
    assert (metadata["name"], bool(metadata["uid"])) == ("a", True)
    assert "value" not in str(metadata)
    assert api.metadata(f"{path}/none") is None


def test_a_watch_tells_of_what_changes_after_a_version(api: Cluster, cluster: RealCluster, namespace: str):
    path = f"/api/v1/namespaces/{namespace}/configmaps"
    (page,) = api.pages(path, "fieldSelector=metadata.name%3Da")
    stream = api.watch(path, "fieldSelector=metadata.name%3Da", page["metadata"]["resourceVersion"])
    cluster.kubectl("-n", namespace, "create", "configmap", "a")
    change = next(iter(stream))
    assert (change["type"], change["object"]["metadata"]["name"]) == ("ADDED", "a")
    stream.stop()
    assert list(stream) == []
    stream.stop()


def test_a_watch_that_is_refused_says_why(api: Cluster, namespace: str):
    with pytest.raises(KubernetesRefused, match=r"400 to GET .*/configmaps \(.*none.*\)"):
        api.watch(f"/api/v1/namespaces/{namespace}/configmaps", "fieldSelector=none%3Da", "1")


def test_an_object_is_applied_and_not_made_where_its_namespace_is_gone(api: Cluster, cluster, namespace: str):
    body = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}, "data": {"key": "value"}}
    made = api.apply(f"/api/v1/namespaces/{namespace}/configmaps/a", body)
    assert made["metadata"]["managedFields"][0]["manager"] == "backendrepo"
    assert api.apply("/api/v1/namespaces/none/configmaps/a", body) is None


def test_a_list_of_what_is_not_served_is_empty(api: Cluster):
    assert list(api.items("/apis/none.test/v1/things")) == []


def test_an_object_is_patched_at_the_version_that_is_meant(api: Cluster, cluster: RealCluster, namespace: str):
    cluster.kubectl("-n", namespace, "create", "configmap", "a", "--from-literal=key=value")
    path = f"/api/v1/namespaces/{namespace}/configmaps/a"
    version = api.metadata(path)["resourceVersion"]
    body = {"metadata": {"resourceVersion": version}, "data": {"key": None, "other": "value"}}
    after = api.patch(path, body)
    assert after["resourceVersion"] != version
    assert api.get(path)["data"] == {"other": "value"}
    assert api.patch(path, body) is None
    assert api.patch(f"{path}-gone", {"data": {}}) is None


def test_only_the_object_that_is_meant_is_deleted(api: Cluster, cluster: RealCluster, namespace: str):
    cluster.kubectl("-n", namespace, "create", "configmap", "a")
    path = f"/api/v1/namespaces/{namespace}/configmaps/a"
    uid = api.metadata(path)["uid"]
    api.delete(path, "that-of-an-earlier-one")
    assert api.metadata(path)["uid"] == uid
    for _ in range(2):  # one that is gone already is no mistake
        api.delete(path, uid)
        assert api.metadata(path) is None
