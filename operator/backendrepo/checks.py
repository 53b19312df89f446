"""The checks of a repository's workflows, as branch protection is compared with them: which gate each one is.

A scan reads them from the files of the governed branch and hands them over; the operator, which has no files, judges
the live settings by them and derives the required checks from them.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from glob import escape

from backendrepo.lazy import regex
from backendrepo.pipeline import pipeline
from backendrepo.snapshot import Snapshot
from backendrepo.workflows import Kind, Obstacle, Reportable, Workflow, Workflows, reportable_on_every_pull_request
from backendrepo.workflows.job import Job
from backendrepo.workflows.merging import Merging, merging
from backendrepo.workflows.triggers import MERGE_GROUP, PULL_REQUEST, TARGET
from backendrepo.workflows.workflow import first_event

UNSURE = frozenset({Kind.NAME, Kind.UNREADABLE})
"""Obstacles of a check whose name is not wholly known."""

NEAR = 0.5
"""How alike two names have to be for one to be suggested, between 0 and 1."""

_OPEN = regex(r"…|\$\{\{.*?(?:\}\}|\Z)|\.\.\.\Z")
"""What stands in a name for what is not known of it."""


@dataclass(frozen=True)
class Checks:
    """What the workflows of one commit report on pull requests to a branch. Names are as GitHub shows them."""

    branch: str = "main"
    """The governed branch."""
    gates: tuple[str, ...] = ()
    """The check runs that fail where a gate of the standard fails, in the order of the workflows."""
    on_pull_requests: Reportable = field(default_factory=Reportable)
    """What every pull request reports."""
    in_merge_queue: Reportable = field(default_factory=Reportable)
    """What every pull request and its run in the merge queue report."""
    watched: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """For a check that fails with others (a last job of `re-actors/alls-green`), which those are."""
    opaque: tuple[str, ...] = ()
    """Why there may be names that are not known here, in sentences: a reusable workflow of another repository, say."""
    unread: tuple[str, ...] = ()
    """Those of them that may hide any name: a workflow that could not be read."""
    merging: tuple[Merging, ...] = ()
    """The jobs that merge pull requests or approve them."""

    def reportable(self, *, merge_queue: bool = False) -> Reportable:
        """Return the names that can be required of every pull request."""
        return self.in_merge_queue if merge_queue else self.on_pull_requests

    def covered(self, required: Collection[str]) -> frozenset[str]:
        """Return the checks whose failure stops a merge: the required ones, and those that one of them watches."""
        return frozenset(required).union(*(self.watched.get(name, ()) for name in required))

    def doubts(self, name: str) -> tuple[str, ...]:
        """Return why a name that is in none of the lists may be reported all the same; none: nothing reports it.

        `ci / lint` may be, where the job `ci` calls a workflow of another repository, and `lint` may not.
        """
        others = self.on_pull_requests.others.items()
        found = (why for other, each in others if fnmatchcase(name, _pattern(other)) for why in unsure(each))
        return tuple(dict.fromkeys([*(str(each) for each in found), *self.unread]))


def near(name: str, names: Iterable[str]) -> list[str]:
    """Return the one of the names of checks that is most like a name, none where none is like it."""
    from difflib import get_close_matches  # noqa: PLC0415 - only a name that nothing reports pays for it

    return get_close_matches(name, list(names), n=1, cutoff=NEAR)


def unsure(obstacles: tuple[Obstacle, ...]) -> Iterator[Obstacle]:
    """Yield what keeps a name from being known."""
    return (each for each in obstacles if each.kind in UNSURE)


def _pattern(name: str) -> str:
    return "*".join(map(escape, _OPEN.split(name)))


def checks_of(snapshot: Snapshot) -> Checks:
    """Return the checks of a snapshot's workflows."""
    repository = pipeline(snapshot)
    workflows, branch = repository.workflows, snapshot.branch
    on_pull_requests = reportable_on_every_pull_request(workflows, branch)
    unread = tuple(_unread(workflows, branch))
    hidden = (str(why) for each in on_pull_requests.others.values() for why in unsure(each))
    return Checks(
        branch=branch,
        gates=tuple(dict.fromkeys(run.check for run in repository.pull_request if run.holds)),
        on_pull_requests=on_pull_requests,
        in_merge_queue=reportable_on_every_pull_request(workflows, branch, merge_queue=True),
        watched=dict(_watched(workflows.jobs(branch))),
        opaque=tuple(dict.fromkeys([*unread, *hidden])),
        unread=unread,
        merging=merging(snapshot.files, branch),
    )


def _unread(workflows: Workflows, branch: str) -> Iterator[str]:
    """Yield which workflows have jobs that are not known here."""
    for workflow in workflows.workflows:
        whole = (each for each in workflow.source.problems if not each.line)  # the others GitHub cannot read either
        yield from (f"{each} could not be read: {each.text}" for each in whole)
        for event in _events(workflow):
            started = workflows.started(workflow, event, branch)
            yield from (str(each) for each in started.caveats if each.kind is Kind.UNREADABLE)


def _events(workflow: Workflow) -> list[str]:
    """Return the events under which the names of a workflow are looked for."""
    by_pull_requests = [event for event in (PULL_REQUEST, TARGET, MERGE_GROUP) if event in workflow.triggers]
    return by_pull_requests or [event for event in [first_event(workflow)] if event]


def _watched(jobs: tuple[Job, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each check that stands for others, with those.

    A job that waits for others, runs although one failed, and fails then (re-actors/alls-green does) stands for them.
    """
    for job in jobs:
        names = tuple(check.name for other in jobs if _watches(job, other) for check in other.checks)
        yield from ((check.name, names) for check in job.checks if names)


def _watches(job: Job, other: Job) -> bool:
    """Whether a job fails where another one of its workflow does, or one that such a one calls."""
    if (other.workflow, other.event) != (job.workflow, job.event):
        return False
    beside = [part.lower() for part in other.chain[: len(job.chain)]]
    return any(beside == [part.lower() for part in (*job.chain[:-1], name)] for name in job.watches)
