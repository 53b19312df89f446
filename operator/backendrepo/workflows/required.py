"""What branch protection can require: the names that every pull request to a branch gets a check of."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import permutations

from backendrepo.findings import Evidence
from backendrepo.workflows.job import Check
from backendrepo.workflows.obstacles import Kind, Obstacle
from backendrepo.workflows.triggers import MERGE_GROUP, PULL_REQUEST, TARGET, Trigger
from backendrepo.workflows.workflow import Workflow, Workflows, first_event


@dataclass(frozen=True)
class Reportable:
    """The names that every pull request gets a check of, and why it is not so for others."""

    names: Mapping[str, Evidence] = field(default_factory=dict)
    others: Mapping[str, tuple[Obstacle, ...]] = field(default_factory=dict)
    shared: Mapping[str, tuple[Evidence, ...]] = field(default_factory=dict)
    """Names that more than one job reports: GitHub cannot tell them apart, and may let the failure of one pass."""


def reportable_on_every_pull_request(workflows: Workflows, branch: str, *, merge_queue: bool = False) -> Reportable:
    """Return what can be required of pull requests to a branch; with a merge queue, what its runs report as well."""
    found = list(_reported(workflows, branch, (PULL_REQUEST, TARGET)))
    names = {check.name: check.place for _, check in found if check.reportable} | _complementary(found)
    others = {check.name: check.unreported for _, check in found if check.name not in names}
    for check in _elsewhere(workflows, branch):
        if check.name not in names:
            others.setdefault(check.name, check.unreported)
    if merge_queue:
        queued = {check.name for _, check in _reported(workflows, branch, (MERGE_GROUP,)) if _in_queue(check)}
        for name in [name for name in names if name not in queued]:
            why = "no workflow reports it in the merge queue (`merge_group`)"
            others[name] = (Obstacle(Kind.MERGE_QUEUE, why, names.pop(name)),)
    return Reportable(names, others, _shared(found))


def _reported(workflows: Workflows, branch: str, events: tuple[str, ...]) -> Iterator[tuple[Trigger, Check]]:
    for workflow in workflows.workflows:
        for event in events:
            if event in workflow.triggers:
                started = workflows.started(workflow, event, branch)
                yield from ((started.trigger, check) for job in started.jobs for check in job.checks)


def _elsewhere(workflows: Workflows, branch: str) -> Iterator[Check]:
    """Yield the checks of workflows that no pull request starts."""
    for workflow in workflows.workflows:
        event = first_event(workflow)
        if event and not _for_pull_requests(workflow):
            yield from (check for job in workflows.started(workflow, event, branch).jobs for check in job.checks)


def _for_pull_requests(workflow: Workflow) -> bool:
    return PULL_REQUEST in workflow.triggers or TARGET in workflow.triggers


def _in_queue(check: Check) -> bool:
    return all(obstacle.kind is Kind.MERGE_QUEUE for obstacle in check.unreported)


def _complementary(found: list[tuple[Trigger, Check]]) -> dict[str, Evidence]:
    """Return names that two workflows report, one for some paths and the other for all but those.

    GitHub's documentation once gave this as the way to require the check of a workflow with a path filter.
    """
    by_name = defaultdict[str, list[tuple[Trigger, Check]]](list)
    for trigger, check in found:
        if {obstacle.kind for obstacle in check.unreported} == {Kind.PATHS}:
            by_name[check.name].append((trigger, check))
    return {
        name: check.place
        for name, pairs in by_name.items()
        for (trigger, check), (other, _) in permutations(pairs[:10], 2)
        if set(trigger.listed("paths") or ()) == set(other.listed("paths-ignore") or ("",))
    }


def _shared(found: list[tuple[Trigger, Check]]) -> dict[str, tuple[Evidence, ...]]:
    places = defaultdict[str, dict[Evidence, None]](dict)
    for _, check in found:
        if not check.doubt and not any(each.kind is Kind.BRANCHES for each in check.unreported):
            places[check.name][check.place] = None
    return {name: tuple(where) for name, where in places.items() if len(where) > 1}
