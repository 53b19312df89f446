"""Reports are kept in ConfigMaps of a real API server, and what scans learnt is read back from them."""

import base64
import gzip
import json
from dataclasses import replace
from typing import Any

import pytest
from tests.cluster import Cluster as RealCluster
from tests.reports.conftest import applied, read
from tests.reports.made import REPORT, SCANNED, renamed, repo

from backendrepo.api.backendrepo import BackendRepo
from backendrepo.cluster import Cluster
from backendrepo.reports.configmap import RESULT, packed
from backendrepo.reports.reports import Reports, digest
from backendrepo.reports.shelf import Taken
from backendrepo.scan import result

pytestmark = pytest.mark.integration

NAME = "payments-conformance"


@pytest.fixture
def reports(api: Cluster) -> Reports:
    return Reports(api)


def stored(cluster: RealCluster, namespace: str) -> dict[str, Any]:
    return read(cluster, namespace, "configmap", NAME)


def edit(cluster: RealCluster, namespace: str, patch: dict[str, Any]) -> None:
    cluster.kubectl("-n", namespace, "patch", "configmap", NAME, "--type=merge", "-p", json.dumps(patch))


def test_a_report_lands_where_people_look(reports: Reports, payments: BackendRepo, cluster, namespace: str):
    assert reports.name(payments) == NAME
    assert reports.keep(payments, REPORT, SCANNED)
    found = stored(cluster, namespace)
    assert set(found["data"]) == {
        "backend-standards-conformance.json",
        "backend-standards-conformance.md",
        "dependency-vulnerability-rollup.json",
        "dependency-vulnerability-rollup.md",
    }
    assert found["metadata"]["labels"] == {
        "app.kubernetes.io/managed-by": "backendrepo",
        "app.kubernetes.io/component": "report",
    }
    (owner,) = found["metadata"]["ownerReferences"]
    assert (owner["kind"], owner["name"], owner["uid"]) == ("BackendRepo", "payments", payments.metadata.uid)


def test_a_report_is_written_only_where_it_changed(reports: Reports, payments: BackendRepo, cluster, namespace: str):
    assert reports.keep(payments, REPORT, SCANNED)
    version = stored(cluster, namespace)["metadata"]["resourceVersion"]
    assert not reports.keep(payments, REPORT, SCANNED)
    assert stored(cluster, namespace)["metadata"]["resourceVersion"] == version
    assert reports.keep(payments, replace(REPORT, commit="fedcba"), SCANNED)


def test_after_a_restart_nothing_is_written_and_all_is_known(
    reports: Reports, api: Cluster, payments: BackendRepo, cluster, namespace: str
):
    reports.keep(payments, REPORT, SCANNED)
    version = stored(cluster, namespace)["metadata"]["resourceVersion"]
    restarted = Reports(api)
    assert restarted.scanned(payments) == reports.scanned(payments) == SCANNED
    assert not restarted.keep(payments, REPORT, SCANNED)
    assert stored(cluster, namespace)["metadata"]["resourceVersion"] == version


@pytest.mark.parametrize(
    "patch",
    [
        {"data": {"backend-standards-conformance.md": "All is well."}},
        {"data": None},
        {"binaryData": {RESULT: "AAAA"}},
        {"metadata": {"annotations": {"backendrepo.dev/digest": "x"}}},
    ],
    ids=["text", "all", "result", "digest"],
)
def test_a_report_that_somebody_edits_is_put_right(
    patch: dict[str, Any], api: Cluster, payments: BackendRepo, cluster, namespace: str
):
    reports = Reports(api)
    reports.keep(payments, REPORT, SCANNED)
    whole = stored(cluster, namespace)
    for each in (reports, Reports(api)):  # the second was not there when it was written
        edit(cluster, namespace, patch)
        assert each.keep(payments, REPORT, SCANNED)
        now = stored(cluster, namespace)
        assert (now["data"], now["binaryData"]) == (whole["data"], whole["binaryData"])
        assert now["metadata"]["annotations"] == whole["metadata"]["annotations"]


def test_a_report_that_somebody_deletes_comes_back(reports: Reports, payments: BackendRepo, cluster, namespace: str):
    reports.keep(payments, REPORT, SCANNED)
    cluster.kubectl("-n", namespace, "delete", "configmap", NAME)
    assert reports.keep(payments, REPORT, SCANNED)
    assert stored(cluster, namespace)["data"]


def test_a_configmap_of_somebody_else_is_left_as_it_is(reports: Reports, payments: BackendRepo, cluster, namespace):
    cluster.kubectl("-n", namespace, "create", "configmap", NAME, "--from-literal=theirs=kept")
    with pytest.raises(Taken, match=f"The ConfigMap {NAME} in the namespace {namespace} was not made by this operator"):
        reports.keep(payments, REPORT, SCANNED)
    assert stored(cluster, namespace)["data"] == {"theirs": "kept"}


def test_the_report_of_a_predecessor_is_written_over_and_not_believed(api: Cluster, payments, cluster, namespace):
    Reports(api).keep(payments, REPORT, SCANNED)
    cluster.kubectl("-n", namespace, "delete", "backendrepo", "payments")
    successor, reports = applied(cluster, namespace, "payments"), Reports(api)
    assert reports.scanned(successor) is None
    assert reports.keep(successor, REPORT, SCANNED)
    (owner,) = stored(cluster, namespace)["metadata"]["ownerReferences"]
    assert owner["uid"] == successor.metadata.uid != payments.metadata.uid


BOMB = gzip.compress(b" " * (result.LARGEST + 1))


@pytest.mark.parametrize(
    "kept",
    [
        b"",
        b"no gzip",
        BOMB,
        gzip.compress(b"{}"),
        gzip.compress(result.write(result.Failure("ScanLost", "Gone."))),
        packed(renamed("acme/other")),
        packed(SCANNED)[:-9],
    ],
    ids=["nothing", "no gzip", "bomb", "no result", "a failure", "another repository", "cut"],
)
def test_what_is_broken_counts_as_absent(kept: bytes, api: Cluster, payments: BackendRepo, cluster, namespace: str):
    Reports(api).keep(payments, REPORT, SCANNED)
    edit(cluster, namespace, {"binaryData": {RESULT: base64.b64encode(kept).decode()}})
    assert Reports(api).scanned(payments) is None


def test_what_somebody_puts_in_its_place_is_not_believed(api: Cluster, payments: BackendRepo, cluster, namespace: str):
    """Who may edit ConfigMaps must not decide which checks the operator requires."""
    Reports(api).keep(payments, REPORT, SCANNED)
    forged = replace(SCANNED, report=replace(REPORT, findings=()))
    known = digest(SCANNED)
    assert Reports(api).scanned(payments, known) == SCANNED
    edit(cluster, namespace, {"binaryData": {RESULT: base64.b64encode(packed(forged)).decode()}})
    assert Reports(api).scanned(payments) == forged
    assert Reports(api).scanned(payments, known) is None


def test_what_was_forgotten_is_read_again(reports: Reports, payments: BackendRepo, cluster, namespace: str):
    reports.keep(payments, REPORT, SCANNED)
    reports.forget(payments.metadata.uid)
    reports.forget("never seen")
    assert reports.scanned(payments) == SCANNED
    cluster.kubectl("-n", namespace, "delete", "configmap", NAME)
    assert reports.scanned(payments) == SCANNED
    reports.forget(payments.metadata.uid)
    assert reports.scanned(payments) is None


def test_in_a_namespace_that_is_gone_nothing_is_kept(reports: Reports):
    assert reports.scanned(repo(namespace="no-such-namespace")) is None
    assert not reports.keep(repo(namespace="no-such-namespace"), REPORT, SCANNED)
