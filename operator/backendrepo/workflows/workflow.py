"""The workflows of a repository, as a graph that can be asked: what starts, what runs, what it is reported as."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from backendrepo.workflows.calls import MOST_FLAWS, refused
from backendrepo.workflows.environments import Budget
from backendrepo.workflows.frames import Frame, Reading
from backendrepo.workflows.graph import jobs
from backendrepo.workflows.job import Job
from backendrepo.workflows.obstacles import Kind, Obstacle, Reach
from backendrepo.workflows.scalars import Unresolved
from backendrepo.workflows.source import Library, Source
from backendrepo.workflows.triggers import CALL, CORE, MERGE_GROUP, PULL_REQUEST, TARGET, Trigger, Triggers, triggers
from backendrepo.workflows.worlds import Start
from backendrepo.yaml12 import field_of, text_of

MOST = 1_000_000
"""How much of a repository is expanded, by weight: several times what the largest have."""


@dataclass(frozen=True)
class Settings:
    """What is known from elsewhere, how texts are shown, and how much is read."""

    repository: str = ""
    """`owner/name`, empty where it is not known; conditions that compare it are then taken to mean this one."""
    unresolved: Unresolved = str
    """Shows an expression that only a run could tell."""
    workspace: str = "/github/workspace"
    """What `github.workspace` comes to."""
    most: int = MOST
    """How much is expanded, by weight."""


@dataclass(frozen=True)
class Workflow:
    """One file directly under `.github/workflows`."""

    source: Source
    library: Library

    @property
    def path(self) -> str:
        """Where it is."""
        return self.source.path

    @property
    def name(self) -> str:
        """Its `name`, else its path."""
        return text_of(field_of(self.source.root, "name")) or self.path

    @property
    def triggers(self) -> Triggers:
        """What starts it."""
        return self.library.made(triggers, self.source)

    @property
    def refused(self) -> tuple[Obstacle, ...]:
        """Why GitHub starts nothing of it."""
        return self.library.made(refused, self.source)


class Triggered(NamedTuple):
    """A workflow that pull requests start, and what can keep one from starting it."""

    workflow: Workflow
    event: str
    caveats: tuple[Obstacle, ...] = ()


class Started(NamedTuple):
    """The jobs of a workflow under one event."""

    trigger: Trigger
    caveats: tuple[Obstacle, ...]
    jobs: tuple[Job, ...]


@dataclass(frozen=True)
class Workflows:
    """All workflows of a repository."""

    library: Library
    workflows: tuple[Workflow, ...]
    settings: Settings = field(default_factory=Settings)
    _started: dict[tuple[str, str, str], Started] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def _budget(self) -> Budget:
        return Budget(self.settings.most)

    @property
    def problems(self) -> tuple[Obstacle, ...]:
        """Why GitHub refuses workflows."""
        return tuple(obstacle for workflow in self.workflows for obstacle in workflow.refused)

    def triggered_by_pull_request(self, branch: str) -> tuple[Triggered, ...]:
        """Return the workflows that pull requests to a branch start, or its merge queue, each with its caveats."""
        return tuple(
            Triggered(workflow, trigger.event, _caveats(workflow, trigger, branch))
            for workflow in self.workflows
            for trigger in _for_pull_requests(workflow)
            if trigger.takes(branch)
        )

    def jobs(self, branch: str) -> tuple[Job, ...]:
        """Return every job that a pull request to a branch, or its merge queue, can start."""
        found = (self.started(each.workflow, each.event, branch) for each in self.triggered_by_pull_request(branch))
        return tuple(job for started in found for job in started.jobs)

    def started(self, workflow: Workflow, event: str, branch: str) -> Started:
        """Return the jobs of a workflow under one event, with all that concerns them."""
        key = workflow.path, event, branch
        if key not in self._started:
            self._started[key] = self._start(workflow, workflow.triggers.by_event[event], branch)
        return self._started[key]

    def _start(self, workflow: Workflow, trigger: Trigger, branch: str) -> Started:
        reading = Reading(self.library, self.settings.unresolved, self._budget)
        start = Start(
            event=trigger.event,
            branch=branch,
            activities=trigger.activities if trigger.event in (PULL_REQUEST, TARGET) else CORE,
            repository=self.settings.repository,
            workflow=workflow.name,
            workspace=self.settings.workspace,
        )
        made = list(jobs(Frame(reading, workflow.source, start)))
        caveats = (*_caveats(workflow, trigger, branch), *islice(dict.fromkeys(reading.refused), MOST_FLAWS))
        return Started(trigger, caveats, tuple(_completed(job, workflow.path, trigger.event, caveats) for job in made))


def _for_pull_requests(workflow: Workflow) -> Iterator[Trigger]:
    for event in (PULL_REQUEST, TARGET):
        if trigger := workflow.triggers.get(event):
            yield trigger
    if PULL_REQUEST not in workflow.triggers and (trigger := workflow.triggers.get(MERGE_GROUP)):
        yield trigger


def _caveats(workflow: Workflow, trigger: Trigger, branch: str) -> tuple[Obstacle, ...]:
    place = trigger.source.at(trigger.key)
    found = [*workflow.refused, *trigger.obstacles(branch)]
    if trigger.event == MERGE_GROUP:
        why = "it runs in a merge queue only, which the branch may not have"
        found.append(Obstacle(Kind.MERGE_QUEUE, why, place, Reach.MAYBE))
    elif trigger.event not in (PULL_REQUEST, TARGET):
        found.append(Obstacle(Kind.EVENT, f"`{trigger.event}` starts it, no pull request does", place))
    return tuple(found)


def _completed(job: Job, path: str, event: str, caveats: tuple[Obstacle, ...]) -> Job:
    """Return a job with what concerns the whole workflow."""
    unstarted = tuple(each for each in caveats if each.kind is not Kind.TARGET)
    checks = tuple(
        replace(check, obstacles=(*caveats, *check.obstacles), unreported=(*unstarted, *check.unreported))
        for check in job.checks
    )
    return replace(job, workflow=path, event=event, obstacles=(*caveats, *job.obstacles), checks=checks)


def first_event(workflow: Workflow) -> str | None:
    """Return an event that starts it, None where it is only called."""
    return next((event for event in workflow.triggers.by_event if event != CALL), None)
