"""Scans as processes of this machine: reports land, required checks follow the workflows."""

import json
from collections.abc import Iterator

import pytest
from tests.backends import JOBS, backend, renamed
from tests.e2e.rig import Rig

from backendrepo.scans.processes import Processes


@pytest.fixture
def scanning(rig: Rig) -> Iterator[Rig]:
    """The rig with a repository of content, and the operator scanning."""
    rig.github.repository("acme/a").commit(backend())
    runner = Processes()
    try:
        with rig.operator(runner):
            yield rig
    finally:
        runner.close()


def test_a_repository_is_scanned_and_its_report_lands(scanning: Rig):
    scanning.apply(scanning.repo())
    status = scanning.scanned()
    conditions = scanning.conditions()
    print(scanning.kubectl("describe", "backendrepos.backendrepo.dev", "a"))
    print(scanning.kubectl("get", "backendrepos.backendrepo.dev", "-o", "wide"))
    assert {type: (each["status"], each["reason"]) for type, each in conditions.items()} == {
        "Ready": ("True", "InSync"),
        "GovernanceInSync": ("True", "InSync"),
        "ScanSucceeded": ("True", "Scanned"),
        "Conformant": ("True", "Conformant"),
        "DependenciesSecure": ("Unknown", "AdvisoriesNotRead"),
    }
    report = scanning.configmap(status["conformance"]["reportRef"]["name"])
    (result,) = json.loads(report["data"]["backend-standards-conformance.json"])["results"]
    assert result["repo"] == "acme/a"
    assert result["level"] == status["conformance"]["level"]


def test_the_gates_of_the_workflows_become_required_checks(scanning: Rig):
    scanning.apply(scanning.repo())
    scanning.scanned()
    required = scanning.protection()["checks"]
    assert set(required) == set(JOBS)


def test_a_renamed_job_is_followed(scanning: Rig):
    scanning.apply(scanning.repo())
    scanning.scanned()
    commit = scanning.github.repository("acme/a").commit(renamed("lint", "style"))
    scanning.request()
    scanning.scanned(commit=commit.sha)
    scanning.until(lambda: "style" in scanning.protection()["checks"], "the new name required")
    assert set(scanning.protection()["checks"]) == {*JOBS, "style"} - {"lint"}
