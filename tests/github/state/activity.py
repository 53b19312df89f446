"""What happens in a repository: check runs, commit statuses, pull requests, workflows and their runs."""

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.github.state.apps import ACTIONS_APP
from tests.github.state.content import Content

_ids = itertools.count(900001)
_moves = itertools.count(1)  # of pull requests: seconds after their repository's birth

CI = ".github/workflows/ci.yml"
"""The workflow that jobs are of where nothing else is said."""
CODEQL = "dynamic/github-code-scanning/codeql"
"""The workflow of CodeQL's default set-up, one of those of GitHub's own."""


@dataclass
class Workflow:
    """A workflow that Actions knows; one that a ruleset requires has its file in another repository."""

    name: str
    path: str
    state: str = "active"
    required: bool = False
    id: int = field(default_factory=_ids.__next__)


@dataclass
class Run:
    """A run of a workflow."""

    workflow: Workflow
    number: int
    head_branch: str
    head_sha: str
    event: str = "push"
    status: str = "completed"
    conclusion: str | None = "success"
    id: int = field(default_factory=_ids.__next__)


@dataclass
class CheckRun:
    """A check that an App reported on a commit; one of Actions is a job of a run, unless a step of a job made it."""

    name: str
    head_sha: str
    app_id: int = ACTIONS_APP
    run: Run | None = None
    status: str = "completed"
    conclusion: str | None = "success"
    id: int = field(default_factory=_ids.__next__)


@dataclass
class CommitStatus:
    """A status that somebody set on a commit."""

    context: str
    sha: str
    state: str = "success"
    id: int = field(default_factory=_ids.__next__)


@dataclass
class Pull:
    """A pull request."""

    number: int
    title: str
    head: str
    base: str
    head_sha: str
    state: str = "open"
    draft: bool = False
    updated: int = field(default_factory=_moves.__next__)
    author: str = "octocat"
    merged_at: float | None = None
    id: int = field(default_factory=_ids.__next__)


@dataclass(kw_only=True)
class Activity(Content):
    """The part of a repository that happens."""

    check_runs: list[CheckRun] = field(default_factory=list)
    statuses: list[CommitStatus] = field(default_factory=list)
    pulls: dict[int, Pull] = field(default_factory=dict)
    workflows: dict[int, Workflow] = field(default_factory=dict)
    runs: list[Run] = field(default_factory=list)
    reported_by: dict[str, int] = field(default_factory=dict)  # check name -> the app seen lately

    def report_check(
        self,
        name: str,
        *,
        ref: str = "",
        app_id: int = ACTIONS_APP,
        workflow: Workflow | str = CI,
        step: bool = False,
        **more: Any,
    ) -> CheckRun:
        """Let an App report a check run: checks required by name alone then bind to that App.

        One of Actions is a job of the commit's run of a workflow, unless a step made it.
        """
        commit = self.find_commit(ref)
        sha = commit.sha if commit else "0" * 40
        run = self._run(workflow, sha) if app_id == ACTIONS_APP and not step else None
        check = CheckRun(name, sha, app_id, run, **more)
        self.check_runs.append(check)
        self.reported_by[name] = app_id
        return check

    def _run(self, workflow: Workflow | str, sha: str) -> Run:
        """The run of a workflow on a commit, begun if need be."""
        if isinstance(workflow, str):
            known = (held for held in self.workflows.values() if held.path == workflow and not held.required)
            workflow = next(known, None) or self.add_workflow(workflow)
        for run in self.runs:
            if run.workflow is workflow and run.head_sha == sha:
                return run
        branch = next((name for name, held in self.branches.items() if held.sha == sha), self.default_branch)
        event = "dynamic" if workflow.path.startswith("dynamic/") else "pull_request"
        self.runs.append(Run(workflow, len(self.runs) + 1, branch, sha, event))
        return self.runs[-1]

    def set_status(self, context: str, state: str, *, ref: str = "") -> CommitStatus:
        """Set a commit status."""
        commit = self.find_commit(ref)
        status = CommitStatus(context, commit.sha if commit else "0" * 40, state)
        self.statuses.append(status)
        return status

    def add_workflow(self, path: str, name: str = "", **more: Any) -> Workflow:
        """Let Actions know a workflow: a file, one of GitHub's own (`dynamic/…`), one that a ruleset requires."""
        workflow = Workflow(name or path.rsplit("/", 1)[-1], path, **more)
        self.workflows[workflow.id] = workflow
        return workflow

    def add_run(self, workflow: Workflow, *, branch: str = "", **more: Any) -> Run:
        """Let a workflow run on a branch's newest commit."""
        branch = branch or self.default_branch
        run = Run(workflow, len(self.runs) + 1, branch, self.branches[branch].sha, **more)
        self.runs.append(run)
        return run

    def open_pull(self, title: str, *, head: str, base: str = "", **more: Any) -> Pull:
        """Open a pull request from a branch."""
        number = len(self.pulls) + 1
        base = base or self.default_branch
        pull = Pull(number, title, head, base, self.branches[head].sha, **more)
        self.pulls[number] = pull
        return pull

    def propose(
        self,
        head: str,
        files: Mapping[str, str | bytes | None] | None = None,
        *,
        checks: Iterable[str] = (),
        statuses: Iterable[str] = (),
        **more: Any,
    ) -> Pull:
        """Push to a branch and let jobs and services report on it, in a pull request that is opened if need be."""
        sha = self.commit(files or {}, head, f"Push {next(_moves)}").sha
        pull = next((each for each in self.pulls.values() if each.head == head and each.state == "open"), None)
        if pull is None:
            pull = self.open_pull(more.pop("title", f"From {head}"), head=head, **more)
        pull.head_sha, pull.updated = sha, next(_moves)
        for name in checks:
            self.report_check(name, ref=sha)
        for context in statuses:
            self.set_status(context, "success", ref=sha)
        return pull
