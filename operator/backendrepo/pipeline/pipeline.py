"""What a repository runs, asked by kind; read once for all controls."""

from functools import cached_property

from backendrepo import shell
from backendrepo.findings import Evidence
from backendrepo.makefile import Makefile, Missing
from backendrepo.parameters import TARGETS
from backendrepo.pipeline.commands import Commands, Projects, Way
from backendrepo.pipeline.jobs import Jobs
from backendrepo.pipeline.run import Opaque, Run
from backendrepo.shell.marks import ROOT, opaque
from backendrepo.snapshot import Snapshot
from backendrepo.tools import Kind
from backendrepo.workflows import Settings, Triggered, Workflows, read
from backendrepo.workflows.triggers import TARGET


def pipeline(snapshot: Snapshot) -> "Pipeline":
    """Return what a repository runs; read once, and shared between controls."""
    return snapshot.made(Pipeline)


class Pipeline:
    """The commands of a laptop and those of pull requests to the snapshot's branch.

    Answers do not depend on what was asked before: each question follows commands on its own.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._projects = Projects(snapshot.files)
        self.makefile: Makefile = self._projects.within({}).makefile("")
        """The Makefile at the root."""
        for name in TARGETS:  # what is read of a Makefile is bounded, and has to be spent in one order, whoever asks
            self.makefile.closure(name)
        self._targets: dict[str, tuple[Run, ...]] = {}
        self._commands = self._followed()
        """Those of pull requests."""
        self._jobs = Jobs(snapshot.files, self._commands, snapshot.branch)

    def _followed(self) -> Commands:
        return Commands(self._snapshot.files, self._projects)

    @cached_property
    def workflows(self) -> Workflows:
        """The workflows, with what only a run could tell marked for the reader of shell."""
        settings = Settings(repository=self._snapshot.repository, unresolved=opaque, workspace=ROOT)
        return read(self._snapshot.files, settings)

    @cached_property
    def triggered(self) -> tuple[Triggered, ...]:
        """The workflows that pull requests to the branch start."""
        return self.workflows.triggered_by_pull_request(self._snapshot.branch)

    def target(self, name: str) -> tuple[Run, ...]:
        """Return the gates that `make NAME` runs, in their order."""
        if name not in self._targets:
            self._targets[name] = tuple(self._followed().target(self.makefile, name, Way()))
        return self._targets[name]

    def command(self, text: str) -> tuple[Run, ...]:
        """Return the gates that a command line runs, typed at the root of the repository."""
        commands = self._followed()
        return tuple(run for each in shell.read(text).commands for run in commands.runs(each, Way()))

    @cached_property
    def pull_request(self) -> tuple[Run, ...]:
        """The gates that pull requests to the branch run, in the order of their workflows."""
        jobs = self.workflows.jobs(self._snapshot.branch)
        return tuple(dict.fromkeys(run for job in jobs for run in self._jobs.runs(job)))

    def gates(self, *kinds: Kind) -> tuple[Run, ...]:
        """Return the gates of some kinds that pull requests run, those that hold first."""
        found = [run for run in self.pull_request if run.kind in kinds]
        return tuple(sorted(found, key=lambda run: len(run.weaknesses)))

    @property
    def opaque(self) -> tuple[Opaque, ...]:
        """What of the pull requests' jobs cannot be read here."""
        found = tuple(self._jobs.opaque.values()) if self.pull_request is not None else ()
        found += tuple(
            Opaque(f"only a run could tell what is made at {each}", each, each.text.lower())
            for each in self._commands.unknown
        )
        found += tuple(Opaque(f"{each} could not be read: {each.text}", each) for each in self._commands.problems)
        if self._commands.whole:
            return found
        return (*found, Opaque("not all that the jobs run was read: it is too much", self.places[0], anything=True))

    @property
    def missing(self) -> tuple[Missing, ...]:
        """What the jobs call Make for, and nothing makes."""
        return tuple(self._commands.missing.values()) if self.pull_request is not None else ()

    @property
    def places(self) -> tuple[Evidence, ...]:
        """The workflows that pull requests start; where others do, not those that run the base branch's code."""
        tested = [each for each in self.triggered if each.event != TARGET] or self.triggered
        return tuple(each.workflow.source.at(each.workflow.triggers.by_event[each.event].key) for each in tested)
