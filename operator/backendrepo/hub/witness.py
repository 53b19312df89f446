"""What pull requests really reported: the check runs and commit statuses of the heads that were updated last.

Sources: docs.github.com, REST, "List pull requests", "List check runs for a Git reference", "Get the combined status
for a specific reference", "List workflow runs for a repository", "List repository workflows".
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar
from urllib.parse import quote

from backendrepo.derivation.witness import Reported, Source, Witness
from backendrepo.errors import PermissionMissing, WriteRejected
from backendrepo.hub import documents
from backendrepo.hub.answer import Answer
from backendrepo.hub.remote import Remote

HEADS = 3
"""Pull requests that are looked at: with them all it is one request, and two or three for each."""
PAGE = 100
"""Check runs, statuses, workflows and their runs that are read of each: the most that GitHub gives in one answer."""
FILELESS = "no recent pull request shows whether one of those that GitHub runs without a file (CodeQL, say) does"
"""The end of a sentence about a name that no head has shown, where there are such workflows."""

_JOB = re.compile(r"/actions/runs/(\d+)/jobs?/(\d+)\b")
_DYNAMIC = re.compile(r"dynamic/(?!dependabot/|pages/)")
"""How the paths of GitHub's own workflows begin, which have no file. Those of Dependabot and Pages run for the default
branch alone, and no pull request waits for them."""
_FILE = re.compile(r"\.github/workflows/[^/]+\.ya?ml(@.*)?")
"""The path of a run, with the ref in some answers."""
_OWN = re.compile(r"/actions/workflows/\d+")
"""Where a workflow of the repository is found. That of one that a ruleset requires ends `/required_workflows/…`, while
its path is that in the other repository. Seen on github.com; cli/cli#9228 has more of such runs."""

Read = TypeVar("Read", documents.CheckRun, documents.CommitStatus)


def witness(remote: Remote, branch: str, names: Collection[str] | None = None) -> Witness:
    """Return what the pull requests to a branch have reported: eleven requests at most, most of them unchanged.

    Which workflow a job is of is looked up for these names alone (None: for all): one request for each head with one.
    Whether there are workflows without a file is looked up where a name was not shown: one request.
    """
    seen = _Seen(remote, names)
    base = quote(branch, safe="")
    path = f"/pulls?state=all&base={base}&sort=updated&direction=desc&per_page={HEADS}"
    answer = seen.read(path, "list the pull requests", "pull_requests: read")
    pulls = answer.read(documents.PULLS.validate_python) if answer else []
    finished = [seen.head(sha) for sha in dict.fromkeys(pull.head.sha for pull in pulls[:HEADS])]
    fileless = seen.fileless() if seen.lacks() else ""
    return Witness(frozenset(seen.reported), sum(finished), seen.why, seen.untraced, fileless)


@dataclass
class _Seen:
    """What was seen so far, and why there may be more."""

    remote: Remote
    names: Collection[str] | None
    reported: set[Reported] = field(default_factory=set)
    why: str = ""
    untraced: str = Witness.untraced
    actions: set[int | None] = field(default_factory=set)
    """The App that jobs are of: on a server of one's own it has a number of its own."""

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
        runs, statuses = self._check_runs(sha), self._statuses(sha)
        files = self._files(sha) if any(map(self._matters, runs)) else {}
        self.actions |= {_app(run) for run in runs if _run_of(run) is not None}
        self.reported |= {_reported(run, files) for run in runs}
        self.reported |= {Reported(status.context) for status in statuses}
        ended = [*(run.status == "completed" for run in runs), *(status.state != "pending" for status in statuses)]
        return bool(ended) and all(ended)

    def lacks(self) -> bool:
        """Whether Actions may report a name that no head has shown; what may not be seen leaves all open anyway."""
        shown = {each.name for each in self.reported if each.app is None or each.app in self.actions}
        return not self.why and (self.names is None or not shown.issuperset(self.names))

    def fileless(self) -> str:
        """Return why a workflow without a file may report what no head has shown; empty where there is none.

        Not listed is one that a ruleset requires: the rules of the branch tell of it.
        """
        try:
            answer = self.remote.read(f"/actions/workflows?per_page={PAGE}", "list the workflows")
        except PermissionMissing:
            return "the credential lacks the permission `actions: read` to see whether GitHub runs one without a file"
        found = answer.read(documents.Workflows.model_validate)
        if any(_DYNAMIC.match(each.path) and each.state == "active" for each in found.workflows):
            return FILELESS
        total, read = found.total_count, len(found.workflows)
        return f"the repository has {total} workflows, of which no more than {PAGE} are read" if total > read else ""

    def _check_runs(self, sha: str) -> Sequence[documents.CheckRun]:
        path = f"/commits/{sha}/check-runs?per_page={PAGE}"
        answer = self.read(path, "read the checks of pull requests", "checks: read")
        found = answer.read(documents.CheckRuns.model_validate) if answer else None
        return self._counted(found.total_count, found.check_runs) if found else ()

    def _statuses(self, sha: str) -> Sequence[documents.CommitStatus]:
        path = f"/commits/{sha}/status?per_page={PAGE}"
        answer = self.read(path, "read the statuses of pull requests", "statuses: read")
        found = answer.read(documents.CombinedStatus.model_validate) if answer else None
        return self._counted(found.total_count, found.statuses) if found else ()

    def _counted(self, total: int, read: Sequence[Read]) -> Sequence[Read]:
        """Return what was read, and note where there is more."""
        if total > len(read):
            self.why = f"a pull request has {total} checks, of which no more than {PAGE} are read"
        return read

    def _matters(self, run: documents.CheckRun) -> bool:
        """Whether it matters which workflow a check run is of: of another head nothing better is known of its name."""
        asked = self.names is None or run.name in self.names
        return asked and _run_of(run) is not None and Reported(run.name, _app(run)) not in self.reported

    def _files(self, sha: str) -> Mapping[int, bool]:
        """Return of the runs of workflows on a commit whether each is of a workflow file of the repository."""
        path = f"/actions/runs?head_sha={sha}&exclude_pull_requests=true&per_page={PAGE}"
        try:
            answer = self.remote.read(path, "read the runs of workflows")
        except PermissionMissing:
            self.untraced = "the credential lacks the permission `actions: read` to see which workflow it is of"
            return {}
        found = answer.read(documents.WorkflowRuns.model_validate)
        return {run.id: _of_file(run) for run in found.workflow_runs}


def _reported(run: documents.CheckRun, files: Mapping[int, bool]) -> Reported:
    of = _run_of(run)
    if of is None:
        return Reported(run.name, _app(run))
    known = {True: Source.FILE, False: Source.OTHER, None: Source.JOB}
    return Reported(run.name, _app(run), known[files.get(of)])


def _app(run: documents.CheckRun) -> int | None:
    return run.app.id if run.app else None


def _run_of(run: documents.CheckRun) -> int | None:
    """Return the run that a check run is a job of. One that a step made links to none, or to another's."""
    link = _JOB.search(run.details_url or "")
    return int(link[1]) if link and int(link[2]) == run.id else None


def _of_file(run: documents.WorkflowRun) -> bool:
    """Whether a run is of a workflow file of the repository: not of another one, and not of GitHub's own."""
    return bool(_FILE.fullmatch(run.path) and _OWN.search(run.workflow_url))
