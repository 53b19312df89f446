"""The operator runs from its image and its manifests: a BackendRepo is applied, its scan Job runs, its report lands."""

from collections.abc import Iterator
from contextlib import suppress

import pytest
from tests.backends import JOBS, backend
from tests.cluster import wait_until
from tests.cluster.certificates import Authority
from tests.e2e_node.conftest import IMAGE
from tests.e2e_node.https import secure_github
from tests.e2e_node.installation import PERMISSIONS, SYSTEM, Installation, Right, install
from tests.github.fixtures import insist
from tests.github.standin import GitHub
from tests.node import Node

from backendrepo.artifacts import CONFORMANCE, ROLLUP

pytestmark = pytest.mark.e2e

UNUSED: dict[Right, str] = {
    ("create", "configmaps", "cluster"): "an apply that makes an object takes this as well, and is told as a patch",
    ("patch", "backendstandards/status", "cluster"): "a standard of one's own",
    ("get", "githubconnections", "cluster"): "a connection that a watch has not told of yet",
    ("get", "jobs", "namespace"): "a start that was made before",
    ("delete", "secrets", "namespace"): "what is left of an earlier Job of the same name",
}
"""Rights that the stories here need not come to use, and what does."""


@pytest.fixture(scope="module")
def github(node: Node, authority: Authority, tmp_path_factory: pytest.TempPathFactory) -> Iterator[GitHub]:
    """GitHub, for all stories here."""
    with secure_github(node, authority, tmp_path_factory.mktemp("github")) as github:
        yield github
    insist(github)


@pytest.fixture(scope="module")
def operator(
    node: Node, github: GitHub, authority: Authority, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    """The operator, ready."""
    token, folder = github.add_token("bot", PERMISSIONS), tmp_path_factory.mktemp("overlay")
    trusted = authority.certificate
    with install(node, folder, IMAGE, url=github.url, token=token, authorities=trusted) as installation:
        yield installation


@pytest.fixture
def team(restricted: str, operator: Installation) -> Iterator[str]:
    """The namespace of a team, whose BackendRepo `a` goes before the operator does."""
    yield restricted
    operator.node.kubectl("delete", "backendrepos", "--all", "-n", restricted, "--timeout=60s")


def test_a_repository_is_governed_and_scanned_and_its_reports_land(
    operator: Installation, github: GitHub, team: str
) -> None:
    repository = github.add_repository("acme/a", private=True)
    repository.commit(backend())
    operator.govern(team, "acme/a")
    operator.until_scanned(team)
    assert len(operator.scans(team)) == 1, "the first scan gave no result"
    wait_until(lambda: operator.conditions(team)["Ready"] == ("True", "InSync"), "Ready")
    protection = repository.protection("main")
    assert protection
    assert protection.required_status_checks
    assert set(protection.required_status_checks.checks) == set(JOBS)
    report = operator.read("configmap", "a-conformance", namespace=team)
    assert set(report["data"]) == {f"{name}.{form}" for name in (CONFORMANCE, ROLLUP) for form in ("json", "md")}
    wait_until(lambda: operator.has("configmap", "backendrepos", team), "the rollup of the namespace")
    wait_until(lambda: operator.has("configmap", "backendrepos-fleet", SYSTEM), "the rollup of the fleet")


def test_an_operator_that_is_killed_in_a_scan_neither_loses_nor_repeats_it(
    operator: Installation, github: GitHub, team: str
) -> None:
    github.add_repository("acme/b", private=True).commit(backend())
    operator.govern(team, "acme/b")
    wait_until(lambda: operator.scans(team), "the Job of a scan")
    before = operator.scans(team)
    operator.kill()
    operator.until_scanned(team)
    assert operator.scans(team) == before
    assert operator.has("configmap", "a-conformance", team)


def test_it_takes_every_right_that_it_asks_for_and_lacks_none(
    operator: Installation, github: GitHub, team: str
) -> None:
    github.add_repository("acme/c", private=True).commit(backend())
    operator.govern(team, "acme/c", deletionPolicy="Restore")
    operator.until_scanned(team)
    wait_until(lambda: operator.has("configmap", "backendrepos", team), "the rollup of the namespace")
    operator.node.kubectl("delete", "backendrepos", "a", "-n", team, "--timeout=60s")
    wait_until(lambda: not operator.has("configmap", "backendrepos", team), "the rollup of an empty namespace gone")
    with suppress(TimeoutError):  # an entry of the audit log may come a moment after its answer
        wait_until(lambda: operator.unused() <= UNUSED.keys(), "the use of every right")
    assert operator.unused() <= UNUSED.keys()
    assert operator.refused() == []
