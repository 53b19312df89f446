"""The status of each kind: what the operator writes is taken, at any size; what it must not lose is kept."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from tests.api.api_server import ApiServer, Refused, manifest
from tests.cluster import Cluster

from backendrepo.api.backendrepo import (
    Adoption,
    BackendRepoStatus,
    Drift,
    GovernanceState,
    GovernanceStatus,
    Repair,
)
from backendrepo.api.conditions import Condition, Status, Truth, Type
from backendrepo.api.conformance import (
    ConformanceStatus,
    Reference,
    ScanState,
    ScanStatus,
    VulnerabilityStatus,
    WaiverState,
    WaiverStatus,
)
from backendrepo.api.kinds import BACKEND_REPO, KINDS, Kind
from backendrepo.governance.live import Actors, Check, MergeSettings, Protection, RequiredChecks, Reviews
from backendrepo.status import LONGEST_MESSAGE

pytestmark = pytest.mark.integration

THEN = datetime(2026, 11, 24, 12, tzinfo=UTC)
SPECS: dict[str, dict[str, Any]] = {
    "BackendRepo": {"repository": "acme/a"},
    "BackendStandard": {},
    "GitHubConnection": {"auth": {"tokenSecretRef": {"name": "s", "key": "k"}}, "allowedNamespaces": ["none"]},
}


def condition(kind: Type, **changes: Any) -> dict[str, Any]:
    fields = {
        "type": kind,
        "status": Truth.TRUE,
        "reason": "RepositoryTaken",
        "message": "ä" * LONGEST_MESSAGE,
        "last_transition_time": THEN,
        "observed_generation": 1,
    }
    return {**Condition.model_validate(fields).manifest(), **changes}


def adoption(branch: str, **changes: Any) -> dict[str, Any]:
    return {"branch": branch, "time": "2026-11-24T12:00:00Z", **changes}


@pytest.fixture
def repo(api: ApiServer, namespace: str) -> dict[str, Any]:
    """A new BackendRepo, as its user has written it."""
    body = manifest("BackendRepo", "x", SPECS["BackendRepo"], namespace)
    api.apply(body)
    return body


def write(api: ApiServer, body: dict[str, Any], status: dict[str, Any], manager: str = "backendrepo") -> dict[str, Any]:
    unspoken = {name: value for name, value in body.items() if name != "spec"}
    return api.apply({**unspoken, "status": status}, manager=manager, part="/status", force=True)["status"]


@pytest.fixture(params=KINDS, ids=lambda kind: kind.name)
def each(request: pytest.FixtureRequest, api: ApiServer, namespace: str) -> Iterator[dict[str, Any]]:
    """A new object of each kind."""
    kind: Kind = request.param
    body = manifest(kind.name, namespace, SPECS[kind.name], namespace)
    api.apply(body)
    yield body
    api.request("DELETE", api.path(body))


def test_a_new_object_says_that_nobody_has_looked_at_it(each: dict[str, Any], api: ApiServer):
    stored = api.read(each)
    assert stored["status"] == {"observedGeneration": -1}
    assert stored["metadata"]["generation"] == 1  # so kstatus calls it InProgress, not Current


def test_kubectl_get_has_the_columns_of_each_kind(each: dict[str, Any], kinds: Cluster):
    (kind,) = (kind for kind in KINDS if kind.name == each["kind"])
    within = ("-n", each["metadata"].get("namespace", "default"))
    shown = [column.name.upper() for column in kind.columns if not column.wide]
    for word in (kind.short, kind.plural):
        header = kinds.kubectl("get", *within, word, each["metadata"]["name"]).splitlines()[0]
        assert re.split("  +", header.strip()) == ["NAME", *shown]
    assert {"READY", "STATUS"} < set(shown)


def test_the_operator_writes_the_status_of_each_kind(each: dict[str, Any], api: ApiServer):
    status = Status(observed_generation=1).manifest() | {"conditions": [condition(kind) for kind in Type]}
    assert write(api, each, status) == status
    assert api.read(each)["metadata"]["generation"] == 1


def test_the_largest_status_that_can_come_about_is_taken_and_read_back_the_same(repo: dict[str, Any], api: ApiServer):
    drifts = tuple(Drift(setting=f"setting{n}", live="x" * 500, wanted="é" * 500) for n in range(64))
    names = tuple(f"name-{n}" for n in range(20))
    actors = Actors(users=names, teams=names, apps=names)
    protection = Protection(
        required_status_checks=RequiredChecks(strict=True, checks=tuple(Check(context=name) for name in names)),
        required_pull_request_reviews=Reviews(dismissal_restrictions=actors, bypass_pull_request_allowances=actors),
        restrictions=actors,
        unknown=("something_new",),
    )
    merge = MergeSettings.model_validate(dict.fromkeys(MergeSettings.model_fields, True))
    status = BackendRepoStatus(
        observed_generation=1,
        conditions=tuple(Condition.model_validate(condition(kind)) for kind in Type),
        last_handled_reconcile_at="token" * 10_000,  # an annotation may be a quarter of a megabyte
        repository_id=2**53,
        governance=GovernanceStatus(
            state=GovernanceState.DRIFTED,
            branch="b" * 255,
            drift=drifts,
            last_repair=Repair(time=THEN, changes=drifts),
        ),
        last_handled_scan_at="token" * 10_000,
        scan=ScanStatus(
            state=ScanState.RUNNING,
            commit="f" * 64,
            inputs="f" * 64,
            id="s" * 63,
            **dict.fromkeys(("started", "last_scan", "next_scan", "retry"), THEN),
            failures=4,
        ),
        conformance=ConformanceStatus(
            commit="f" * 64,
            status="partial",
            level="Bronze",
            passed="100/1000",
            counts=dict.fromkeys(("pass", "partial", "fail", "unknown", "notApplicable", "waived"), 1000),
            failing=tuple(f"migrations/{'x' * 80}-{n}" for n in range(32)),
            partial=tuple(f"migrations/{'x' * 80}-{n}" for n in range(16)),
            unknown=tuple(f"migrations/{'x' * 80}-{n}" for n in range(16, 32)),
            held_back_by=tuple(f"migrations/{'x' * 80}-{n}" for n in range(16)),
            waivers=tuple(
                WaiverStatus(control=f"{n}/{'x' * 90}", expires="2027-03-31", state=WaiverState.TOO_LONG)
                for n in range(64)
            ),
            report_ref=Reference(name="x" * 253),
        ),
        vulnerabilities=VulnerabilityStatus(
            grave=2000, critical=2000, open_critical=tuple(f"{n} {'é' * 190}" for n in range(32)), advisories_at=THEN
        ),
        adopted=tuple(
            Adoption(branch=f"release/{n}", time=THEN, merge=merge, protection=protection, changed=names)
            for n in range(100)
        ),
    )
    assert BackendRepoStatus.model_validate(write(api, repo, status.manifest())) == status
    with pytest.raises(Refused, match=r"status\.adopted: Too many: 101: must have at most 100 items"):
        write(api, repo, {"adopted": [adoption(f"release/{n}") for n in range(101)]})


def test_a_user_cannot_write_the_status_by_accident_nor_the_operator_the_spec(repo: dict[str, Any], api: ApiServer):
    status = {"observedGeneration": 1}
    api.apply({**repo, "spec": {"repository": "acme/b"}, "status": status}, manager="backendrepo", part="/status")
    api.apply({**repo, "status": {"observedGeneration": 7}})
    stored = api.read(repo)
    assert stored["status"]["observedGeneration"] == 1
    assert stored["spec"]["repository"] == "acme/a"


def test_a_condition_that_no_longer_holds_goes_and_the_others_stay(repo: dict[str, Any], api: ApiServer):
    ready, stalled = condition(Type.READY, status="False"), condition(Type.STALLED)
    write(api, repo, {"conditions": [ready, stalled]})
    healed = condition(Type.READY)
    assert write(api, repo, {"conditions": [healed]})["conditions"] == [healed]
    # A list-map: what another manager knows of another type does not get lost.
    write(api, repo, {"conditions": [stalled]}, manager="another")
    assert {each["type"] for each in write(api, repo, {"conditions": [healed]})["conditions"]} == {"Ready", "Stalled"}


def test_what_was_found_at_adoption_cannot_be_dropped_or_changed(repo: dict[str, Any], api: ApiServer):
    main, release = adoption("main"), adoption("release", changed=["enforceAdmins"])
    write(api, repo, {"adopted": [main]})
    write(api, repo, {"adopted": [main, release]})
    write(api, repo, {"adopted": [{**main, "changed": ["allowDeletions"]}, release]})
    kept = "what was found at adoption is kept: to forget it, delete this BackendRepo and create it again"
    for less in ({"adopted": [main]}, {"adopted": []}, {"observedGeneration": 1}, {}):
        with pytest.raises(Refused, match=kept):
            write(api, repo, less)
    whole = api.read(repo)
    del whole["status"]
    with pytest.raises(Refused, match=kept):
        api.request("PUT", f"{api.path(repo)}/status", whole)
    with pytest.raises(Refused, match="what was found at adoption is never found anew"):
        write(api, repo, {"adopted": [{**main, "time": "2026-12-01T00:00:00Z"}, release]})
    assert [each["branch"] for each in api.read(repo)["status"]["adopted"]] == ["main", "release"]


@pytest.mark.parametrize(
    ("status", "says"),
    [
        ({"conditions": [condition(Type.READY, type="Healthy")]}, 'supported values: "Ready", "GovernanceInSync"'),
        ({"conditions": [condition(Type.READY, status="Maybe")]}, 'supported values: "True", "False", "Unknown"'),
        ({"conditions": [condition(Type.READY, message="x" * (LONGEST_MESSAGE + 1))]}, "may not be more than 2048"),
        ({"conditions": [condition(Type.READY, lastTransitionTime="now")]}, "must be of type date-time"),
        ({"conditions": [{"type": "Ready"}]}, "reason: Required value"),
        ({"governance": {"state": "Fine", "branch": "main"}}, 'supported values: "InSync", "Drifted"'),
        ({"phase": "Running"}, "field not declared in schema"),
    ],
)
def test_what_is_no_status_is_refused(status: dict[str, Any], says: str, repo: dict[str, Any], api: ApiServer):
    with pytest.raises(Refused) as refused:
        write(api, repo, status)
    assert says in str(refused.value)


@pytest.mark.parametrize(("truth", "met"), [("True", True), ("False", False)])
def test_kubectl_waits_for_ready(truth: str, met: bool, repo: dict[str, Any], api: ApiServer, kinds: Cluster):
    write(api, repo, {"observedGeneration": 1, "conditions": [condition(Type.READY, status=truth)]})
    wait = ("wait", "backendrepo", "x", "--for=condition=Ready", "--timeout=0")
    told = kinds.kubectl("-n", repo["metadata"]["namespace"], *wait, check=False)
    assert told == ("backendrepo.backendrepo.dev/x condition met\n" if met else "")


CONTENT = {
    "scan": {"lastScan": "2026-11-24T12:00:00Z"},
    "conformance": {"level": "Silver", "passed": "31/38", "counts": {"pass": 31}},
    "vulnerabilities": {"grave": 0},
}


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        (CONTENT, ["Silver", "31/38", "0"]),
        ({}, ["", "", ""]),
        ({**CONTENT, "vulnerabilities": {}}, ["Silver", "31/38", ""]),
    ],
    ids=["scanned", "not scanned", "not all dependencies could be looked up"],
)
def test_kubectl_get_tells_how_a_repository_stands(
    content: dict[str, Any], shown: list[str], repo: dict[str, Any], api: ApiServer, kinds: Cluster
):
    governance = {
        "state": "InSync",
        "branch": "main",
        "lastRepair": {"time": "2026-11-24T12:00:00Z", "changes": [{"setting": "a", "live": "b", "wanted": "c"}]},
    }
    conditions = [
        condition(Type.READY, reason="InSync", message="Fine."),
        condition(Type.CONFORMANT, status="False"),
        condition(Type.SCAN_SUCCEEDED, reason="Scanned"),
    ]
    status = {"observedGeneration": 1, "conditions": conditions, "governance": governance}
    write(api, repo, {**status, **content})
    table = kinds.kubectl("-n", repo["metadata"]["namespace"], "get", "br", "-o", "wide")
    cells = _cells(table)
    assert [*cells] == ["NAME", *(column.name.upper() for column in BACKEND_REPO.columns)]
    assert [cells[name] for name in ("NAME", "REPOSITORY", "READY", "STATUS", "GOVERNANCE")] == [
        *("x", "acme/a", "True", "InSync", "InSync"),
    ]
    assert [cells[name] for name in ("LEVEL", "PASSED", "VULNS")] == shown
    assert bool(cells["LAST SCAN"]) == bool(content)
    assert [cells[name] for name in ("CONFORMANT", "SCAN")] == ["False", "Scanned"]
    assert [*cells.values()][-5:] == ["Enforce", "main", "backend-foundation", "default", "Fine."]


def _cells(table: str) -> dict[str, str]:
    """Return the cells of a table of kubectl's with one row, by their headings."""
    head, row = table.splitlines()
    starts = [match.start() for match in re.finditer(r"(?<=  )\S|^\S", head)]
    return {
        head[start:end].strip(): row[start:end].strip() for start, end in zip(starts, [*starts[1:], None], strict=True)
    }
