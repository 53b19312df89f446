"""Check runs, statuses, pull requests, workflows and their runs.

https://docs.github.com/rest/checks/runs, https://docs.github.com/rest/actions
"""

from tests.github.answers import Answer, not_found, ok
from tests.github.registry import Call, route
from tests.github.routes.content import commit_of
from tests.github.routes.pages import page
from tests.github.shapes import activity as shape
from tests.github.shapes.pulls import pull as pull_shape
from tests.github.state.activity import Run, Workflow

REPO = "/repos/{owner}/{repo}"


@route(
    f"GET {REPO}/commits/{{ref}}/check-runs",
    needs="checks=read",
    docs="checks/runs#list-check-runs-for-a-git-reference",
)
def check_runs(call: Call, ref: str) -> Answer:
    """The check runs of a commit, or those of one name or App."""
    sha, query = commit_of(call, ref).sha, call.exchange.query
    found = [
        run
        for run in call.here.check_runs
        if run.head_sha == sha
        and query.get("check_name", run.name) == run.name
        and query.get("app_id", str(run.app_id)) == str(run.app_id)
    ]
    return page(call, found, lambda r: shape.check_run(call.api, call.world, call.here, r), wrap="check_runs")


@route(
    f"GET {REPO}/commits/{{ref}}/status",
    needs="statuses=read",
    docs="commits/statuses#get-the-combined-status-for-a-specific-reference",
)
def combined_status(call: Call, ref: str) -> Answer:
    """The newest status of each context of a commit."""
    sha = commit_of(call, ref).sha
    newest = {status.context: status for status in call.here.statuses if status.sha == sha}
    return ok(shape.combined_status(call.api, call.here, sha, list(newest.values())))


@route(f"GET {REPO}/pulls", needs="pull_requests=read", docs="pulls/pulls#list-pull-requests")
def pulls(call: Call) -> Answer:
    """Pull requests, newest first; open ones unless asked otherwise."""
    query = call.exchange.query
    state, sort = query.get("state", "open"), query.get("sort", "created")
    found = [
        pull
        for pull in call.here.pulls.values()
        if state in ("all", pull.state) and query.get("base", pull.base) == pull.base
    ]
    descending = query.get("direction", "desc" if sort == "created" else "asc") == "desc"
    found.sort(key=lambda p: p.updated if sort == "updated" else p.number, reverse=descending)
    return page(call, found, lambda p: pull_shape(call.api, call.world, call.here, p))


@route(f"GET {REPO}/actions/workflows", needs="actions=read", docs="actions/workflows#list-repository-workflows")
def workflows(call: Call) -> Answer:
    """The workflows that Actions knows, without those that a ruleset requires (recorded in cli/cli#9228)."""
    held = [workflow for workflow in call.here.workflows.values() if not workflow.required]
    return page(call, held, lambda w: shape.workflow(call.api, call.here, w), wrap="workflows")


@route(
    f"GET {REPO}/actions/workflows/{{workflow_id}}",
    needs="actions=read",
    docs="actions/workflows#get-a-workflow",
)
def one_workflow(call: Call, workflow_id: str) -> Answer:
    """A workflow by id or by file name."""
    return ok(shape.workflow(call.api, call.here, _workflow(call, workflow_id)))


@route(
    f"GET {REPO}/actions/workflows/{{workflow_id}}/runs",
    needs="actions=read",
    docs="actions/workflow-runs#list-workflow-runs-for-a-workflow",
)
def runs_of_workflow(call: Call, workflow_id: str) -> Answer:
    """The runs of one workflow, newest first."""
    workflow = _workflow(call, workflow_id)
    return _runs(call, [run for run in call.here.runs if run.workflow is workflow])


@route(
    f"GET {REPO}/actions/runs",
    needs="actions=read",
    docs="actions/workflow-runs#list-workflow-runs-for-a-repository",
)
def runs(call: Call) -> Answer:
    """The runs of all workflows, newest first."""
    return _runs(call, call.here.runs)


def _workflow(call: Call, key: str) -> Workflow:
    for held in call.here.workflows.values():
        if key in (str(held.id), held.path.rsplit("/", 1)[-1]) and not held.required:
            return held
    raise not_found()


def _runs(call: Call, held: list[Run]) -> Answer:
    query = call.exchange.query
    found = [
        run
        for run in reversed(held)
        if query.get("branch", run.head_branch) == run.head_branch
        and query.get("event", run.event) == run.event
        and query.get("head_sha", run.head_sha) == run.head_sha
        and query.get("status", run.status) in (run.status, run.conclusion)
    ]
    return page(call, found, lambda r: shape.run(call.api, call.world, call.here, r), wrap="workflow_runs")
