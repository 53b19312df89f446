"""The Job and the Secret of a scan as they are sent; that a cluster takes them is tested with one."""

import json

import pytest
from tests.scans.conftest import order

from backendrepo.scan.options import arguments as declare
from backendrepo.scans.manifest import Template, arguments, job, secret

JOB = job(order(), Template("example.test/backendrepo:1"), "system")
POD = JOB["spec"]["template"]["spec"]
(CONTAINER,) = POD["containers"]


def test_a_scan_has_none_of_the_operators_rights():
    assert POD["automountServiceAccountToken"] is False
    assert "serviceAccountName" not in POD
    assert POD["enableServiceLinks"] is False


def test_it_meets_the_restricted_pod_security_standard_with_a_read_only_root():
    assert POD["securityContext"] == {"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}}
    assert CONTAINER["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }


def test_it_is_bounded_in_time_memory_and_disk():
    assert POD["activeDeadlineSeconds"] == 60
    assert JOB["spec"]["activeDeadlineSeconds"] > 600 + POD["activeDeadlineSeconds"]
    assert (JOB["spec"]["backoffLimit"], POD["restartPolicy"]) == (0, "Never")
    assert JOB["spec"]["ttlSecondsAfterFinished"] == 3600
    assert CONTAINER["resources"]["limits"] == {"cpu": "1", "memory": "512Mi"}
    assert all(volume.get("emptyDir", {"sizeLimit": 1})["sizeLimit"] for volume in POD["volumes"])


def test_it_is_found_by_the_uid_and_says_to_people_whose_it_is():
    pod = JOB["spec"]["template"]["metadata"]
    for metadata in (JOB["metadata"], pod):
        assert metadata["labels"] == {
            "app.kubernetes.io/managed-by": "backendrepo",
            "app.kubernetes.io/component": "scan",
            "backendrepo.dev/uid": "uid-good",
        }
        assert metadata["annotations"] == {
            "backendrepo.dev/backendrepo": "team/good",
            "backendrepo.dev/inputs": order().inputs,
            "backendrepo.dev/commit": order().commit,
        }


def test_the_credential_is_in_the_secret_alone_which_the_job_owns():
    made = secret(order(), "gh-token", "system", "job-uid")
    assert made["stringData"] == {"token": "gh-token", "standard.yaml": order().terms}
    assert made["metadata"]["ownerReferences"] == [
        {
            "apiVersion": "batch/v1",
            "kind": "Job",
            "name": order().id,
            "uid": "job-uid",
            "controller": True,
            "blockOwnerDeletion": False,
        }
    ]
    assert made["metadata"]["name"] == JOB["metadata"]["name"] == order().id
    assert "gh-token" not in json.dumps(JOB)


@pytest.mark.parametrize(
    ("branch", "given"),
    [("main", "--branch=main"), ("-x", "--branch=-x"), ("a$(HOME)", "--branch=a$$(HOME)"), ("$$x", "--branch=$$$$x")],
)
def test_a_branch_is_one_word_and_no_variable(branch: str, given: str):
    container = job(order(branch=branch), Template("x"), "system")["spec"]["template"]["spec"]["containers"][0]
    assert given in container["args"]


def test_nobody_is_asked_about_vulnerabilities_unless_somebody_is_named():
    assert not [each for each in CONTAINER["args"] if "osv" in each]
    asking = arguments(order(osv_url="https://osv.test", timeout=60), "/scan")
    assert {"--osv=https://osv.test", "--osv-timeout=30"} <= set(asking), "half of the time, so that a result is left"


def test_what_a_cluster_needs_of_every_pod_can_be_given():
    template = Template(
        "x",
        pull_policy="Never",
        pull_secrets=("registry",),
        environment={"HTTPS_PROXY": "http://proxy.test"},
        host_aliases=({"ip": "10.0.0.1", "hostnames": ["github.test"]},),
    )
    pod = job(order(), template, "system")["spec"]["template"]["spec"]
    assert pod["imagePullSecrets"] == [{"name": "registry"}]
    assert pod["hostAliases"] == [{"ip": "10.0.0.1", "hostnames": ["github.test"]}]
    assert pod["containers"][0]["imagePullPolicy"] == "Never"
    assert {"name": "HTTPS_PROXY", "value": "http://proxy.test"} in pod["containers"][0]["env"]


def test_the_command_takes_the_arguments():
    import argparse

    parser = argparse.ArgumentParser()
    declare(parser)
    asked = order(branch="-x", osv_url="https://osv.test")
    options = parser.parse_args(arguments(asked, "/scan")[1:])
    assert (options.branch, options.commit, str(options.token_file)) == ("-x", asked.commit, "/scan/token")
