"""`backendrepo report` against a real API server."""

import argparse
import base64
import gzip
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.cluster import Cluster as RealCluster
from tests.reports.conftest import applied
from tests.reports.made import REPORT, SCANNED, raw
from tests.reports.test_documents import published

from backendrepo.artifacts import CONFORMANCE, ROLLUP
from backendrepo.cluster import Cluster
from backendrepo.reports.options import arguments
from backendrepo.reports.reports import Reports
from backendrepo.reports.run import run

pytestmark = pytest.mark.integration


@pytest.fixture(autouse=True)
def kubeconfig(cluster: RealCluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KUBECONFIG", str(cluster.kubeconfig))


def report(folder: Path, *namespaces: str) -> int:
    parser = argparse.ArgumentParser()
    arguments(parser)
    options = [f"--namespace={namespace}" for namespace in namespaces]
    return run(parser.parse_args([*options, "--output", str(folder)]))


def document(folder: Path, name: str = CONFORMANCE) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / f"{name}.json").read_text())
    published[name].validate(found)
    return found


def scanned(api: Cluster, cluster: RealCluster, namespace: str, *names: str) -> None:
    """Have BackendRepos whose scan is over, with their reports."""
    for name in names:
        repo = applied(cluster, namespace, name)
        learnt = replace(SCANNED, report=replace(REPORT, repository=f"acme/{name}"))
        Reports(api).keep(repo, learnt.report, learnt)
        status = raw()["status"]
        status["conformance"]["reportRef"] = {"name": f"{name}-conformance"}
        change(cluster, namespace, {"status": status}, "--subresource=status", name=name)


def change(cluster: RealCluster, namespace: str, patch: dict[str, Any], *options: str, name: str = "payments") -> None:
    patched = ["--type=merge", f"-p={json.dumps(patch)}", *options]
    cluster.kubectl("-n", namespace, "patch", "backendrepo", name, *patched)


def test_the_four_artifacts_have_all_evidence_of_the_cluster(api, cluster, namespace: str, tmp_path: Path, capsys):
    scanned(api, cluster, namespace, "payments", "ledger")
    applied(cluster, namespace, "young")
    assert report(tmp_path / "output", namespace) == 0
    ledger, payments, young = document(tmp_path / "output")["results"]
    assert [each["repo"] for each in (ledger, payments, young)] == ["acme/ledger", "acme/payments", "acme/young"]
    assert payments["controls"][0]["evidence"] == [{"path": "Makefile", "line": 3, "text": "lint:"}]
    assert (young["status"], young["reason"]) == ("missing-repo", "It was not scanned yet.")
    entries = document(tmp_path / "output", ROLLUP)["repos"]
    assert [len(entry["advisories"]) for entry in entries] == [1, 1, 0]
    assert "\n## acme/ledger\n" in (tmp_path / "output" / f"{CONFORMANCE}.md").read_text()
    told = capsys.readouterr().err
    assert f"Wrote the artifacts of 3 repositories, 1 of them without a report, to {tmp_path / 'output'}." in told


def test_of_several_namespaces_each_repository_is_there_once(api, cluster, namespace: str, tmp_path: Path, capsys):
    scanned(api, cluster, namespace, "payments")
    assert report(tmp_path, namespace, namespace, "no-such-namespace") == 0
    assert "Wrote the artifacts of 1 repository to" in capsys.readouterr().err
    assert document(tmp_path)["backend_repos"] == ["acme/payments"]
    assert report(tmp_path) == 0
    assert "acme/payments" in document(tmp_path)["backend_repos"]


STANDARD = {
    "apiVersion": "backendrepo.dev/v1alpha1",
    "kind": "BackendStandard",
    "spec": {"controls": {"oldestEvidenceDays": 90}},
}


def test_the_standard_of_a_repository_says_how_old_a_scan_may_be(api, cluster, namespace: str, tmp_path: Path):
    cluster.apply(json.dumps({**STANDARD, "metadata": {"name": namespace}}))
    scanned(api, cluster, namespace, "payments")
    lately = f"{datetime.now(UTC) - timedelta(days=30):%Y-%m-%dT%H:%M:%SZ}"
    change(cluster, namespace, {"status": {"scan": {"lastScan": lately}}}, "--subresource=status")
    for standard, old in ((namespace, False), ("backend-foundation", True)):
        change(cluster, namespace, {"spec": {"standardRef": {"name": standard}}})
        assert report(tmp_path, namespace) == 0
        assert document(tmp_path)["results"][0]["out_of_date"] is old
    cluster.kubectl("delete", "backendstandard", namespace)


def lines(text: str) -> dict[str, Any]:
    return {"data": {f"{CONFORMANCE}.json": text}}


@pytest.mark.parametrize(
    ("patch", "reason"),
    [
        (lines("no JSON"), "holds no report"),
        (lines(json.dumps({})), "holds no report"),
        ({"data": None}, "holds no report"),
        ({"metadata": {"labels": None}}, "holds no report"),
        (None, "is gone"),
    ],
    ids=["no json", "another json", "empty", "not ours", "deleted"],
)
def test_a_report_that_cannot_be_read_is_told_as_missing(
    patch: dict[str, Any] | None, reason: str, api, cluster, namespace: str, tmp_path: Path
):
    scanned(api, cluster, namespace, "payments")
    change = ["delete"] if patch is None else ["patch", "--type=merge", f"-p={json.dumps(patch)}"]
    cluster.kubectl("-n", namespace, change[0], "configmap", "payments-conformance", *change[1:])
    assert report(tmp_path, namespace) == 0
    (result,) = document(tmp_path)["results"]
    assert result["reason"] == f"The ConfigMap {namespace}/payments-conformance {reason}."
    assert document(tmp_path, ROLLUP)["repos"][0]["status"] == "missing-repo"


def test_a_report_that_was_too_large_is_told_as_missing(api, cluster, namespace: str, tmp_path: Path):
    scanned(api, cluster, namespace, "payments")
    payments = applied(cluster, namespace, "payments")
    Reports(api).keep(payments, replace(REPORT, findings=REPORT.findings * 200), SCANNED)
    assert report(tmp_path, namespace) == 0
    assert document(tmp_path)["results"][0]["reason"].startswith("The report, of 800 findings,")


def test_a_result_that_is_broken_leaves_the_report(api, cluster, namespace: str, tmp_path: Path):
    scanned(api, cluster, namespace, "payments")
    broken = base64.b64encode(gzip.compress(b"{}")).decode()
    for result in ({"scan-result": broken}, None):
        patch = json.dumps({"binaryData": result})
        cluster.kubectl("-n", namespace, "patch", "configmap", "payments-conformance", "--type=merge", "-p", patch)
        assert report(tmp_path, namespace) == 0
        assert document(tmp_path)["results"][0]["level"] == "None"
        assert document(tmp_path, ROLLUP)["repos"][0]["reason"] == "Advisories were not read."


def test_where_there_is_none_it_says_so_and_writes_nothing(api, namespace: str, tmp_path: Path, capsys):
    assert report(tmp_path / "output", namespace) == 1
    assert f"There is no BackendRepo in {namespace} of the cluster that KUBECONFIG leads to." in capsys.readouterr().err
    assert not (tmp_path / "output").exists()


def test_a_folder_that_cannot_be_written_is_told(api, cluster, namespace: str, tmp_path: Path, capsys):
    applied(cluster, namespace, "payments")
    (tmp_path / "output").touch()
    assert report(tmp_path / "output", namespace) == 1
    assert f"The artifacts cannot be written to {tmp_path / 'output'} (File exists)." in capsys.readouterr().err


def test_the_rights_that_it_takes_are_told_and_are_enough(
    api, cluster, namespace: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys
):
    scanned(api, cluster, namespace, "payments")
    cluster.kubectl("-n", namespace, "create", "serviceaccount", "reader")
    monkeypatch.setenv("KUBECONFIG", str(cluster.kubeconfig_for_service_account(namespace, "reader")))
    assert report(tmp_path / "output", namespace) == 1
    told = capsys.readouterr().err
    assert "cannot list resource" in told
    assert "It takes the rights to list backendrepos and to get configmaps in each namespace" in told
    assert not (tmp_path / "output").exists()

    rights = ["--verb=list,get", "--resource=backendrepos.backendrepo.dev,configmaps"]
    cluster.kubectl("-n", namespace, "create", "role", "reader", *rights)
    account = f"--serviceaccount={namespace}:reader"
    cluster.kubectl("-n", namespace, "create", "rolebinding", "reader", "--role=reader", account)
    assert report(tmp_path / "output", namespace) == 0
    assert document(tmp_path / "output")["backend_repos"] == ["acme/payments"]
    assert "BackendStandards may not be listed" in capsys.readouterr().err
