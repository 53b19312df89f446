"""`kubectl apply -k deploy/base`, as a real API server takes it."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from tests.cluster import Cluster, KubectlError, wait_until

pytestmark = pytest.mark.integration

DEPLOY = Path(__file__).parents[2] / "deploy"
SYSTEM = "backendrepo-system"


@pytest.fixture(scope="module")
def deployed(cluster: Cluster) -> Cluster:
    """The cluster with the operator applied; nothing runs, as there is no node."""
    cluster.apply(DEPLOY / "base")
    return cluster


def read(cluster: Cluster, *arguments: str) -> Any:
    return json.loads(cluster.kubectl(*arguments, "-n", SYSTEM, "-o", "json"))


def test_applied_again_it_changes_nothing(deployed: Cluster) -> None:
    assert deployed.kubectl("diff", "-k", str(DEPLOY / "base")) == ""
    again = deployed.apply(DEPLOY / "base").splitlines()
    assert [line for line in again if not line.endswith(" unchanged")] == []


def test_its_pod_is_admitted_under_the_restricted_standard_without_a_warning(deployed: Cluster) -> None:
    namespace = json.loads(deployed.kubectl("get", "namespace", SYSTEM, "-o", "json"))
    assert namespace["metadata"]["labels"]["pod-security.kubernetes.io/enforce"] == "restricted"
    pods = wait_until(
        lambda: read(deployed, "get", "pods", "-l", "app.kubernetes.io/component=operator")["items"], "a pod"
    )
    (container,) = pods[0]["spec"]["containers"]
    assert container["securityContext"]["readOnlyRootFilesystem"]


def test_a_pod_that_wants_more_is_refused_beside_it(deployed: Cluster) -> None:
    with pytest.raises(KubectlError, match='violates PodSecurity "restricted'):
        deployed.kubectl("run", "more", "--image=any", "-n", SYSTEM)


def test_there_is_never_more_than_one_operator(deployed: Cluster) -> None:
    spec = read(deployed, "get", "deployment", "backendrepo")["spec"]
    assert (spec["replicas"], spec["strategy"]["type"]) == (1, "Recreate")


def test_only_the_operator_gets_a_token_of_its_account(deployed: Cluster) -> None:
    account = read(deployed, "get", "serviceaccount", "backendrepo")
    assert account["automountServiceAccountToken"] is False
    pod = read(deployed, "get", "deployment", "backendrepo")["spec"]["template"]["spec"]
    assert (pod["serviceAccountName"], pod["automountServiceAccountToken"]) == ("backendrepo", True)


def test_the_example_with_every_component_is_taken_on_top_of_it(deployed: Cluster) -> None:
    example = DEPLOY / "overlays" / "example"
    built = deployed.kubectl("kustomize", str(example))
    components = {path.name for path in (DEPLOY / "components").iterdir()}
    assert components == set(re.findall(r"components/([\w-]+)", (example / "kustomization.yaml").read_text()))
    taken = deployed.kubectl("apply", "--dry-run=server", "-f", "-", input=built)
    assert "deployment.apps/backendrepo configured" in taken
    assert "image: registry.example/platform/backendrepo:0.1.0" in built
