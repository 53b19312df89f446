"""What recent pull requests reported: read in few requests, told apart by who made it, and never taken for all."""

import re
import time

import pytest
from tests.github.state.activity import CODEQL
from tests.hub.parts import GOVERN, connection

from backendrepo.derivation import Reported, Source
from backendrepo.errors import GitHubUnavailable
from backendrepo.hub.accounts import accounts
from backendrepo.hub.remote import Remote
from backendrepo.hub.witness import FILELESS, PAGE
from backendrepo.hub.witness import witness as of_names

pytestmark = pytest.mark.integration

ACTIONS = 15368
SEES = {"pull_requests": "read", "checks": "read", "statuses": "read", "actions": "read"}


@pytest.fixture
def hub(hubs, github, repo):
    return hubs(github.url, github.add_token("bot", GOVERN | SEES))


@pytest.fixture
def remote(github, repo):
    held = accounts(connection(github.url), github.add_token("bot", GOVERN | SEES), time.time)
    yield Remote(held.of("acme/a"), "main", "acme/a", seen=True)
    held.close()


def witness(hub, branch: str = "main"):
    return hub.witness("acme/a", branch)


def test_jobs_steps_apps_and_services_are_told_apart(hub, repo):
    pull = repo.propose("feature", checks=["lint"], statuses=["jenkins/pr"])
    repo.report_check("JUnit report", ref=pull.head_sha, step=True)
    repo.report_check("sonar", ref=pull.head_sha, app_id=42)
    seen = witness(hub)
    assert seen.reported == {
        Reported("lint", ACTIONS, Source.FILE),
        Reported("JUnit report", ACTIONS),
        Reported("sonar", 42),
        Reported("jenkins/pr"),
    }
    assert (seen.finished, seen.unseen) == (1, "")


def test_a_step_that_links_to_another_job_is_no_job(hub, github, repo):
    repo.propose("feature", checks=["JUnit report"])
    own = {"name": "JUnit report", "id": 7, "status": "completed", "app": {"id": ACTIONS}}
    run = own | {"details_url": f"{github.url}/acme/a/actions/runs/1/job/8"}
    github.faults.add(path="check-runs", status=200, body={"total_count": 1, "check_runs": [run]})
    assert witness(hub).reported == {Reported("JUnit report", ACTIONS)}


def test_it_costs_eleven_requests_and_nothing_of_the_hour_the_next_time(hub, github, repo):
    for number in range(5):
        repo.propose(f"feature-{number}", checks=[f"check {number}"])
    repo.propose("feature-0", checks=["check 0 again"])
    names = {each.name for each in witness(hub).reported}
    assert names == {"check 0 again", "check 4", "check 3"}  # of those that were pushed to last
    assert len(github.requests) == 11
    github.requests.clear()
    assert {each.name for each in witness(hub).reported} == names
    assert {exchange.status for exchange in github.requests} == {304}


def test_pull_requests_that_are_closed_count_and_those_to_other_branches_do_not(hub, repo):
    repo.commit({}, "release/1.0")
    repo.propose("feature", checks=["lint"]).state = "closed"
    repo.propose("fix", checks=["other"], base="release/1.0")
    assert [each.name for each in witness(hub).reported] == ["lint"]
    assert [each.name for each in witness(hub, "release/1.0").reported] == ["other"]


@pytest.mark.parametrize(
    ("report", "finished"),
    [
        (lambda repo, sha: None, 0),
        (lambda repo, sha: repo.report_check("lint", ref=sha), 1),
        (lambda repo, sha: repo.report_check("lint", ref=sha, status="in_progress", conclusion=None), 0),
        (lambda repo, sha: repo.set_status("jenkins", "failure", ref=sha), 1),
        (lambda repo, sha: repo.set_status("jenkins", "pending", ref=sha), 0),
    ],
    ids=["nothing yet", "a check that has ended", "a check under way", "a status", "a status that is awaited"],
)
def test_a_pull_request_says_what_is_missing_only_when_all_has_ended(hub, repo, report, finished):
    pull = repo.propose("feature")
    report(repo, pull.head_sha)
    assert witness(hub).finished == finished


def required(repo):
    return repo.add_workflow(".github/workflows/scan.yml", required=True)


def other(repo):
    return "acme/policies/.github/workflows/scan.yml@refs/heads/main"


@pytest.mark.parametrize(
    ("workflow", "source"),
    [
        (lambda repo: ".github/workflows/old.yaml", Source.FILE),
        (lambda repo: ".github/workflows/old.yml@refs/heads/main", Source.FILE),
        (lambda repo: CODEQL, Source.OTHER),
        (lambda repo: "dynamic/dependabot/dependabot-updates", Source.OTHER),
        (required, Source.OTHER),
        (other, Source.OTHER),
    ],
    ids=["a file", "a file at a ref", "CodeQL's default set-up", "Dependabot", "a ruleset requires it", "another's"],
)
def test_of_a_job_it_is_known_whether_a_file_of_the_repository_has_it(hub, repo, workflow, source):
    pull = repo.propose("feature")
    repo.report_check("lint", ref=pull.head_sha, workflow=workflow(repo))
    assert witness(hub).reported == {Reported("lint", ACTIONS, source)}


def test_a_job_that_a_file_had_and_the_organisation_requires_now_is_told_of_both(hub, repo):
    pull = repo.propose("feature", checks=["scan"])
    repo.report_check("scan", ref=pull.head_sha, workflow=required(repo))
    assert witness(hub).reported == {Reported("scan", ACTIONS, source) for source in (Source.FILE, Source.OTHER)}


@pytest.mark.parametrize(
    ("names", "looked_at", "known"),
    [
        ([], 0, set()),
        (["gone"], 0, set()),
        (["JUnit report"], 0, set()),
        (["lint"], 2, {Reported("lint", ACTIONS, Source.FILE)}),
        (["Analyze (python)"], 1, {Reported("Analyze (python)", ACTIONS)}),
        (None, 2, {Reported("lint", ACTIONS, Source.FILE), Reported("Analyze (python)", ACTIONS)}),
    ],
    ids=["no name", "one that nothing reports", "a step", "a job of a file", "a job without a file", "all"],
)
def test_runs_are_looked_at_only_for_names_that_matter(remote, github, repo, names, looked_at, known):
    for head in ("feature", "fix"):
        pull = repo.propose(head, checks=["lint"])
        repo.report_check("Analyze (python)", ref=pull.head_sha, workflow=CODEQL)
        repo.report_check("JUnit report", ref=pull.head_sha, step=True)
    seen = of_names(remote, "main", names)
    assert len(github.requests.matching("GET", "/actions/runs")) == looked_at
    assert known | {Reported("JUnit report", ACTIONS)} <= seen.reported
    assert {each.name for each in seen.reported} == {"lint", "Analyze (python)", "JUnit report"}


def test_a_job_of_which_the_credential_may_not_see_the_run_is_told_with_the_permission(hubs, github, repo):
    repo.propose("feature", checks=["lint"], statuses=["jenkins"])
    seen = witness(hubs(github.url, github.add_token("bot", GOVERN | SEES | {"actions": "none"})))
    assert seen.reported == {Reported("lint", ACTIONS, Source.JOB), Reported("jenkins")}
    assert seen.untraced == "the credential lacks the permission `actions: read` to see which workflow it is of"
    assert (seen.finished, seen.unseen) == (1, "")


def test_a_job_whose_run_github_does_not_list_is_of_no_known_workflow(hub, repo):
    repo.propose("feature", checks=["lint"])
    repo.runs.clear()
    seen = witness(hub)
    assert seen.reported == {Reported("lint", ACTIONS, Source.JOB)}
    assert seen.untraced == "GitHub does not show which workflow it is of"


@pytest.mark.parametrize(
    ("paths", "told"),
    [
        ([], ""),
        ([".github/workflows/ci.yml"], ""),
        ([CODEQL], FILELESS),
        ([".github/workflows/ci.yml", "dynamic/copilot-pull-request-reviewer/review"], FILELESS),
        (["dynamic/dependabot/dependabot-updates", "dynamic/pages/pages-build-deployment"], ""),
    ],
)
def test_workflows_without_a_file_put_names_that_no_pull_request_showed_in_doubt(remote, repo, paths, told):
    for path in paths:
        repo.add_workflow(path)
    assert of_names(remote, "main", ["Analyze (python)"]).fileless == told


@pytest.mark.parametrize("state", ["deleted", "disabled_manually", "disabled_inactivity"])
def test_a_workflow_without_a_file_that_does_not_run_puts_nothing_in_doubt(hub, repo, state):
    repo.add_workflow(CODEQL, state=state)
    assert witness(hub).fileless == ""


def test_of_more_workflows_than_are_read_that_is_said(hub, repo):
    for number in range(PAGE + 1):
        repo.add_workflow(f".github/workflows/{number}.yml")
    assert witness(hub).fileless == "the repository has 101 workflows, of which no more than 100 are read"


def test_without_the_permission_to_list_workflows_that_is_said(hubs, github, repo):
    seen = witness(hubs(github.url, github.add_token("bot", GOVERN | SEES | {"actions": "none"})))
    assert seen.fileless == (
        "the credential lacks the permission `actions: read` to see whether GitHub runs one without a file"
    )
    assert seen.unseen == ""


@pytest.mark.parametrize(
    ("names", "asked"),
    [
        (["lint"], 0),
        (["lint", "JUnit report", "Analyze (python)", "jenkins"], 0),
        ([], 0),
        (["gone"], 1),
        (["lint", "gone"], 1),
        (["sonar"], 1),
        (None, 1),
    ],
    ids=["a job", "all that may be Actions'", "no name", "unseen", "one unseen", "another App's", "all"],
)
def test_workflows_are_listed_only_where_a_name_was_not_shown(remote, github, repo, names, asked):
    pull = repo.propose("feature", checks=["lint"], statuses=["jenkins"])
    repo.report_check("Analyze (python)", ref=pull.head_sha, workflow=CODEQL)
    repo.report_check("JUnit report", ref=pull.head_sha, step=True)
    repo.report_check("sonar", ref=pull.head_sha, app_id=42)
    assert bool(of_names(remote, "main", names).fileless) is bool(asked)
    assert len(github.requests.matching("GET", "/actions/workflows")) == asked


def test_workflows_are_not_listed_where_pull_requests_may_not_be_seen(hubs, github, repo):
    witness(hubs(github.url, github.add_token("bot", GOVERN | {"actions": "read"})))
    assert not github.requests.matching("GET", "/actions/workflows")


@pytest.mark.parametrize(("permission", "sees"), [("pull_requests", 0), ("checks", 1), ("statuses", 1)])
def test_what_the_credential_may_not_see_is_said_and_the_rest_still_seen(hubs, github, repo, permission, sees):
    repo.propose("feature", checks=["lint"], statuses=["jenkins"])
    blind = hubs(github.url, github.add_token("bot", GOVERN | {name: "read" for name in SEES if name != permission}))
    seen = witness(blind)
    assert re.search(rf"lacks the permission `{permission}: read` to see what pull requests report", seen.unseen)
    assert len(seen.reported) == sees


def test_where_a_pull_request_has_more_checks_than_are_read_that_is_said(hub, repo):
    repo.propose("feature", checks=[f"check {number}" for number in range(PAGE + 1)])
    seen = witness(hub)
    assert "has 101 checks, of which no more than 100 are read" in seen.unseen
    assert len(seen.reported) == PAGE


def test_a_commit_that_is_gone_says_nothing(hub, github, repo):
    repo.propose("feature", checks=["lint"])
    github.faults.add(path="/commits/", times=2, status=422, body={"message": "No commit found for SHA: 1"})
    seen = witness(hub)
    assert (seen.reported, seen.finished, seen.unseen) == (frozenset(), 0, "")


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/pulls", [{"head": {"sha": "../../../other/b"}}]),
        ("/pulls", {"message": "?"}),
        ("check-runs", {"total_count": 1, "check_runs": [{"name": "lint"}]}),
        ("/status", {"total_count": "1", "statuses": []}),
        ("/actions/workflows", {"total_count": 1, "workflows": [{"path": None}]}),
        ("/actions/runs", {"total_count": 1, "workflow_runs": [{"id": 1, "path": None}]}),
    ],
)
def test_a_strange_answer_is_no_evidence(hub, github, repo, path, body):
    repo.propose("feature", checks=["lint"])
    github.faults.add(path=path, status=200, body=body)
    with pytest.raises(GitHubUnavailable, match="not as documented"):
        witness(hub)
