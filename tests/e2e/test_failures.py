"""Each failure that a user can meet: its reason, what the message says to do, and that it heals without a restart."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from tests.e2e.rig import GOVERN, Rig

from backendrepo.errors import Stalled, Waiting

APP = 4242


def nothing(rig: Rig) -> None:
    """The spec alone brings it about, or heals it."""


@dataclass
class Failure:
    """A way to fail. `brings` is done before the object is applied, `heals` after the failure was seen."""

    reason: str
    says: str
    heals: Callable[[Rig], object]
    brings: Callable[[Rig], object] = nothing
    spec: dict | None = None
    waits: bool = False
    verified: bool = False  # whether it shows once the connection was looked at

    def __str__(self) -> str:
        return self.reason


def exactly(value: object) -> dict:
    return {"policy": "Exactly", "value": value}


def new_token(rig: Rig) -> None:
    rig.store_token(rig.github.add_token("bot", permissions=GOVERN))


def may_only_read(rig: Rig) -> None:
    rig.store_token(rig.github.add_token("bot", permissions={**GOVERN, "administration": "read"}))


def suspend_app(rig: Rig, *, suspended: bool = True) -> None:
    app = rig.github.apps.get(APP) or rig.github.add_app(APP, GOVERN)
    if not app.installations:
        app.install("acme")
        secret = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "app", "namespace": rig.namespace}}
        rig.apply({**secret, "stringData": {"key": app.private_key}})
        rig.connect(auth={"app": {"appId": APP, "privateKeySecretRef": {"name": "app", "key": "key"}}})
    for installation in app.installations.values():
        installation.suspended = suspended


def archive(rig: Rig, *, archived: bool = True) -> None:
    rig.github.repository("acme/a").archived = archived


def own_standard(rig: Rig) -> None:
    rig.apply(rig.make("BackendStandard", rig.standard, governance={"enforceAdmins": {"value": True}}))


FAILURES = [
    Failure("StandardNotFound", "Apply it", own_standard, spec={"standardRef": {"name": "{standard}"}}),
    Failure(
        "ConnectionNotFound",
        "kubectl get githubconnections",
        lambda rig: rig.connect(),
        lambda rig: rig.cluster.kubectl("delete", "githubconnection", rig.connection),
    ),
    Failure(
        "ConnectionNotAllowed",
        "spec.allowedNamespaces",
        lambda rig: rig.connect(),
        lambda rig: rig.connect(allowedNamespaces=["elsewhere"]),
    ),
    Failure(
        "CredentialMissing",
        "Create it",
        lambda rig: rig.store_token(rig.token),
        lambda rig: rig.kubectl("delete", "secret", "github"),
    ),
    Failure(
        "CredentialRejected", "put a valid one into its Secret", new_token, lambda rig: rig.github.revoke(rig.token)
    ),
    Failure("InstallationUnusable", "suspended", lambda rig: suspend_app(rig, suspended=False), suspend_app),
    Failure("PermissionMissing", "administration: write", new_token, may_only_read),
    Failure(
        "RepositoryNotFound",
        "acme/new",
        lambda rig: rig.github.add_repository("acme/new"),
        spec={"repository": "acme/new"},
    ),
    Failure(
        "RepositoryRenamed",
        "acme/b",
        lambda rig: rig.github.rename("acme/b", "acme/a"),
        lambda rig: rig.github.rename("acme/a", "acme/b"),
    ),
    Failure("RepositoryArchived", "Unarchive it", lambda rig: archive(rig, archived=False), archive),
    Failure(
        "BranchNotFound",
        "no branch release",
        lambda rig: rig.github.repository("acme/a").commit({}, "release"),
        spec={"branch": "release"},
    ),
    Failure(
        "PlanLimit",
        "Upgrade the plan",
        lambda rig: rig.github.faults.clear(),
        lambda rig: rig.github.faults.plan(times=None, path="protection"),
    ),
    Failure(
        "UnsafePlan",
        "spec.allowLoosening",
        lambda rig: rig.patch(allowLoosening=True),
        lambda rig: rig.github.repository("acme/a").protect("main", checks=["old"]),
        spec={"governance": {"requiredChecks": {"checks": exactly([{"name": "new"}])}}},
    ),
    Failure(
        "LoosensStandard",
        "spec.governance.enforceAdmins",
        lambda rig: rig.patch(governance=None),
        spec={"governance": {"enforceAdmins": exactly(False)}},
    ),
    Failure(
        "WriteRejected",
        "No such check",
        lambda rig: rig.github.faults.clear(),
        lambda rig: rig.github.faults.add(
            method="PUT", times=None, status=422, body={"message": "Invalid request.", "errors": ["No such check"]}
        ),
    ),
    Failure(
        "WriteNotKept",
        "enforceAdmins: false → true",
        lambda rig: rig.github.faults.clear(),
        lambda rig: rig.github.faults.add(method="PUT", times=None, status=200, body={}),
    ),
    Failure(
        "RateLimited",
        "The next try is then",
        lambda rig: rig.github.faults.clear(),
        lambda rig: rig.github.faults.too_many_requests(1, times=None, path="/repos"),
        waits=True,
    ),
    Failure(
        "RateLimited",
        "hourly request limit",
        lambda rig: rig.store_token(rig.github.add_token("another", permissions=GOVERN)),  # has a limit of its own
        lambda rig: rig.github.leave_budget(rig.token, 150),  # less than the reserve for others
        waits=True,
        verified=True,
    ),
    Failure(
        "GitHubUnavailable",
        "502",
        lambda rig: rig.github.faults.clear(),
        lambda rig: rig.github.faults.bad_gateway(times=None, path="/repos"),
        waits=True,
    ),
]


ELSEWHERE = {
    "InvalidSpec": "test_engine.py: the API server takes no spec that this version cannot read",
    "RepositoryTaken": "below",
    "RestoreFailed": "test_deletion.py",
    "Paced": "test_reconcile.py: no condition",
    "KubernetesUnavailable": "test_outages.py",
    "InternalError": "test_engine.py",
}


def test_no_reason_is_left_out():
    reasons = {leaf.__name__ for kind in (Stalled, Waiting) for leaf in kind.__subclasses__()}
    assert reasons == {failure.reason for failure in FAILURES} | set(ELSEWHERE)


@pytest.mark.parametrize("failure", FAILURES, ids=str)
def test_a_failure_has_its_reason_says_what_to_do_and_heals(failure: Failure, rig: Rig):
    failure.brings(rig)
    spec = {key: _filled(value, rig) for key, value in (failure.spec or {}).items()}
    with rig.operator():
        if failure.verified:
            rig.until(lambda: rig.conditions(rig.connection, "GitHubConnection"), "the connection looked at")
        rig.apply(rig.repo(**spec))
        conditions = rig.failed(failure.reason)
        assert failure.says in conditions["Ready"]["message"]
        assert rig.token not in str(conditions)
        if failure.waits:
            assert conditions["Ready"]["status"] == "Unknown"
            assert "Reconciling" in conditions
            assert "Stalled" not in conditions
        else:
            assert conditions["Ready"]["status"] == "False"
            assert conditions["Stalled"]["message"] == conditions["Ready"]["message"]
            assert "Reconciling" not in conditions

        failure.heals(rig)
        rig.kubectl("annotate", "br", "a", "backendrepo.dev/requestedAt=now")
        status = rig.ready()
        assert not {"Stalled", "Reconciling"} & set(rig.conditions())
        assert status["governance"]["state"] == "InSync"


def _filled(value: object, rig: Rig) -> object:
    if isinstance(value, dict):
        return {key: _filled(each, rig) for key, each in value.items()}
    return rig.standard if value == "{standard}" else value


def test_of_two_for_one_repository_the_older_governs_until_it_is_deleted(running: Rig):
    running.apply(running.repo("one", repository="acme/a"), running.repo("two", repository="ACME/A"))
    older, younger = sorted(("one", "two"), key=lambda name: _seniority(running, name))
    message = running.failed("RepositoryTaken", younger)["Stalled"]["message"]
    assert f"{running.namespace}/{older}" in message
    running.ready(older)
    running.kubectl("delete", "br", older)
    running.ready(younger)


def _seniority(rig: Rig, name: str) -> tuple[str, str]:
    metadata = rig.get(name)["metadata"]
    return metadata["creationTimestamp"], metadata["uid"]


def test_one_bad_repository_never_delays_another(rig: Rig):
    rig.github.add_repository("acme/hanging")
    rig.github.faults.timeout(path="/acme/hanging", times=None)
    rig.github.add_repository("acme/broken")
    rig.github.faults.malformed_json(path="/acme/broken", times=None)
    rig.apply(rig.repo("hanging"), rig.repo("missing"), rig.repo("broken"), rig.repo("a"))
    with rig.operator():
        rig.ready("a")
        assert "Ready" not in rig.conditions("hanging")  # its answer is still awaited
        rig.failed("GitHubUnavailable", "broken")
        rig.failed("RepositoryNotFound", "missing")
        rig.github.close()  # ends the wait of the hanging one


def test_a_failing_connection_is_told_on_the_connection(running: Rig):
    running.until(lambda: _reason(running) == "Valid", "connection Valid")
    running.github.revoke(running.token)
    running.connect(budget={"pointsPerMinute": 600})
    running.until(lambda: _reason(running) == "CredentialRejected", "connection rejected")


def test_what_a_repository_learns_of_the_credential_is_told_on_the_connection_at_once(running: Rig):
    running.apply(running.repo("a"))
    running.ready("a")
    running.until(lambda: _reason(running) == "Valid", "connection Valid")
    running.github.revoke(running.token)
    running.request("a")
    running.until(lambda: _reason(running) == "CredentialRejected", "connection rejected")


def _reason(rig: Rig) -> str:
    conditions = rig.conditions(rig.connection, "GitHubConnection")
    return str(conditions.get("Ready", {}).get("reason"))
