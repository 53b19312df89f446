"""What is released: the wheel, and the CRDs with the objects that were stored under them.

The tests marked `migration` are `make migration-smoke`. The project has no database; what lasts are objects in the
Kubernetes API, and they have to stay readable. Each release adds what it stored to `STORED`; nothing there is edited.
"""

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import jsonschema_rs
import pytest
import yaml

from backendrepo.api.kinds import KINDS

ROOT = Path(__file__).parents[1]
CRDS = [yaml.safe_load(path.read_text()) for path in sorted((ROOT / "crds").glob("*.yaml"))]

RELEASED = {"v1alpha1"}
"""The versions that objects may be stored in. One leaves this set only after a storage migration."""

STORED = """
# 0.1.0
apiVersion: backendrepo.dev/v1alpha1
kind: BackendRepo
metadata: {name: payments-api, namespace: team-payments, uid: 8d0e, generation: 3, resourceVersion: "41"}
spec:
  repository: acme/payments-api
  branch: main
  mode: Observe
  suspend: false
  standardRef: {name: backend-foundation}
  connectionRef: {name: default}
  governance:
    requiredChecks:
      strict: {policy: AtLeast, value: true}
      checks: {policy: Exactly, value: [{name: lint, appId: 15368}]}
    requiredLinearHistory: {policy: Unmanaged}
    mergeMethods: {policy: AtLeast, value: [Squash]}
  allowLoosening: true
  scan: {schedule: 0 3 * * *, timeout: 5m}
  waivers:
    - {control: gates/e2e-tests, reason: No user journeys yet, owner: payments-team, expires: "2027-03-31"}
  deletionPolicy: Restore
status:
  observedGeneration: 3
  lastHandledReconcileAt: monday
  repositoryId: 17
  conditions:
    - type: Ready
      status: "True"
      reason: Observing
      message: Compared.
      lastTransitionTime: "2026-11-24T08:00:00Z"
      observedGeneration: 3
  governance:
    state: Observing
    branch: main
    drift: [{setting: requiredChecks.checks, live: none, wanted: lint}]
    lastRepair:
      time: "2026-11-24T08:00:00Z"
      changes: [{setting: enforceAdmins, live: "false", wanted: "true"}]
  adopted:
    - branch: main
      time: "2026-11-24T08:00:00Z"
      merge:
        allowSquashMerge: true
        allowMergeCommit: true
        allowRebaseMerge: false
        allowAutoMerge: false
        deleteBranchOnMerge: true
      protection:
        requiredStatusChecks: {strict: true, checks: [{context: lint, appId: -1}]}
        requiredPullRequestReviews:
          requiredApprovingReviewCount: 1
          bypassPullRequestAllowances: {users: [root], teams: [], apps: []}
        enforceAdmins: true
        lockBranch: true
        requiredSignatures: true
      changed: [enforceAdmins]
---
apiVersion: backendrepo.dev/v1alpha1
kind: BackendRepo
metadata: {name: ledger, namespace: team-ledger}
spec: {repository: acme/ledger}
---
apiVersion: backendrepo.dev/v1alpha1
kind: BackendStandard
metadata: {name: backend-foundation}
spec:
  description: Ours.
  driftInterval: 1h30m
  locked: [enforceAdmins, requiredChecks.checks]
  governance:
    requiredPullRequestReviews: {required: {policy: AtLeast, value: true}}
    allowForcePushes: {policy: AtLeast, value: false}
status: {observedGeneration: 1}
---
apiVersion: backendrepo.dev/v1alpha1
kind: GitHubConnection
metadata: {name: default}
spec:
  apiUrl: https://github.example/api/v3
  auth: {app: {appId: 7, installationId: 8, privateKeySecretRef: {name: app, key: pem}}}
  allowedNamespaces: [team-*]
  actionsAppId: 12
  budget: {pointsPerMinute: 600, reserve: 100}
status: {observedGeneration: -1}
---
apiVersion: backendrepo.dev/v1alpha1
kind: GitHubConnection
metadata: {name: token}
spec:
  auth: {tokenSecretRef: {name: github, key: token}}
  allowedNamespaces: ["*"]
"""
"""Objects as a release left them in the API server."""


def _name(stored: dict[str, Any]) -> str:
    return f"{stored['kind']}-{stored['metadata']['name']}"


def _schema(stored: dict[str, Any]) -> dict[str, Any]:
    """The committed schema of the object's version."""
    (crd,) = (crd for crd in CRDS if crd["spec"]["names"]["kind"] == stored["kind"])
    version = stored["apiVersion"].rpartition("/")[2]
    (schema,) = (each["schema"]["openAPIV3Schema"] for each in crd["spec"]["versions"] if each["name"] == version)
    return dict(schema)


def _pruned(schema: dict[str, Any], value: Any, path: str = "") -> Iterator[str]:
    """What the API server would drop on reading: fields that the schema no longer has."""
    if isinstance(value, list):
        for item in value:
            yield from _pruned(schema["items"], item, f"{path}[]")
    elif isinstance(value, dict) and "properties" in schema:
        for name, each in value.items():
            if name in schema["properties"]:
                yield from _pruned(schema["properties"][name], each, f"{path}.{name}")
            else:
                yield f"{path}.{name}"


def _lost(before: Any, after: Any, path: str = "") -> Iterator[str]:
    """What was stored and is not in the object as it was read. An empty list may be left out."""
    if isinstance(before, dict) and isinstance(after, dict):
        for name, each in before.items():
            if each != []:
                yield from _lost(each, after.get(name), f"{path}.{name}")
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for position, (old, new) in enumerate(zip(before, after, strict=True)):
            yield from _lost(old, new, f"{path}[{position}]")
    elif before != after:
        yield f"{path}: {before} was read as {after}"


every_stored_object = pytest.mark.parametrize("stored", list(yaml.safe_load_all(STORED)), ids=_name)


@pytest.mark.migration
@pytest.mark.parametrize("crd", CRDS, ids=lambda crd: crd["spec"]["names"]["kind"])
def test_every_released_version_is_served_and_one_is_stored(crd: dict[str, Any]) -> None:
    served = {version["name"] for version in crd["spec"]["versions"] if version["served"]}
    stored = [version["name"] for version in crd["spec"]["versions"] if version["storage"]]
    assert served >= RELEASED
    assert len(stored) == 1
    assert stored[0] in served


@pytest.mark.migration
@every_stored_object
def test_the_api_server_takes_what_a_release_stored_and_drops_nothing(stored: dict[str, Any]) -> None:
    schema = _schema(stored)
    assert [error.message for error in jsonschema_rs.validator_for(schema).iter_errors(stored)] == []
    assert list(_pruned(schema, {key: stored[key] for key in ("spec", "status") if key in stored})) == []


@pytest.mark.migration
@every_stored_object
def test_the_operator_reads_what_a_release_stored_and_loses_nothing(stored: dict[str, Any]) -> None:
    (kind,) = (kind for kind in KINDS if kind.name == stored["kind"])
    read = kind.model.model_validate(stored).manifest()
    assert [lost for part in ("spec", "status") for lost in _lost(stored.get(part, {}), read[part], part)] == []


@pytest.mark.migration
def test_every_kind_has_a_stored_object_in_every_released_version() -> None:
    stored = {(each["kind"], each["apiVersion"].rpartition("/")[2]) for each in yaml.safe_load_all(STORED)}
    assert stored >= {(kind.name, version) for kind in KINDS for version in RELEASED}


@pytest.mark.migration
def test_there_is_no_database_as_the_contract_says() -> None:
    contract = (ROOT / "docs" / "standards" / "migration-contract.md").read_text()
    lock = (ROOT / "requirements" / "runtime.txt").read_text()
    code = "\n".join(path.read_text() for path in (ROOT / "operator").rglob("*.py"))
    assert "no schema" in contract.casefold()
    assert not re.search(r"^(sqlalchemy|alembic|django|psycopg\S*|asyncpg|pymysql|redis|pymongo)==", lock, re.MULTILINE)
    assert not re.search(r"\bimport (sqlite3|dbm|shelve)\b|create table", code, re.IGNORECASE)


@pytest.mark.migration
def test_the_commands_of_the_contract_exist() -> None:
    contract = (ROOT / "docs" / "standards" / "migration-contract.md").read_text()
    commands = set(re.findall(r"`make ([a-z-]+)`", contract))
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert {"migration-smoke", "migration-apply"} <= commands <= targets


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built with the locked backend."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (path,) = folder.glob("*.whl")
    return path


def test_the_wheel_has_the_package_and_nothing_else(wheel: Path) -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    names = ZipFile(wheel).namelist()
    assert {name.partition("/")[0] for name in names} == {"backendrepo", f"backendrepo-{version}.dist-info"}
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)


def test_the_wheel_brings_the_built_in_standard_and_the_command(wheel: Path, tmp_path: Path) -> None:
    ZipFile(wheel).extractall(tmp_path)
    (entry_points,) = tmp_path.glob("*.dist-info/entry_points.txt")
    assert "backendrepo = backendrepo.__main__:main" in entry_points.read_text()
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r}); from backendrepo import __file__, standards;"
        "print(__file__, standards.built_in().metadata.name)"
    )
    said = subprocess.run([sys.executable, "-I", "-c", code], check=True, capture_output=True, text=True).stdout
    assert said.split() == [str(tmp_path / "backendrepo" / "__init__.py"), "backend-foundation"]
