"""Check runs, statuses, workflows and runs as JSON."""

from typing import Any

from tests.github.clock import timestamp
from tests.github.shapes.apps import app_by_id
from tests.github.shapes.owners import WEB, node_id, simple_user
from tests.github.shapes.repositories import repository
from tests.github.state.activity import CheckRun, CommitStatus, Run, Workflow
from tests.github.state.git import BORN
from tests.github.state.repositories import Repository
from tests.github.state.world import World

STAMPS = {"created_at": timestamp(BORN), "updated_at": timestamp(BORN)}


def check_run(api: str, world: World, repo: Repository, run: CheckRun) -> dict[str, Any]:
    """`check-run`."""
    url = f"{api}/repos/{repo.full_name}/check-runs/{run.id}"
    # A job's number is that of its check run; what a step or another App made leads to itself (seen on github.com).
    place = f"{WEB}/{repo.full_name}/{f'actions/runs/{run.run.id}/job' if run.run else 'runs'}/{run.id}"
    output = dict.fromkeys(("title", "summary", "text"))
    return {
        "id": run.id,
        "name": run.name,
        "node_id": node_id("CheckRun", run.id),
        "head_sha": run.head_sha,
        "external_id": "",
        "url": url,
        "html_url": place,
        "details_url": place,
        "status": run.status,
        "conclusion": run.conclusion,
        "started_at": timestamp(BORN),
        "completed_at": timestamp(BORN) if run.status == "completed" else None,
        "output": output | {"annotations_count": 0, "annotations_url": f"{url}/annotations"},
        "check_suite": {"id": run.id},
        "app": app_by_id(api, world, run.app_id),
        "pull_requests": [],
    }


def combined_status(api: str, repo: Repository, sha: str, statuses: list[CommitStatus]) -> dict[str, Any]:
    """`combined-commit-status`: failure when one failed, pending when one waits or there is none."""
    here = f"{api}/repos/{repo.full_name}"
    states = {s.state for s in statuses}
    failed = bool(states & {"failure", "error"})
    return {
        "state": "failure" if failed else "success" if states == {"success"} else "pending",
        "statuses": [_status(here, s) for s in statuses],
        "sha": sha,
        "total_count": len(statuses),
        "repository": repository(api, repo),
        "commit_url": f"{here}/commits/{sha}",
        "url": f"{here}/commits/{sha}/status",
    }


def _status(here: str, held: CommitStatus) -> dict[str, Any]:
    return {
        "url": f"{here}/statuses/{held.sha}",
        "avatar_url": "https://avatars.githubusercontent.com/u/1?v=4",
        "id": held.id,
        "node_id": node_id("StatusContext", held.id),
        "state": held.state,
        "description": None,
        "target_url": None,
        "context": held.context,
        **STAMPS,
    }


def workflow(api: str, repo: Repository, held: Workflow) -> dict[str, Any]:
    """`workflow`."""
    site = f"{WEB}/{repo.full_name}"
    return {
        "id": held.id,
        "node_id": node_id("Workflow", held.id),
        "name": held.name,
        "path": held.path,
        "state": held.state,
        **STAMPS,
        "url": f"{api}/repos/{repo.full_name}/actions/workflows/{held.id}",
        "html_url": f"{site}/blob/{repo.default_branch}/{held.path}",
        "badge_url": f"{site}/workflows/{held.name}/badge.svg",
    }


def run(api: str, world: World, repo: Repository, held: Run) -> dict[str, Any]:
    """`workflow-run`."""
    here = f"{api}/repos/{repo.full_name}/actions"
    url = f"{here}/runs/{held.id}"
    inside = repository(api, repo)
    below = ("jobs", "logs", "cancel", "rerun", "artifacts")
    # The path of a workflow that a ruleset requires is that in the other repository, which it does not name (as seen).
    kind = "required_workflows" if held.workflow.required else "workflows"
    return {
        "id": held.id,
        "node_id": node_id("WorkflowRun", held.id),
        "name": held.workflow.name,
        "display_title": held.workflow.name,
        "head_branch": held.head_branch,
        "head_sha": held.head_sha,
        "path": held.workflow.path,
        "run_number": held.number,
        "run_attempt": 1,
        "event": held.event,
        "status": held.status,
        "conclusion": held.conclusion,
        "workflow_id": held.workflow.id,
        "url": url,
        "html_url": f"{WEB}/{repo.full_name}/actions/runs/{held.id}",
        "pull_requests": [],
        **STAMPS,
        "run_started_at": timestamp(BORN),
        "actor": simple_user(api, world.owner("octocat")),
        "triggering_actor": simple_user(api, world.owner("octocat")),
        **{f"{name}_url": f"{url}/{name}" for name in below},
        "check_suite_url": f"{api}/repos/{repo.full_name}/check-suites/{held.id}",
        "workflow_url": f"{here}/{kind}/{held.workflow.id}",
        "previous_attempt_url": None,
        "head_commit": None,
        "repository": inside,
        "head_repository": inside,
    }
