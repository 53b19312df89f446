"""What the controls about the branch's settings share: what the credential may see, and which checks are gates."""

from collections.abc import Collection, Iterator

from backendrepo.findings import Judgement, unknown
from backendrepo.pipeline import pipeline
from backendrepo.settings import Hidden, Settings
from backendrepo.snapshot import Snapshot
from backendrepo.workflows import Reportable, reportable_on_every_pull_request
from backendrepo.workflows.job import Job

SHOWN = 5
"""Names that a sentence has."""


def not_seen(settings: Settings, part: Hidden, what: str) -> Judgement | None:
    """Return that the credential may not see a part of the settings, which `what` names; None where it may."""
    if part not in settings.hidden:
        return None
    permission = settings.hidden[part]
    told = f"The credential may not see {what}: it lacks the permission `{permission}`."
    return unknown(told, fix=f"Grant `{permission}` to the GitHub App or token of the connection.")


def gate_checks(snapshot: Snapshot) -> tuple[str, ...]:
    """Return the names of the check runs that fail where a gate fails, in the order of the workflows."""
    return tuple(dict.fromkeys(run.check for run in pipeline(snapshot).pull_request if run.holds))


def reportable(snapshot: Snapshot) -> Reportable:
    """Return the names that every pull request to the branch gets a check of; in its merge queue too, if it has one."""
    return snapshot.made(_reportable)


def _reportable(snapshot: Snapshot) -> Reportable:
    workflows, queue = pipeline(snapshot).workflows, snapshot.settings.merge_queue
    return reportable_on_every_pull_request(workflows, snapshot.branch, merge_queue=queue)


def covered(snapshot: Snapshot, required: Collection[str]) -> frozenset[str]:
    """Return the checks whose failure stops a merge: those that are required, and those that one of them watches.

    A job that waits for others, runs although one failed, and fails then (re-actors/alls-green does) stands for them.
    """
    jobs = pipeline(snapshot).workflows.jobs(snapshot.branch)
    watching = [job for job in jobs if job.watches and any(check.name in required for check in job.checks)]
    watched = {check.name for job in watching for other in jobs if _watches(job, other) for check in other.checks}
    return frozenset(required) | watched


def _watches(job: Job, other: Job) -> bool:
    """Whether a job fails where another one of its workflow does, or one that such a one calls."""
    if (other.workflow, other.event) != (job.workflow, job.event):
        return False
    beside = [part.lower() for part in other.chain[: len(job.chain)]]
    return any(beside == [part.lower() for part in (*job.chain[:-1], name)] for name in job.watches)


def quoted(names: Collection[str]) -> str:
    """Return names as a sentence has them, not more than a few."""
    return listed([f"“{name}”" for name in names])


def listed(texts: Collection[str]) -> str:
    """Return texts as a sentence has them, not more than a few."""
    shown = list(_shown(list(texts)))
    return " and ".join(filter(None, [", ".join(shown[:-1]), *shown[-1:]]))


def _shown(texts: list[str]) -> Iterator[str]:
    yield from texts[:SHOWN]
    if len(texts) > SHOWN:
        yield f"{len(texts) - SHOWN} more"
