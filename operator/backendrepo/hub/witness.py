"""What pull requests really reported: the check runs and commit statuses of the heads that were updated last.

Sources: docs.github.com, REST, "List pull requests", "List check runs for a Git reference", "Get the combined status
for a specific reference".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import quote

from backendrepo.derivation.witness import Reported, Witness
from backendrepo.errors import PermissionMissing, WriteRejected
from backendrepo.hub import documents
from backendrepo.hub.answer import Answer
from backendrepo.hub.remote import Remote

HEADS = 3
"""Pull requests that are looked at: with them all it is one request, and two for each."""
PAGE = 100
"""Check runs, and statuses, that are read of each: the most that GitHub gives in one answer."""

_JOB = re.compile(r"/actions/runs/\d+/jobs?/(\d+)\b")


def witness(remote: Remote, branch: str) -> Witness:
    """Return what the pull requests to a branch have reported: seven requests at most, most of them unchanged."""
    seen = _Seen(remote)
    base = quote(branch, safe="")
    path = f"/pulls?state=all&base={base}&sort=updated&direction=desc&per_page={HEADS}"
    answer = seen.read(path, "list the pull requests", "pull_requests: read")
    pulls = answer.read(documents.PULLS.validate_python) if answer else []
    finished = [seen.head(sha) for sha in dict.fromkeys(pull.head.sha for pull in pulls[:HEADS])]
    return Witness(frozenset(seen.reported), finished=sum(finished), unseen=seen.why)


@dataclass
class _Seen:
    """What was seen so far, and why there may be more."""

    remote: Remote
    reported: set[Reported] = field(default_factory=set)
    why: str = ""

    def read(self, path: str, doing: str, permission: str) -> Answer | None:
        """Return an answer, None where the credential may not have it, or GitHub no longer has the commit."""
        try:
            return self.remote.read(path, doing)
        except PermissionMissing:
            self.why = f"the credential lacks the permission `{permission}` to see what pull requests report"
        except WriteRejected:  # "No commit found for SHA": the fork went away, say
            pass
        return None

    def head(self, sha: str) -> bool:
        """Take in what a commit got; return whether that is something, and all of it has ended."""
        ended = [*self._check_runs(sha), *self._statuses(sha)]
        return bool(ended) and all(ended)

    def _check_runs(self, sha: str) -> Iterator[bool]:
        path = f"/commits/{sha}/check-runs?per_page={PAGE}"
        if answer := self.read(path, "read the checks of pull requests", "checks: read"):
            found = answer.read(documents.CheckRuns.model_validate)
            self._counted(found.total_count, len(found.check_runs))
            for run in found.check_runs:
                self.reported.add(Reported(run.name, run.app.id if run.app else None, job=_is_job(run)))
                yield run.status == "completed"

    def _statuses(self, sha: str) -> Iterator[bool]:
        path = f"/commits/{sha}/status?per_page={PAGE}"
        if answer := self.read(path, "read the statuses of pull requests", "statuses: read"):
            found = answer.read(documents.CombinedStatus.model_validate)
            self._counted(found.total_count, len(found.statuses))
            for status in found.statuses:
                self.reported.add(Reported(status.context))
                yield status.state != "pending"

    def _counted(self, total: int, read: int) -> None:
        if total > read:
            self.why = f"a pull request has {total} checks, of which no more than {PAGE} are read"


def _is_job(run: documents.CheckRun) -> bool:
    """Whether a check run is a job of GitHub Actions. A check run that a step made links to none, or to another's."""
    link = _JOB.search(run.details_url or "")
    return link is not None and int(link[1]) == run.id
