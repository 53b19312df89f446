"""`BackendRepo` as the API server takes and refuses it; its `governance` is in test_governance.py."""

import subprocess
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.api.api_server import ApiServer, Refused, assert_refused, assert_taken, manifest

from backendrepo.api.backendrepo import BackendRepo
from backendrepo.api.objects import RESTORE_FINALIZER

pytestmark = pytest.mark.integration

KIND = "BackendRepo"


def repo(**spec: Any) -> dict[str, Any]:
    return {"repository": "acme/payments-api", **spec}


def waiver(**fields: Any) -> dict[str, Any]:
    return repo(waivers=[{"control": "gates/e2e", "reason": "x", "owner": "team", "expires": "2027-03-31", **fields}])


OWNER_NAME = "write owner/name, for example acme/payments-api (no URL, no .git, no branch)"
ONE_BRANCH = "write one branch by its name, for example main (no refs/heads/, no pattern, no spaces)"
A_NAME = "write the name as kubectl lists it: lower-case letters, digits, - and . only"
A_CONTROL = "write a control as family/name, for example gates/e2e-tests"
A_DAY = "write a day as YEAR-MONTH-DAY, for example 2027-03-31"
CRON = "write a schedule as five cron fields, for example 0 3 * * *"

REFUSED = [
    (None, "spec: Required value"),
    ({}, "spec.repository: Required value"),
    (repo(repository="payments-api"), OWNER_NAME),
    (repo(repository="https://github.com/acme/payments-api"), OWNER_NAME),
    (repo(repository="git@github.com:acme/payments-api.git"), OWNER_NAME),
    (repo(repository="acme/payments-api/tree/main"), OWNER_NAME),
    (repo(repository="acme/payments api"), OWNER_NAME),
    (repo(repository="acme/payments-api\n"), OWNER_NAME),
    (repo(repository="acme/"), OWNER_NAME),
    (repo(repository=""), OWNER_NAME),
    (repo(repository="-acme/x"), OWNER_NAME),
    (repo(repository="acme/../admin"), OWNER_NAME),
    (repo(repository="acme/.."), OWNER_NAME),
    (repo(repository="acme/."), OWNER_NAME),
    (repo(repository="acme/payments-api.git"), "write owner/name without .git"),
    (repo(repository="a" * 39 + "/" + "b" * 101), "spec.repository: Too long: may not be more than 140"),
    (repo(repository=5), "spec.repository in body must be of type string"),
    (repo(branch=""), "spec.branch in body should be at least 1 chars long"),
    (repo(branch="refs/heads/main"), ONE_BRANCH),
    (repo(branch="release/*"), ONE_BRANCH),
    (repo(branch="my branch"), ONE_BRANCH),
    (repo(branch="main/"), ONE_BRANCH),
    *(
        (repo(branch=name), ONE_BRANCH)
        for name in ("..", "a..b", "x.lock", "a/.b", "a//b", "/a", "a.", "-a", "@", "a@{1}")
    ),
    *((repo(branch=f"a{sign}b"), ONE_BRANCH) for sign in "~^:?*[\\ \t\n\x7f"),
    (repo(branch="b" * 256), "spec.branch: Too long: may not be more than 255"),
    (repo(branch=["main"]), "spec.branch in body must be of type string"),
    (repo(mode="DryRun"), 'supported values: "Enforce", "Observe"'),
    (repo(mode="enforce"), 'supported values: "Enforce", "Observe"'),
    (repo(deletionPolicy="Delete"), 'supported values: "Orphan", "Restore"'),
    (repo(suspend="yes"), "spec.suspend in body must be of type boolean"),
    (repo(allowLoosening=1), "spec.allowLoosening in body must be of type boolean"),
    (repo(standardRef={}), "spec.standardRef.name: Required value"),
    (repo(standardRef="backend-foundation"), "spec.standardRef in body must be of type object"),
    (repo(standardRef={"name": "Backend Foundation"}), A_NAME),
    (repo(connectionRef={"name": ""}), A_NAME),
    (repo(connectionRef={"name": "../../../../api/v1/secrets"}), A_NAME),
    (repo(connectionRef={"name": "a.-b"}), A_NAME),
    (waiver(control="e2e"), A_CONTROL),
    (waiver(control="Gates/E2E"), A_CONTROL),
    (waiver(reason=""), "spec.waivers[0].reason in body should be at least 1 chars long"),
    (waiver(owner=None), "spec.waivers[0].owner: Required value"),
    (waiver(expires="soon"), A_DAY),
    (waiver(expires="31.3.2027"), A_DAY),
    (waiver(expires="2027-3-31"), A_DAY),
    (waiver(expires="2027-04-31"), A_DAY),
    (waiver(expires="2027-02-29"), A_DAY),
    (waiver(expires="2027-13-01"), A_DAY),
    (repo(waivers=waiver()["waivers"] * 2), 'Duplicate value: {"control":"gates/e2e"}'),
    (repo(waivers=[{"control": "gates/e2e"}]), "spec.waivers[0].owner: Required value"),
    (repo(scan={"schedule": "daily"}), CRON),
    (repo(scan={"schedule": "@daily"}), CRON),
    (repo(scan={"schedule": "0 3 * * * *"}), CRON),
    (repo(scan={"timeout": "5"}), "write a time from 10s to 1h, for example 5m"),
    (repo(scan={"timeout": "1d"}), "write a time from 10s to 1h, for example 5m"),
    (repo(scan={"timeout": "1h1s"}), "write a time from 10s to 1h, for example 5m"),
    (repo(repo="acme/x"), 'unknown field "spec.repo"'),
    (repo(deletionpolicy="Restore"), 'unknown field "spec.deletionpolicy"'),
]


@pytest.mark.parametrize(("spec", "says"), REFUSED)
def test_what_is_wrong_is_refused_with_what_to_write(spec: Any, says: str, api: ApiServer):
    assert_refused(api, KIND, spec, says)


TAKEN = [
    repo(),
    repo(repository="A-1/b.c_d-e"),
    repo(repository="mona_acme/.github"),
    repo(repository="a" * 39 + "/" + "b" * 100),
    repo(branch="main"),
    repo(branch="release/1.0"),
    repo(branch="überarbeitung#2"),
    repo(branch="b" * 255),
    repo(mode="Observe", suspend=True, deletionPolicy="Restore", allowLoosening=True),
    repo(standardRef={"name": "ledger"}, connectionRef={"name": "ghes.eu"}),
    repo(governance={}, scan={}, waivers=[]),
    repo(scan={"schedule": "0 3 * * *", "timeout": "5m"}),
    repo(scan={"schedule": "*/15 0-6 1,15 JAN-MAR MON", "timeout": "1h"}),
    waiver(),
    waiver(expires="2028-02-29"),
    repo(waivers=[{**waiver()["waivers"][0], "control": f"family/c{number}"} for number in range(64)]),
]


@pytest.mark.parametrize("spec", TAKEN)
def test_what_is_right_is_taken_and_means_the_same_to_the_code(spec: dict[str, Any], api: ApiServer):
    assert_taken(api, KIND, spec)


@given(name=st.text("ab.-/@{~^:?*[\\ \x01\x7f#é", min_size=1, max_size=8))
def test_a_branch_is_what_git_takes_for_one(name: str, api: ApiServer):
    known = subprocess.run(["git", "check-ref-format", f"refs/heads/{name}"], check=False).returncode == 0
    try:
        api.try_out(KIND, repo(branch=name))
        taken = True
    except Refused:
        taken = False
    # No branch can be made of these (`git branch -- -a`, `git branch @`), though a ref could have the name.
    assert taken is (known and not name.startswith("-") and name != "@")


def applied(api: ApiServer, namespace: str, spec: dict[str, Any], **how: Any) -> dict[str, Any]:
    return api.apply(manifest(KIND, "x", spec, namespace), **how)


def test_the_repository_cannot_be_changed(api: ApiServer, namespace: str):
    applied(api, namespace, repo(repository="acme/a"))
    with pytest.raises(Refused, match="repository is immutable: delete this BackendRepo and create one for the other"):
        applied(api, namespace, repo(repository="acme/b"))
    assert applied(api, namespace, repo(repository="acme/a", branch="main"))["metadata"]["generation"] == 2


def test_applying_the_same_twice_changes_nothing(api: ApiServer, namespace: str):
    spec = repo(governance={"enforceAdmins": {"value": True}}, waivers=waiver()["waivers"])
    applied(api, namespace, spec)
    first = applied(api, namespace, spec)  # stores the status that the schema had only shown
    assert applied(api, namespace, spec) == first
    assert first["metadata"]["generation"] == 1


def test_a_platform_team_and_an_application_team_write_one_object_together(api: ApiServer, namespace: str):
    def checks(*names: str) -> dict[str, Any]:
        return {"requiredChecks": {"checks": {"value": [{"name": name} for name in names]}}}

    applied(api, namespace, repo(standardRef={"name": "ledger"}, governance=checks("audit")), manager="platform")
    body = manifest(KIND, "x", {"governance": checks("lint", "test")}, namespace)
    both = api.apply({**body, "spec": {**body["spec"], **repo()}}, manager="payments")
    names = {check["name"] for check in both["spec"]["governance"]["requiredChecks"]["checks"]["value"]}
    assert names == {"audit", "lint", "test"}
    with pytest.raises(Refused, match=r'conflict with "platform": \.spec\.standardRef\.name'):
        applied(api, namespace, repo(standardRef={"name": "mild"}), manager="payments")
    alone = applied(api, namespace, repo(standardRef={"name": "ledger"}), manager="platform")
    names = {check["name"] for check in alone["spec"]["governance"]["requiredChecks"]["checks"]["value"]}
    assert names == {"lint", "test"}


@pytest.mark.parametrize(
    ("policy", "finalizers", "restores", "held"),
    [
        ("Orphan", [], False, False),
        ("Restore", [], True, False),
        ("Restore", ["foregroundDeletion"], True, False),
        ("Restore", ["foregroundDeletion", RESTORE_FINALIZER], True, True),
        ("Orphan", [RESTORE_FINALIZER], False, True),
    ],
)
def test_a_deletion_waits_for_the_restoring_where_the_object_says_so(policy, finalizers, restores: bool, held: bool):
    metadata = {"name": "x", "namespace": "team", "finalizers": finalizers}
    read = BackendRepo.model_validate({"metadata": metadata, "spec": repo(deletionPolicy=policy)})
    assert read.key == ("team", "x")
    assert read.restores is restores
    assert read.held is held
