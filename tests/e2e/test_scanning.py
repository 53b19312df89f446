"""Scans as processes of this machine: reports land, required checks follow the workflows."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

import pytest
from tests.backends import JOBS, backend, renamed
from tests.e2e.rig import Object, Rig
from tests.osv.records import record
from tests.osv.server import OsvServer

from backendrepo.governance.required_checks import ACTIONS_APP
from backendrepo.scans.processes import Processes
from backendrepo.standards import built_in
from backendrepo.world import now


@pytest.fixture
def osv() -> Iterator[OsvServer]:
    with OsvServer([record("GHSA-xxxx-yyyy-zzzz", "jinja2", ("3.1.5",), "3.1.6", label="CRITICAL")]) as server:
        yield server


@pytest.fixture
def stocked(rig: Rig, osv: OsvServer) -> Rig:
    """The rig with a repository of content and a standard that asks about advisories; no operator yet."""
    rig.github.repository("acme/a").commit(backend())
    rig.apply(rig.make("BackendStandard", rig.standard, **built_in().spec.manifest() | {"scan": {"osvUrl": osv.url}}))
    return rig


@pytest.fixture
def runner() -> Iterator[Processes]:
    runner = Processes()
    yield runner
    runner.close()


@pytest.fixture
def scanning(stocked: Rig, runner: Processes) -> Iterator[Rig]:
    """The same with the operator scanning."""
    with stocked.operator(runner):
        yield stocked


def scanned(rig: Rig, **spec: object) -> Object:
    """Apply a BackendRepo and return its status after the first scan."""
    rig.apply(rig.repo(standardRef={"name": rig.standard}, **spec))
    return rig.scanned()


def verdicts(rig: Rig) -> dict[str, tuple[str, str]]:
    return {kind: (each["status"], each["reason"]) for kind, each in rig.conditions().items()}


def required(rig: Rig) -> set[str]:
    checks = rig.protection().get("required_status_checks")
    return set(checks.checks) if checks else set()


def test_a_repository_that_keeps_the_standard_is_scanned_and_its_report_lands(scanning: Rig):
    status = scanned(scanning)
    assert verdicts(scanning) == {
        "Ready": ("True", "InSync"),
        "GovernanceInSync": ("True", "InSync"),
        "ScanSucceeded": ("True", "Scanned"),
        "Conformant": ("True", "Conformant"),
        "DependenciesSecure": ("True", "NoGraveAdvisories"),
    }
    assert status["conformance"]["level"] == "Gold"
    report = scanning.configmap(status["conformance"]["reportRef"]["name"])
    (result,) = json.loads(report["data"]["backend-standards-conformance.json"])["results"]
    assert (result["repo"], result["level"], result["status"]) == ("acme/a", "Gold", "ok")
    assert {"governance", "evidence"} <= {control["id"].partition("/")[0] for control in result["controls"]}
    line = scanning.kubectl("get", "br").splitlines()[1].split()
    assert line[:8] == ["a", "acme/a", "True", "InSync", "InSync", "Gold", f"{status['conformance']['passed']}", "0"]


def test_the_gates_of_the_workflows_become_required_checks(scanning: Rig):
    status = scanned(scanning)
    assert required(scanning) == set(JOBS)
    assert status["governance"]["requiredChecks"]["mode"] == "Derived"
    assert set(status["governance"]["requiredChecks"]["enforced"]) == set(JOBS)


def test_a_renamed_job_is_followed(scanning: Rig):
    scanned(scanning)
    commit = scanning.github.repository("acme/a").commit(renamed("lint", "style"))
    scanning.request()
    scanning.scanned(commit=commit.sha)
    scanning.until(lambda: "style" in required(scanning), "the new name required")
    assert required(scanning) == {*JOBS, "style"} - {"lint"}


def test_a_required_check_that_a_rename_leaves_behind_is_told_of_once_over_turns_and_restarts(
    stocked: Rig, runner: Processes
):
    checks = {"required_status_checks": [{"context": "lint", "integration_id": ACTIONS_APP}]}
    rule = {"type": "required_status_checks", "parameters": {**checks, "strict_required_status_checks_policy": True}}
    stocked.github.add_ruleset("acme/a", name="own", rules=[rule])  # what it requires the operator cannot let go

    def told() -> list[tuple[str, str]]:
        return [(kind, message) for kind, reason, message in stocked.events() if reason == "CheckUnreachable"]

    with stocked.operator(runner):
        scanned(stocked)
        stocked.request()
        assert told() == []
        commit = stocked.github.repository("acme/a").commit(renamed("lint", "linter"))
        stocked.request()
        stocked.scanned(commit=commit.sha)
        stocked.until(told, "the Event")
        stocked.request()
    with stocked.operator(runner):
        stocked.request()
    ((kind, message),) = told()
    assert kind == "Warning"
    assert message.startswith("The check “lint” of the branch main is required all the same")
    assert message.endswith(" Is “linter” meant?")


def test_a_critical_advisory_is_told_with_what_to_raise(scanning: Rig):
    scanning.github.repository("acme/a").commit(backend(jinja2="3.1.5"))
    scanned(scanning)
    condition = scanning.conditions()["DependenciesSecure"]
    assert (condition["status"], condition["reason"]) == ("False", "GraveAdvisories")
    assert "jinja2 3.1.5" in condition["message"]
    assert "3.1.6" in condition["message"]
    assert scanning.conditions()["Ready"]["status"] == "True"


def test_an_outage_of_the_advisory_source_costs_no_level_and_is_told(scanning: Rig, osv: OsvServer):
    level = scanned(scanning)["conformance"]["level"]
    assert level == "Gold"
    osv.faults |= dict.fromkeys(("/v1/query", "/v1/querybatch"), lambda: (503, b""))
    scanning.request_scan()
    scanning.until(lambda: verdicts(scanning)["ScanSucceeded"] == ("False", "AdvisoriesUnanswered"), "the outage told")
    assert scanning.status()["conformance"]["level"] == level
    assert verdicts(scanning)["DependenciesSecure"] == ("True", "NoGraveAdvisories")
    assert verdicts(scanning)["Ready"] == ("True", "InSync")
    osv.faults.clear()
    scanning.request_scan()
    scanning.until(lambda: verdicts(scanning)["ScanSucceeded"] == ("True", "Scanned"), "the end of the outage told")


def test_a_waived_control_is_listed_and_counts_as_what_it_is(scanning: Rig):
    scanning.github.repository("acme/a").commit({"tests/e2e/test_journey.py": None})
    today = datetime.now(UTC).date()
    waiver = {"reason": "No journeys yet", "owner": "team", "expires": f"{today + timedelta(days=90)}"}
    waivers = [{"control": name, **waiver} for name in ("gates/e2e-tests", "testing/pyramid")]
    status = scanned(scanning, waivers=waivers)
    assert verdicts(scanning)["Conformant"] == ("True", "Conformant")
    assert status["conformance"]["level"] != "Gold"
    assert status["conformance"]["counts"]["waived"] == 2
    scanning.patch(waivers=[])
    scanning.until(lambda: verdicts(scanning).get("Conformant", ("",))[0] == "False", "the waiver gone")
    assert "gates/e2e-tests" in scanning.status()["conformance"]["failing"]


def test_a_scan_that_was_asked_for_runs_on_the_same_commit(scanning: Rig):
    before = scanned(scanning)["scan"]
    scanning.request_scan()
    after = scanning.scanned()["scan"]
    assert after["commit"] == before["commit"]
    assert after["id"] != before["id"]


def test_a_report_that_somebody_deleted_comes_back(scanning: Rig):
    name = scanned(scanning)["conformance"]["reportRef"]["name"]
    scanning.kubectl("delete", "configmap", name)
    scanning.request()
    assert scanning.configmap(name)


def test_the_rollups_tell_of_each_repository(scanning: Rig):
    scanned(scanning)
    scanning.until(lambda: scanning.configmap("backendrepos"), "the rollup of the namespace")
    for name in ("backendrepos", "backendrepos-fleet"):
        scanning.until(lambda name=name: _gold(scanning.configmap(name)), f"{name} up to date")


def _gold(rollup: Object | None) -> bool:
    if rollup is None:
        return False
    results = json.loads(rollup["data"]["backend-standards-conformance.json"])["results"]
    return [(each["repo"], each["level"]) for each in results] == [("acme/a", "Gold")]


def test_what_the_credential_may_not_see_is_unknown_and_the_content_is_judged_all_the_same(scanning: Rig):
    scanning.store_token(scanning.github.add_token("reader", {"contents": "read", "metadata": "read"}))
    status = scanned(scanning)
    assert verdicts(scanning)["Ready"] == ("False", "PermissionMissing")
    assert verdicts(scanning)["ScanSucceeded"] == ("True", "Scanned")
    assert verdicts(scanning)["Conformant"] == ("Unknown", "NotJudged")
    assert "administration: read" in scanning.conditions()["Conformant"]["message"]
    assert {"governance/no-bypass", "governance/required-checks"} <= set(status["conformance"]["failing"])


def test_a_pull_request_that_is_open_when_a_job_is_renamed_is_not_held_up(scanning: Rig):
    repository = scanning.github.repository("acme/a")
    scanned(scanning)
    repository.propose(head="feature", files={"README.md": "Changed"}, checks=list(JOBS))
    commit = repository.commit(renamed("lint", "style"))
    scanning.request()
    scanning.scanned(commit=commit.sha)
    scanning.until(lambda: "style" in required(scanning), "the new name required")
    assert required(scanning) == {*JOBS, "style"} - {"lint"}


def test_a_listed_check_that_nothing_reports_is_named_before_it_blocks_anybody(scanning: Rig):
    listed = {"requiredChecks": {"checks": {"value": [{"name": "tset"}]}}}
    scanned(scanning, governance=listed)
    scanning.request()
    assert "tset" not in required(scanning)
    (unreachable,) = scanning.status()["governance"]["requiredChecks"]["unreachable"]
    assert (unreachable["name"], unreachable["suggestion"], unreachable["enforced"]) == ("tset", "test", False)
    assert "“tset” is not required" in scanning.conditions()["Ready"]["message"]


def test_a_failed_scan_leaves_the_settings_governed(scanning: Rig):
    scanning.github.faults.add(method="GET", path="/tarball/", status=404, body={"message": "Not Found"}, times=None)
    scanning.apply(scanning.repo(standardRef={"name": scanning.standard}))
    scanning.until(lambda: verdicts(scanning).get("ScanSucceeded", ("",))[0] == "False", "the failed scan told")
    assert verdicts(scanning)["Ready"] == ("True", "InSync")
    assert scanning.status()["scan"]["failures"] == 1
    assert [each[1] for each in scanning.events()].count("ScanFailed") == 1


def test_a_waiver_ends_at_midnight_without_a_scan(scanning: Rig):
    scanning.github.repository("acme/a").commit({"tests/e2e/test_journey.py": None})
    today = datetime.now(UTC).date()
    waiver = {"reason": "No journeys yet", "owner": "team", "expires": f"{today}"}
    waivers = [{"control": name, **waiver} for name in ("gates/e2e-tests", "testing/pyramid")]
    before = scanned(scanning, waivers=waivers)["scan"]
    assert verdicts(scanning)["Conformant"] == ("True", "Conformant")
    soon = datetime.combine(today + timedelta(days=1), time(), UTC) - timedelta(seconds=3)
    scanning.operator_in_use.ahead = soon - now()
    scanning.request()
    scanning.until(lambda: verdicts(scanning)["Conformant"] == ("False", "ControlsFail"), "the end of the waiver")
    assert scanning.status()["scan"]["id"] == before["id"]
    assert {each["state"] for each in scanning.status()["conformance"]["waivers"]} == {"Expired"}
    scanning.until(lambda: "WaiverExpired" in [each[1] for each in scanning.events()], "the Event")


def test_what_is_somebody_elses_is_left_alone_and_told(scanning: Rig, caplog: pytest.LogCaptureFixture):
    for name in ("a-conformance", "backendrepos"):
        scanning.kubectl("create", "configmap", name, "--from-literal=mine=all")
    scanned(scanning)
    scanning.until(lambda: verdicts(scanning)["ScanSucceeded"] == ("False", "ReportTaken"), "the condition")
    scanning.until(lambda: "backendrepos in the namespace" in caplog.text, "the rollup's warning")
    assert scanning.configmap("a-conformance")["data"] == scanning.configmap("backendrepos")["data"] == {"mine": "all"}
    scanning.kubectl("delete", "configmap", "a-conformance")
    scanning.request()
    scanning.until(lambda: verdicts(scanning)["ScanSucceeded"] == ("True", "Scanned"), "the report in its place")


def test_a_report_that_the_cluster_does_not_take_is_told_in_its_words(scanning: Rig):
    quota = {"apiVersion": "v1", "kind": "ResourceQuota", "metadata": {"name": "few", "namespace": scanning.namespace}}
    scanning.apply({**quota, "spec": {"hard": {"count/configmaps": "0"}}})
    counted = ("get", "resourcequota", "few", "-o", "jsonpath={.status.hard}")
    scanning.until(lambda: scanning.kubectl(*counted), "the quota in force")
    scanned(scanning)
    scanning.until(lambda: verdicts(scanning)["ScanSucceeded"] == ("False", "ReportRefused"), "the condition")
    assert "exceeded quota: few" in scanning.conditions()["ScanSucceeded"]["message"]
