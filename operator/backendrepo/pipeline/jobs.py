"""From the jobs that a pull request starts to the gates that they run."""

import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import replace

from backendrepo.findings import Evidence
from backendrepo.lazy import regex
from backendrepo.pipeline.commands import Commands, Way
from backendrepo.pipeline.mending import OF_WORKFLOWS
from backendrepo.pipeline.run import Opaque, Run, Weakness, harmless, unfailing
from backendrepo.pipeline.tree import Tree
from backendrepo.shell import Source, read
from backendrepo.shell.marks import ROOT
from backendrepo.snapshot import Files, Unreadable
from backendrepo.tools import command_of_action, fetches, of_action, passing
from backendrepo.workflows import Check, Job, Kind, Obstacle, Reach, Step

IRRELEVANT = frozenset({Kind.NAME, Kind.SKIPPED_NAME, Kind.MERGE_QUEUE, Kind.UNREADABLE, Kind.TREE})
"""Obstacles that do not weaken a gate: about its name, told as opaque, told by the tree. A merge queue blocks, too."""
_KEEPS = regex(r"""^echo +(["']?)([A-Za-z_]\w*)=([^"'$`\n]*)\1 *>> *"?\$\{?GITHUB_ENV\}?"? *$""", re.MULTILINE)
"""A line that sets a variable for the steps that follow, come what may ("Workflow commands", Environment files)."""
COMMANDING = frozenset({"pwsh", "powershell", "cmd", "fish", "nu", "unknown"})
"""Shells whose scripts name the commands that they run, as those that are read do."""
LONGEST = 21_000
"""Characters of a script that is searched for what it may be, where it is not read."""
RUNNER: Mapping[str, str] = {"CI": "true", "GITHUB_ACTIONS": "true", "GITHUB_WORKSPACE": ROOT}
"""What every step finds set (GitHub's documentation, "Variables reference", "Default environment variables")."""


class Jobs:
    """Reads the steps of jobs."""

    def __init__(self, files: Files, commands: Commands, branch: str) -> None:
        self._files = files
        self._commands = commands
        self._branch = branch
        self._tree = Tree(branch)
        self._kept: dict[str, str] = {}
        """What the steps before one wrote to `GITHUB_ENV`."""
        self.opaque: dict[tuple[str, Evidence], Opaque] = {}

    def runs(self, job: Job) -> Iterator[Run]:
        """Yield the gates that a job runs, for each combination of its matrix."""
        for check in job.checks:
            for obstacle in check.obstacles:
                self._unreadable(obstacle, f"{job.uses} {check.name}", anything=bool(job.uses))
            self._tree = Tree(self._branch)
            self._kept = {}
            for step in check.steps:
                self._tree.enter(step)
                yield from self._step(step, check, job)

    def _step(self, step: Step, check: Check, job: Job) -> Iterator[Run]:
        for obstacle in step.obstacles:
            self._unreadable(obstacle, f"{step.uses} {step.name} {check.name}")
        env = {**RUNNER, **self._kept, **step.env}
        way = Way(
            chain=(job.place, *step.via),
            weaknesses=tuple(_weaknesses(check, step)),
            aside=tuple(each.why for each in (*check.obstacles, *step.obstacles) if each.reach is Reach.ASIDE),
            env=env,
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
            said = (step.run or "")[:LONGEST].replace("latest", "") if program in COMMANDING else ""
            what = f"the script of a step is one of {program}, which is not read here"
            self._tell(what, step.place, f"{step.name} {said}")
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
            environment=way.env,
            scripts=self._text,
        )
        self._kept |= {match[2]: match[3] for match in _KEEPS.finditer(text)}
        for command in script.commands:
            self._tree.run(command)
            inner = replace(way, weaknesses=(*way.weaknesses, *self._tree.weaknesses))
            yield from self._commands.runs(command, inner)

    def _action(self, step: Step, way: Way) -> Iterator[Run]:
        if (words := command_of_action(step.uses, step.given)) is not None:
            passes = unfailing(passing(step.uses, step.given), step.place)
            inner = replace(way, weaknesses=(*way.weaknesses, *passes))
            source = Source(step.place.path, step.place.line, (step.place.text,))
            yield from self._read(step, shlex.join(words), source, inner)
            return
        found = of_action(step.uses, step.given, step.env)
        if found is None:
            self._tell(f"`{step.uses}` is no action that is known here", step.place, f"{step.uses} {step.name}")
        for use in found or ():
            tree = () if fetches(step.uses, step.given) else self._tree.weaknesses
            weaknesses = (*way.weaknesses, *tree, *harmless(use, step.place))
            yield Run(use, step.uses, step.place, way.chain, weaknesses, way.aside, way.check)

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
            mending = OF_WORKFLOWS.get(obstacle.kind, "")
            yield Weakness(obstacle.why, obstacle.place, certain, obstacle.fix, mending)
