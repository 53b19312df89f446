"""A job is renamed while pull requests are open: told by what GitHub then requires, and what they have reported."""

import pytest
from tests.derivation.cases import CI, derived, files
from tests.github.state.activity import CODEQL
from tests.github.state.repositories import Repository
from tests.hub.conftest import hubs
from tests.hub.parts import GOVERN

from backendrepo.checks import Checks
from backendrepo.hub.hub import Hub
from backendrepo.plan import plan, refuse_unsafe

__all__ = ["hubs"]

pytestmark = pytest.mark.integration

WORKFLOW = """
on: pull_request
jobs:
  lint: {{runs-on: ubuntu-latest, steps: [{{run: ruff check .}}]}}
  {tests}: {{runs-on: ubuntu-latest, steps: [{{run: pytest}}]}}
"""
SEES = {"pull_requests": "read", "checks": "read", "statuses": "read", "actions": "read"}


@pytest.fixture
def repo(github) -> Repository:
    return github.add_repository("acme/a", private=True, files={CI.path: WORKFLOW.format(tests="test")})


@pytest.fixture
def hub(hubs, github, repo) -> Hub:
    return hubs(github.url, github.add_token("bot", GOVERN | SEES))


def scan(repo: Repository) -> Checks:
    """Return the checks of what the branch has."""
    (text,) = (child for entry, child in repo.find_commit().tree.walk() if entry.path == CI.path)
    return files(text.decode())


def reconcile(hub: Hub, repo: Repository) -> list[str]:
    """Scan and reconcile; return the requests that changed something."""
    found, checks = hub.observe(hub.find("acme/a", None)), scan(repo)
    result = derived(found.live, checks, witness=None)
    if result.asks:
        result = derived(found.live, checks, witness=hub.witness("acme/a", found.branch))
    todo = plan(found.live, result.policies, found.branch)
    refuse_unsafe(todo, allow_loosening=False)
    after = hub.apply(found, todo.requests)
    assert plan(after.live, result.policies, found.branch).changes == ()
    return [f"{request.method} {request.path}" for request in todo.requests]


def blocked(repo: Repository, head: str) -> set[str]:
    """Return the required checks that the newest commit of a branch has not got."""
    required = set(repo.protection().required_status_checks.checks)
    return required - {run.name for run in repo.check_runs if run.head_sha == repo.branches[head].sha}


PUT = ["PUT /branches/main/protection"]


def rename(repo: Repository) -> None:
    """Rename the job on the branch, with a pull request that has its new name."""
    repo.commit({CI.path: WORKFLOW.format(tests="unit-tests")})
    repo.propose("after", checks=["lint", "unit-tests"])
    assert blocked(repo, "after") == {"test"}


def test_a_renamed_job_is_followed_by_the_next_reconcile_and_nothing_is_held_up(hub, repo):
    assert reconcile(hub, repo) == PUT
    repo.propose("before", checks=["lint", "test"])
    assert blocked(repo, "before") == set()
    assert reconcile(hub, repo) == []
    rename(repo)
    assert reconcile(hub, repo) == PUT
    assert blocked(repo, "after") == set()
    assert reconcile(hub, repo) == []


def test_what_the_credential_may_not_look_at_stays_and_the_new_name_is_required_all_the_same(hubs, github, repo):
    blind = hubs(github.url, github.add_token("bot", GOVERN))
    reconcile(blind, repo)
    rename(repo)
    assert reconcile(blind, repo) == PUT
    assert set(repo.protection().required_status_checks.checks) == {"lint", "test", "unit-tests"}


def test_a_check_that_a_step_of_a_job_makes_is_not_taken_for_a_job_that_went_away(hub, repo):
    reconcile(hub, repo)
    pull = repo.propose("before", checks=["lint", "test"])
    repo.report_check("JUnit report", ref=pull.head_sha, step=True)
    repo.protect("main", checks=[(name, 15368) for name in ("lint", "test", "JUnit report")])
    assert reconcile(hub, repo) == []


CODE_SCANNING = "Analyze (python)"
TOOL = {"tool": "CodeQL", "alerts_threshold": "errors", "security_alerts_threshold": "high_or_higher"}
PARAMETERS = {
    "workflows": {"workflows": [{"path": CI.path, "repository_id": 1}]},
    "code_scanning": {"code_scanning_tools": [TOOL]},
}


@pytest.fixture
def scanned(repo) -> Repository:
    """A check of CodeQL's default set-up, which no file has, is required beside those of files; a job is renamed."""
    repo.protect("main", checks=[(name, 15368) for name in ("lint", "test", CODE_SCANNING)])
    pulls = [repo.propose("before", checks=["lint", "test"])]
    repo.commit({CI.path: WORKFLOW.format(tests="unit-tests")})
    pulls.append(repo.propose("after", checks=["lint", "unit-tests"]))
    for pull in pulls:
        repo.report_check(CODE_SCANNING, ref=pull.head_sha, workflow=CODEQL)
    return repo


def test_a_check_of_codeqls_default_set_up_stays_required_while_a_renamed_job_is_followed(hub, scanned):
    assert reconcile(hub, scanned) == PUT
    assert set(scanned.protection().required_status_checks.checks) == {"lint", "unit-tests", CODE_SCANNING}
    assert blocked(scanned, "after") == set()
    assert reconcile(hub, scanned) == []


@pytest.fixture
def quiet(repo) -> Repository:
    """A repository without pull requests: a check that no file has is required beside those of files."""
    repo.protect("main", checks=[(name, 15368) for name in ("lint", "test", CODE_SCANNING)])
    return repo


def test_without_pull_requests_a_check_of_codeqls_default_set_up_stays_and_the_next_one_ends_the_doubt(hub, quiet):
    quiet.add_workflow(CODEQL)
    assert reconcile(hub, quiet) == []
    doubted = derived(hub.observe(hub.find("acme/a", None)).live, scan(quiet), witness=hub.witness("acme/a", "main"))
    assert [(each.name, each.enforced, each.why) for each in doubted.unreachable] == [
        (
            CODE_SCANNING,
            True,
            "no workflow reports it, and no recent pull request shows whether one of those that GitHub runs without a "
            "file (CodeQL, say) does",
        )
    ]
    quiet.report_check(CODE_SCANNING, ref=quiet.propose("first", checks=["lint", "test"]).head_sha, workflow=CODEQL)
    seen = derived(hub.observe(hub.find("acme/a", None)).live, scan(quiet), witness=hub.witness("acme/a", "main"))
    assert seen.unreachable == ()


@pytest.mark.parametrize("kind", ["workflows", "code_scanning"])
def test_without_pull_requests_nothing_is_let_go_where_the_organisation_requires_others(hub, github, quiet, kind):
    github.add_ruleset("acme", name="policies", rules=[{"type": kind, "parameters": PARAMETERS[kind]}])
    assert reconcile(hub, quiet) == []


def test_without_pull_requests_a_renamed_job_is_followed_where_all_workflows_are_files(hub, quiet):
    quiet.add_workflow(CI.path)
    assert reconcile(hub, quiet) == PUT
    assert set(quiet.protection().required_status_checks.checks) == {"lint", "test"}


def test_without_pull_requests_nothing_is_let_go_while_the_workflows_may_not_be_listed(hubs, github, quiet):
    blind = hubs(github.url, github.add_token("bot", GOVERN | SEES | {"actions": "none"}))
    assert reconcile(blind, quiet) == []


def test_a_check_of_a_workflow_that_the_organisation_requires_stays_required(hub, repo):
    scan = repo.add_workflow(CI.path, required=True)  # of the same path in another repository
    repo.report_check("policies", ref=repo.propose("before", checks=["lint", "test"]).head_sha, workflow=scan)
    repo.protect("main", checks=[(name, 15368) for name in ("lint", "test", "policies")])
    assert reconcile(hub, repo) == []


def test_where_the_credential_may_not_see_what_a_job_is_of_nothing_is_let_go(hubs, github, scanned):
    reconcile(hubs(github.url, github.add_token("bot", GOVERN | SEES | {"actions": "none"})), scanned)
    required = set(scanned.protection().required_status_checks.checks)
    assert required == {"lint", "test", "unit-tests", CODE_SCANNING}


def test_pull_requests_are_not_looked_at_while_every_name_is_known(hub, github, repo):
    reconcile(hub, repo)
    github.requests.clear()
    reconcile(hub, repo)
    assert not github.requests.matching("GET", "/pulls")
