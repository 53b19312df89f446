"""Scans run as the operator itself does."""

from tests.scans.conftest import order

from backendrepo.scans.manifest import job
from backendrepo.scans.own import template

ALIASES = [{"ip": "10.0.0.1", "hostnames": ["ghes.test"]}]
POD = {
    "spec": {
        "imagePullSecrets": [{"name": "registry"}],
        "hostAliases": ALIASES,
        "volumes": [
            {"name": "scratch", "emptyDir": {}},
            {"name": "ca", "configMap": {"name": "backendrepo-ca"}},
            {"name": "token", "secret": {"secretName": "github"}},
        ],
        "containers": [
            {
                "name": "operator",
                "image": "registry.test/backendrepo:1",
                "imagePullPolicy": "Always",
                "env": [
                    {"name": "https_proxy", "value": "http://proxy.test:3128"},
                    {"name": "REQUESTS_CA_BUNDLE", "value": "/etc/backendrepo/ca.crt"},
                    {"name": "POD_NAME", "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}},
                    {"name": "NO_PROXY", "valueFrom": {"configMapKeyRef": {"name": "net", "key": "no"}}},
                    {"name": "PASSWORD", "value": "planted"},
                ],
                "volumeMounts": [
                    {"name": "scratch", "mountPath": "/tmp"},
                    {"name": "ca", "mountPath": "/etc/backendrepo", "readOnly": True},
                    {"name": "token", "mountPath": "/token"},
                ],
            }
        ],
    }
}


def test_a_scan_has_the_image_the_proxy_and_the_authorities_of_the_operator():
    pod = job(order(), template(POD), "system")["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    assert (container["image"], container["imagePullPolicy"]) == ("registry.test/backendrepo:1", "Always")
    assert pod["imagePullSecrets"] == [{"name": "registry"}]
    assert pod["hostAliases"] == ALIASES
    environment = {each["name"]: each["value"] for each in container["env"]}
    assert environment["https_proxy"] == "http://proxy.test:3128"
    assert environment["REQUESTS_CA_BUNDLE"] == "/etc/backendrepo/ca.crt"
    assert {"name": "ca", "configMap": {"name": "backendrepo-ca"}} in pod["volumes"]
    assert {"name": "ca", "mountPath": "/etc/backendrepo", "readOnly": True} in container["volumeMounts"]


def test_a_scan_has_none_of_the_operators_secrets():
    made = str(job(order(), template(POD), "system"))
    assert "planted" not in made
    assert "'github'" not in made
    assert "POD_NAME" not in made


def test_another_image_may_be_named():
    assert template(POD, "other:2").image == "other:2"


def test_a_bare_pod_is_enough():
    assert template({"spec": {"containers": [{"image": "backendrepo:1"}]}}).image == "backendrepo:1"


def test_a_mesh_that_puts_its_own_container_first_changes_nothing() -> None:
    mesh, own = {"name": "istio-proxy", "image": "mesh:1"}, {"name": "operator", "image": "backendrepo:1"}
    assert template({"spec": {"containers": [mesh, own]}}).image == "backendrepo:1"
