"""The shape of a workflow: what GitHub takes, so that a malformed file is told from one that starts.

The keys, and the contexts that expressions may ask where, are those of the documentation ("Workflow syntax for GitHub
Actions", "Contexts"). GitHub starts nothing of a workflow with one value of the wrong kind. The tests hold this against
the JSON schema of workflows.
"""

from collections.abc import Iterator
from itertools import product

from backendrepo.workflows.needs import needed, started
from backendrepo.workflows.shape_of_events import EVENTS, on
from backendrepo.workflows.shapes import (
    Allowed,
    Fields,
    Flaw,
    Shape,
    anything,
    boolean,
    by_kind,
    condition,
    filled,
    identifier,
    knowing,
    listing,
    mapping,
    matching,
    number,
    one_of,
    or_expression,
    text,
)
from backendrepo.yaml12 import Mapping, Node, Scalar, field_of, texts_of

_EARLY = "github inputs vars"
_JOB = f"{_EARLY} needs strategy matrix"
_STEP = f"{_JOB} secrets steps job runner env hashfiles()"
_STATUS = "always() success() failure() cancelled()"

_SCOPES = (
    *("actions", "artifact-metadata", "attestations", "checks", "code-quality", "contents", "copilot-requests"),
    *("deployments", "discussions", "drives", "id-token", "issues", "models", "packages", "pages", "pull-requests"),
    *("repository-projects", "security-events", "statuses", "vulnerability-alerts"),
)

_texts = by_kind(scalar=filled, sequence=listing(filled))
_variables = or_expression(mapping(text))
_level = one_of("read", "write", "none")
_permissions = by_kind(
    scalar=one_of("read-all", "write-all"),
    keys=Fields("`permissions`", dict.fromkeys(_SCOPES, _level)),
)
_concurrency = by_kind(
    keys=Fields("`concurrency`", {"group": filled, "cancel-in-progress": boolean, "queue": text}, required=("group",))
)
_run_defaults = Fields("`defaults.run`", {"shell": filled, "working-directory": filled})
_credentials = knowing("secrets env", Fields("`credentials`", {"username": filled, "password": filled}))
_container: dict[str, Shape] = {
    "image": filled,
    "options": text,
    "env": mapping(knowing("secrets steps job runner env", text)),
    "ports": listing(filled),
    "volumes": listing(filled),
    "credentials": _credentials,
}
_service = Fields("a service", {**_container, "entrypoint": text, "command": text}, required=("image",))
_action = matching(r"(?:\./|\.\\|\$/|docker://).*|[^/\\@]+[/\\][^@]+@[^@]+", "an action (`owner/name@ref`, `./folder`)")
_file = r"\.github/workflows(?:-lab)?/[^/@]+\.ya?ml"
_called = matching(rf"[.$]/{_file}|[^/@]+/[^/@]+/{_file}@.+", "a workflow (`./.github/workflows/name.yml`)")

_common: dict[str, Shape] = {
    "name": knowing(_STEP, text),
    "id": identifier,
    "if": knowing(f"{_JOB} steps job runner env hashfiles() {_STATUS}", condition),
    "continue-on-error": knowing(_STEP, boolean),
    "timeout-minutes": knowing(_STEP, number),
    "env": knowing(_STEP, _variables),
    "background": boolean,
}
_script = {"run": knowing(_STEP, text), "shell": knowing(_STEP, filled), "working-directory": knowing(_STEP, text)}
_run_step = Fields("a step with `run`", {**_common, **_script})
_uses_step = Fields("a step with `uses`", {**_common, "uses": _action, "with": knowing(_STEP, _variables)})
_wait_step = Fields(
    "a step that waits",
    {
        **{key: _common[key] for key in ("name", "id", "continue-on-error", "timeout-minutes")},
        **{"wait": _texts, "wait-all": anything, "cancel": _texts},
    },
)


def _step(node: Node, allowed: Allowed) -> Iterator[Flaw]:
    if not isinstance(node, Mapping):
        return _uses_step(node, allowed)
    if any(key in node for key in ("wait", "wait-all", "cancel")):
        return _wait_step(node, allowed)
    if "parallel" in node:
        return Fields("parallel steps", {"name": text, "parallel": listing(_step)})(node, allowed)
    if "run" in node:
        return _run_step(node, allowed)
    if "uses" in node:
        return _uses_step(node, allowed)
    return iter([Flaw(node, "a step has neither `run` nor `uses`")])


_filter = or_expression(listing(or_expression(mapping(anything))))
_matrix = Fields("`matrix`", {"include": _filter, "exclude": _filter}, rest=or_expression(listing(anything)))
_strategy = Fields("`strategy`", {"fail-fast": boolean, "max-parallel": number, "matrix": or_expression(_matrix)})
_cache_mode = one_of("read", "write", "write-only", "none")
_any_job: dict[str, Shape] = {
    "name": knowing(_JOB, text),
    "needs": _texts,
    "if": knowing(f"{_EARLY} needs {_STATUS}", condition),
    "permissions": _permissions,
    "cache-mode": _cache_mode,
    "concurrency": knowing(_JOB, _concurrency),
    "strategy": knowing(f"{_EARLY} needs", or_expression(_strategy)),
}
_called_job = Fields(
    "a job that calls a workflow",
    {
        **_any_job,
        "uses": _called,
        "with": knowing(_JOB, mapping(text)),
        "secrets": by_kind(scalar=one_of("inherit"), keys=knowing(f"{_JOB} secrets", mapping(text))),
    },
)
_runner = Fields("`runs-on`", {"group": filled, "labels": _texts})
_own_job = Fields(
    "a job",
    {
        **_any_job,
        "runs-on": knowing(
            _JOB,
            by_kind(scalar=filled, sequence=listing(filled), keys=_runner),
        ),
        "timeout-minutes": knowing(_JOB, number),
        "cancel-timeout-minutes": knowing(_JOB, number),
        "continue-on-error": knowing(_JOB, boolean),
        "container": knowing(_JOB, by_kind(keys=Fields("`container`", _container, required=("image",)))),
        "services": knowing(_JOB, or_expression(mapping(by_kind(keys=_service)))),
        "env": knowing(f"{_JOB} secrets", _variables),
        "environment": knowing(
            _JOB,
            by_kind(
                keys=Fields(
                    "`environment`",
                    {"name": text, "url": knowing("steps job runner env", text), "deployment": boolean},
                    required=("name",),
                )
            ),
        ),
        "outputs": mapping(knowing(f"{_JOB} secrets steps job runner env", text)),
        "defaults": Fields("`defaults`", {"run": knowing(f"{_JOB} env", _run_defaults)}),
        "steps": listing(_step, empty=False),
        "snapshot": knowing(_STEP, by_kind(keys=anything)),
    },
    required=("runs-on", "steps"),
)


def _job(node: Node, allowed: Allowed) -> Iterator[Flaw]:
    return _called_job(node, allowed) if isinstance(node, Mapping) and "uses" in node else _own_job(node, allowed)


_workflow = Fields(
    "a workflow",
    {
        "on": on,
        "name": text,
        "description": text,
        "run-name": knowing(_EARLY, text),
        "defaults": Fields("`defaults`", {"run": _run_defaults}),
        "env": knowing(f"{_EARLY} secrets", _variables),
        "permissions": _permissions,
        "cache-mode": _cache_mode,
        "concurrency": knowing(_EARLY, _concurrency),
        "jobs": mapping(_job),
    },
    required=("on", "jobs"),
)


def flaws(root: Node | None) -> Iterator[Flaw]:
    """Return why GitHub refuses a workflow."""
    if root is None:
        yield Flaw(Scalar(None, 1, ""), "the file is empty")
        return
    yield from _workflow(root, frozenset())
    yield from _on(field_of(root, "on"))
    jobs = field_of(root, "jobs")
    if isinstance(jobs, Mapping):
        yield from _jobs(jobs)


def _on(node: Node | None) -> Iterator[Flaw]:
    for named in texts_of(node):
        if named.text not in EVENTS:
            yield Flaw(named, f"`{named.text[:40]}` is no event that GitHub is known to have", certain=False)
    for event, only in product(("push", "pull_request", "pull_request_target"), ("branches", "tags", "paths")):
        ignored = field_of(node, event, f"{only}-ignore")
        if ignored and field_of(node, event, only):
            yield Flaw(ignored, f"`{only}` and `{only}-ignore` exclude each other")


def _jobs(jobs: Mapping) -> Iterator[Flaw]:
    if not jobs.entries:
        yield Flaw(jobs, "it has no job")
    for key, _ in jobs.entries:
        yield from identifier(key, frozenset())
    needs = needed(jobs)
    startable = set(started(needs))
    for waiting in (needs[id_] for id_ in needs if id_ not in startable):
        for id_, need in waiting.items():
            if id_ not in needs:
                yield Flaw(need, f"it needs `{need.text[:40]}`, which is no job of the workflow")
            elif id_ not in startable:
                yield Flaw(need, f"it needs `{need.text[:40]}`, and waits for itself by that")
