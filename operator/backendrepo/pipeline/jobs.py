"""From the jobs that a pull request starts to the gates that they run."""

import shlex
from collections.abc import Iterator, Mapping

from backendrepo.findings import Evidence
from backendrepo.pipeline.commands import Commands, Way
from backendrepo.pipeline.mending import OF_WORKFLOWS
from backendrepo.pipeline.run import Opaque, Run, Weakness, harmless
from backendrepo.shell import Source, read
from backendrepo.shell.marks import ROOT
from backendrepo.snapshot import Files, Unreadable
from backendrepo.tools import command_of_action, of_action
from backendrepo.workflows import Check, Job, Kind, Obstacle, Reach, Step

IRRELEVANT = frozenset({Kind.NAME, Kind.SKIPPED_NAME, Kind.MERGE_QUEUE, Kind.UNREADABLE})
"""Obstacles that do not weaken a gate: about its name, or told as opaque. A merge queue blocks a merge, too."""
RUNNER: Mapping[str, str] = {"CI": "true", "GITHUB_ACTIONS": "true", "GITHUB_WORKSPACE": ROOT}
"""What every step finds set (GitHub's documentation, "Variables reference", "Default environment variables")."""


class Jobs:
    """Reads the steps of jobs."""

    def __init__(self, files: Files, commands: Commands) -> None:
        self._files = files
        self._commands = commands
        self.opaque: dict[tuple[str, Evidence], Opaque] = {}

    def runs(self, job: Job) -> Iterator[Run]:
        """Yield the gates that a job runs, for each combination of its matrix."""
        for check in job.checks:
            for obstacle in check.obstacles:
                self._unreadable(obstacle, f"{job.uses} {check.name}", anything=bool(job.uses))
            for step in check.steps:
                yield from self._step(step, check, job)

    def _step(self, step: Step, check: Check, job: Job) -> Iterator[Run]:
        for obstacle in step.obstacles:
            self._unreadable(obstacle, f"{step.uses} {step.name} {check.name}")
        way = Way(
            chain=(job.place, *step.via),
            weaknesses=tuple(_weaknesses(check, step)),
            env={**RUNNER, **step.env},
            check=check.name,
        )
        if step.run is None:
            yield from self._action(step, way)
        else:
            yield from self._script(step, way)

    def _script(self, step: Step, way: Way) -> Iterator[Run]:
        shell = step.shell
        if shell is None or not shell.posix:
            program = shell.program if shell else "unknown"
            self._tell(f"the script of a step is one of {program}, which is not read here", step.place, step.name)
            return
        source = Source(step.place.path, step.first, step.lines)
        yield from self._read(step, step.run or "", source, way)

    def _read(self, step: Step, text: str, source: Source, way: Way) -> Iterator[Run]:
        script = read(
            text,
            source=source,
            errexit=step.shell is None or step.shell.errexit,
            pipefail=step.shell is not None and step.shell.pipefail,
            cwd=step.cwd,
            environment={**RUNNER, **step.env},
            scripts=self._text,
        )
        for command in script.commands:
            yield from self._commands.runs(command, way)

    def _action(self, step: Step, way: Way) -> Iterator[Run]:
        if (words := command_of_action(step.uses, step.given)) is not None:
            yield from self._read(
                step, shlex.join(words), Source(step.place.path, step.place.line, (step.place.text,)), way
            )
            return
        found = of_action(step.uses, step.given, step.env)
        if found is None:
            self._tell(f"`{step.uses}` is no action that is known here", step.place, f"{step.uses} {step.name}")
        for use in found or ():
            weaknesses = (*way.weaknesses, *harmless(use, step.place))
            yield Run(use, step.uses, step.place, way.chain, weaknesses, way.check)

    def _text(self, path: str) -> str | None:
        try:
            return self._files.read(path)
        except Unreadable:
            return None

    def _unreadable(self, obstacle: Obstacle, words: str, *, anything: bool = False) -> None:
        if obstacle.kind is Kind.UNREADABLE:
            self._tell(obstacle.why, obstacle.place, words, anything=anything)

    def _tell(self, what: str, place: Evidence, words: str, *, anything: bool = False) -> None:
        self.opaque.setdefault((what, place), Opaque(what, place, words.lower(), anything))


def _weaknesses(check: Check, step: Step) -> Iterator[Weakness]:
    for obstacle in (*check.obstacles, *step.obstacles):
        if obstacle.ordinary and obstacle.kind not in IRRELEVANT:
            refused = obstacle.kind is Kind.INVALID  # what is newer than this reader may well be taken by GitHub
            certain = not refused or obstacle.reach is Reach.ALWAYS
            yield Weakness(obstacle.why, obstacle.place, certain, mending=OF_WORKFLOWS.get(obstacle.kind, ""))
