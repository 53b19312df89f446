"""The main path: apply a BackendRepo, and the repository comes onto the standard and stays there."""

import requests
from tests.e2e.rig import Rig

STANDARD = {
    "enforce_admins": True,
    "required_linear_history": True,
    "allow_force_pushes": False,
    "allow_deletions": False,
}


def listed(*names: str) -> dict:
    return {"requiredChecks": {"checks": {"value": [{"name": name} for name in names]}}}


def test_an_unprotected_repository_comes_onto_the_standard(running: Rig):
    running.apply(running.repo(governance=listed("lint", "test")))
    status = running.ready()

    # an independent reader: plain HTTP, as GitHub documents it
    url, headers = f"{running.github.url}/repos/acme/a", {"Authorization": f"Bearer {running.token}"}
    protection = requests.get(f"{url}/branches/main/protection", headers=headers, timeout=30).json()
    assert {name: protection[name]["enabled"] for name in STANDARD} == STANDARD
    assert protection["required_pull_request_reviews"]["required_approving_review_count"] == 0
    assert protection["required_status_checks"]["strict"] is True
    assert protection["required_status_checks"]["checks"] == [
        {"context": "lint", "app_id": 15368},
        {"context": "test", "app_id": 15368},
    ]
    repository = requests.get(url, headers=headers, timeout=30).json()
    assert repository["allow_auto_merge"] is True
    assert [repository[f"allow_{each}"] for each in ("squash_merge", "merge_commit", "rebase_merge")] == [
        True,
        False,
        False,
    ]

    assert {each["type"]: each["status"] for each in status["conditions"]} == {
        "Ready": "True",
        "GovernanceInSync": "True",
        "ScanSucceeded": "Unknown",
        "Conformant": "Unknown",
        "DependenciesSecure": "Unknown",
    }
    assert status["governance"]["state"] == "InSync"
    assert [each["branch"] for each in status["adopted"]] == ["main"]
    ((kind, reason, message),) = running.events()
    assert (kind, reason) == ("Normal", "Repaired")
    assert "requiredChecks.checks: none → lint, test" in message


def test_kubectl_get_says_how_it_stands(running: Rig):
    running.apply(running.repo())
    running.ready()
    header, line = running.kubectl("get", "br").splitlines()
    assert header.split()[:5] == ["NAME", "REPOSITORY", "READY", "STATUS", "GOVERNANCE"]
    assert line.split()[:5] == ["a", "acme/a", "True", "InSync", "InSync"]


def test_the_first_enforcement_takes_six_requests_and_a_look_without_drift_three(running: Rig):
    running.apply(running.repo(governance=listed("lint")))
    running.ready()
    about_a = running.github.requests.matching(path="^/repos/acme/a")
    assert [each.method for each in about_a] == ["GET", "GET", "GET", "PUT", "PATCH", "GET"]

    running.github.requests.clear()
    running.request()
    again = running.github.requests.matching(path="^/repos/acme/a")
    assert [each.method for each in again] == ["GET", "GET", "GET"]
    running.github.requests.clear()
    running.request()
    assert [each.status for each in running.github.requests.matching(path="^/repos/acme/a")] == [304, 304, 304]


def test_what_was_loosened_behind_the_operators_back_is_repaired_and_told(running: Rig):
    running.apply(running.repo())
    running.ready()
    running.github.repository("acme/a").protect("main", allow_force_pushes=True)
    running.request()
    assert running.protection()["allow_force_pushes"] is False
    repaired = running.status()["governance"]["lastRepair"]["changes"]
    assert {"setting": "allowForcePushes", "live": "true", "wanted": "false"} in repaired
    assert [reason for _, reason, _ in running.events()] == ["Repaired", "Repaired"]


def test_what_the_standard_does_not_name_and_what_is_stricter_stays(running: Rig):
    repository = running.github.repository("acme/a")
    repository.protect(
        "main",
        checks=["security"],
        reviews={"required_approving_review_count": 3, "require_code_owner_reviews": True},
        restrictions={"users": ["octocat"], "teams": [], "apps": []},
        lock_branch=True,
        block_creations=True,
        required_conversation_resolution=True,
    )
    repository.delete_branch_on_merge = True
    running.apply(running.repo(governance=listed("lint")))
    running.ready()
    kept = running.protection()
    assert kept["required_pull_request_reviews"].required_approving_review_count == 3
    assert kept["required_pull_request_reviews"].require_code_owner_reviews is True
    assert set(kept["required_status_checks"].checks) == {"security", "lint"}
    assert kept["lock_branch"]
    assert kept["block_creations"]
    assert kept["required_conversation_resolution"]
    assert kept["restrictions"].users == ["octocat"]
    assert repository.delete_branch_on_merge is True


def test_a_ruleset_that_enforces_a_rule_already_is_not_reported_as_drift(running: Rig):
    rules = [
        {"type": "non_fast_forward"},
        {"type": "deletion"},
        {"type": "required_linear_history"},
        {
            "type": "pull_request",
            "parameters": {
                "required_approving_review_count": 1,
                "dismiss_stale_reviews_on_push": False,
                "require_code_owner_review": False,
                "require_last_push_approval": False,
                "required_review_thread_resolution": False,
                "allowed_merge_methods": ["squash"],
            },
        },
    ]
    running.github.add_ruleset("acme/a", name="baseline", rules=rules)
    unmanaged = {"policy": "Unmanaged"}
    standard = running.make(
        "BackendStandard",
        running.standard,
        governance={
            "requiredPullRequestReviews": {"required": {"value": True}},
            "allowForcePushes": {"value": False},
            "allowDeletions": {"value": False},
            "requiredLinearHistory": {"value": True},
            "mergeMethods": {"value": ["Squash"]},
            "enforceAdmins": unmanaged,
        },
    )
    running.apply(standard, running.repo(standardRef={"name": running.standard}))
    running.ready()
    assert running.writes() == []


def test_nothing_is_asked_or_written_while_nothing_changes(running: Rig, control_plane):
    running.apply(running.repo())
    running.ready()
    running.settle()
    before, seen = len(running.github.requests), len(control_plane.audit())
    running.settle()
    running.settle()
    assert len(running.github.requests) == before
    quiet = [entry for entry in control_plane.audit()[seen:] if "backendrepo" in entry.get("userAgent", "")]
    assert [entry["verb"] for entry in quiet if entry["verb"] != "watch"] == []
