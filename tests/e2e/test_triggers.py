"""Level-triggered: whatever changes, the same reconcile follows; and where nothing changed, nothing is written."""

import pytest
from tests.e2e.rig import GOVERN, Rig

from backendrepo.api.kinds import BACKEND_REPO
from backendrepo.world import World

STRICT = {"allowDeletions": {"value": False}, "requiredSignatures": {"value": True}}
LAX = {"allowDeletions": {"value": False}}


def on_standard(rig: Rig, **governance: object) -> None:
    rig.apply(rig.make("BackendStandard", rig.standard, governance=governance))


def test_a_changed_spec_is_carried_out(running: Rig):
    running.apply(running.repo())
    running.ready()
    running.patch(governance={"requiredPullRequestReviews": {"requiredApprovingReviewCount": {"value": 2}}})
    running.ready()
    assert running.protection()["required_pull_request_reviews"].required_approving_review_count == 2


def test_a_changed_standard_reaches_each_repository_on_it(running: Rig):
    running.github.add_repository("acme/b")
    on_standard(running, **LAX)
    running.apply(*(running.repo(name, standardRef={"name": running.standard}) for name in "ab"))
    running.ready("a")
    running.ready("b")
    assert not running.protection("a")["required_signatures"]
    on_standard(running, **STRICT)
    for name in "ab":
        running.until(lambda name=name: running.protection(name)["required_signatures"], f"{name} signed")


def test_drift_is_repaired_by_the_clock_alone(rig: Rig, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(World, "drift_interval", lambda *_: 0.2)
    with rig.operator():
        rig.apply(rig.repo())
        rig.ready()
        rig.github.repository("acme/a").protection().allow_force_pushes = True
        rig.until(lambda: rig.protection()["allow_force_pushes"] is False, "the repair")


def test_a_corrected_connection_reaches_each_repository_that_waits_for_it(running: Rig):
    running.connect(apiUrl="http://127.0.0.1:1")
    running.apply(running.repo())
    running.failed("GitHubUnavailable")
    running.connect()
    running.ready()


def test_a_connection_that_works_again_wakes_the_repositories_that_wait_for_it(rig: Rig):
    rig.kubectl("delete", "secret", "github")
    with rig.operator() as operator:
        rig.apply(rig.repo())
        rig.failed("CredentialMissing")
        rig.until(lambda: rig.conditions(rig.connection, "GitHubConnection").get("Stalled"), "connection stalled")
        rig.store_token(rig.token)
        operator.turn(("GitHubConnection", ("", rig.connection)))  # nobody watches Secrets: the clock's turn
        rig.ready()


def test_the_enterprise_server_path_works(rig: Rig):
    rig.connect(apiUrl=f"{rig.github.url}/api/v3")
    with rig.operator():
        rig.apply(rig.repo())
        rig.ready()


def test_a_github_app_governs_with_tokens_of_its_installation(rig: Rig):
    app = rig.github.add_app(4242, GOVERN)
    app.install("acme")
    secret = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "app", "namespace": rig.namespace}}
    rig.apply({**secret, "stringData": {"key": app.private_key}})
    rig.connect(auth={"app": {"appId": 4242, "privateKeySecretRef": {"name": "app", "key": "key"}}})
    with rig.operator():
        rig.apply(rig.repo())
        rig.ready()
    assert {each.token[:4] for each in rig.github.requests.writes()} == {"ghs_"}


def test_a_restart_looks_and_writes_nothing(rig: Rig):
    with rig.operator():
        rig.apply(rig.repo())
        rig.ready()
    rig.github.requests.clear()
    version = rig.get()["metadata"]["resourceVersion"]
    with rig.operator():
        rig.request()
    assert rig.writes() == []
    assert int(rig.get()["metadata"]["resourceVersion"]) > int(version)  # the annotation and its acknowledgement


def test_observe_reports_drift_and_never_writes_until_it_is_left(running: Rig):
    running.apply(running.repo(mode="Observe"))
    status = running.ready()
    assert status["governance"]["state"] == "Observing"
    assert {"setting": "enforceAdmins", "live": "false", "wanted": "true"} in status["governance"]["drift"]
    assert running.conditions()["GovernanceInSync"]["status"] == "False"
    assert running.writes() == []
    running.patch(mode="Enforce")
    running.until(lambda: running.status()["governance"]["state"] == "InSync", "a InSync")
    assert "drift" not in running.status()["governance"]


def test_a_suspended_repository_is_left_alone(running: Rig):
    running.apply(running.repo(suspend=True))
    running.failed("Suspended")
    running.settle()
    assert running.github.requests.matching(path="/repos/") == []
    running.patch(suspend=False)
    running.ready()


def test_the_watch_of_one_namespace_leaves_others_alone(running: Rig):
    other = f"{running.namespace}-other"
    running.cluster.kubectl("create", "namespace", other)
    foreign = running.repo()
    foreign["metadata"]["namespace"] = other
    running.apply(foreign, running.repo())
    running.ready()
    found = running.cluster.kubectl("-n", other, "get", "br", "a", "-o", "jsonpath={.status.conditions}")
    running.cluster.kubectl("delete", "namespace", other, "--wait=false")
    assert found == ""


def test_an_object_deleted_unnoticed_is_not_enforced_any_more(running: Rig):
    """A watch may miss a deletion: the object is read once more before GitHub is written to."""
    running.apply(running.repo())
    running.ready()
    store, name = running.operator_in_use.world.store, (running.namespace, "a")
    ghost = store.get(BACKEND_REPO, name)
    running.kubectl("delete", "br", "a")
    running.settle()
    store.put(BACKEND_REPO, ghost)
    running.github.repository("acme/a").protect("main")
    running.github.requests.clear()
    running.operator_in_use.turn(("BackendRepo", name))
    running.until(lambda: running.github.requests.matching(path="/repos/acme/a"), "a look")
    running.settle()
    assert running.writes() == []
    assert store.get(BACKEND_REPO, name) is None
