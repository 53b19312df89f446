"""A scan Job runs from the image on a real node, restricted; its result is read from the pod's log."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from tests.cluster import wait_until
from tests.cluster.certificates import Authority
from tests.e2e_node.conftest import IMAGE
from tests.github.standin import GitHub
from tests.node import Node
from tests.scan.trees import FILES

from backendrepo.scanned import Scanned
from backendrepo.scans import collect, manifest
from backendrepo.scans.failures import ScanFailed
from backendrepo.scans.order import Order, terms
from backendrepo.scans.runner import Running
from backendrepo.standards import built_in

pytestmark = pytest.mark.e2e


class Scans:
    """Scans of one repository, as the operator starts and reads them."""

    def __init__(self, node: Node, github: GitHub, namespace: str, authorities: str) -> None:
        self.node, self.namespace, self.authorities = node, namespace, authorities
        self.repository = github.add_repository("acme/a", private=True)
        self.commit = self.repository.commit(dict(FILES)).sha
        self.token = github.add_token("bot", {"contents": "read", "metadata": "read"})
        self.url = f"{github.url}/api/v3"

    def order(self, **changed: Any) -> Order:
        given = {
            "uid": "1",
            "namespace": "team-a",
            "name": "a",
            "repository": "acme/a",
            "branch": "main",
            "commit": self.commit,
            "api_url": self.url,
            "terms": terms(built_in()),
        }
        return Order(**{**given, **changed})

    def run(self, order: Order, **template: Any) -> None:
        """Start the Job of a scan, and wait until it has ended, good or bad."""
        trust = {"REQUESTS_CA_BUNDLE": "/scan/ca.crt"}
        made = manifest.Template(IMAGE, pull_policy="Never", environment=trust, **template)
        self.node.apply(json.dumps(manifest.job(order, made, self.namespace)))
        uid = self.kubectl("get", "job", order.id, "-o", "jsonpath={.metadata.uid}")
        secret = manifest.secret(order, self.token, self.namespace, uid)
        secret["stringData"]["ca.crt"] = self.authorities
        self.node.apply(json.dumps(secret))
        wait_until(lambda: {"Complete", "Failed"} & self.conditions(order), f"the end of {order.id}", timeout=90)

    def conditions(self, order: Order) -> set[str]:
        """The conditions of a Job that hold."""
        job = json.loads(self.kubectl("get", "job", order.id, "-o", "json"))
        return {each["type"] for each in job["status"].get("conditions", []) if each["status"] == "True"}

    def result(self, order: Order) -> Scanned:
        """What the operator reads from the log of a scan; ScanFailed where it reads none."""
        running = Running(order.id, order.uid, order.inputs, order.commit, datetime.now(UTC), ended=True)
        return collect.result(self.log(order), running, repository=order.repository)

    def log(self, order: Order) -> str:
        return self.kubectl("logs", f"job/{order.id}")

    def pod(self, order: Order) -> dict[str, Any]:
        pods = json.loads(self.kubectl("get", "pods", "-l", f"job-name={order.id}", "-o", "json"))["items"]
        assert len(pods) == 1
        pod: dict[str, Any] = pods[0]
        return pod

    def kubectl(self, *arguments: str) -> str:
        return self.node.kubectl("--namespace", self.namespace, *arguments)


@pytest.fixture
def scans(node: Node, github: GitHub, restricted: str, authority: Authority) -> Scans:
    return Scans(node, github, restricted, authority.certificate.decode())


def test_a_scan_completes_and_its_result_is_in_the_log(scans: Scans) -> None:
    order = scans.order()
    scans.run(order)
    report = scans.result(order).report
    assert (report.repository, report.commit) == ("acme/a", scans.commit)
    assert {finding.judgement.outcome.value for finding in report.findings} >= {"pass", "fail"}
    assert "Complete" in scans.conditions(order)


def test_a_scan_without_a_report_completes_as_well_and_says_why(scans: Scans, github: GitHub) -> None:
    github.revoke(scans.token)
    order = scans.order()
    scans.run(order)
    with pytest.raises(ScanFailed) as failed:
        scans.result(order)
    assert failed.value.reason == "CredentialRejected"
    assert "Complete" in scans.conditions(order)


def test_a_scan_that_takes_too_long_leaves_its_log(scans: Scans, github: GitHub) -> None:
    github.faults.add(method="GET", path=r"/tarball/", delay=60)
    order = scans.order(timeout=3)
    scans.run(order)
    assert scans.pod(order)["status"]["reason"] == "DeadlineExceeded"
    assert "Failed" in scans.conditions(order)
    with pytest.raises(ScanFailed) as failed:
        scans.result(order)
    assert failed.value.reason == "ResultMissing"


def test_a_scan_that_needs_too_much_memory_is_told_from_others(scans: Scans) -> None:
    order = scans.order()
    scans.run(order, limits={"cpu": "1", "memory": "16Mi"}, requests={})
    (container,) = scans.pod(order)["status"]["containerStatuses"]
    assert container["state"]["terminated"]["reason"] == "OOMKilled"
