"""From a command to the gates that it runs: through Make, through task runners, to the tools."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from backendrepo.findings import Evidence
from backendrepo.makefile import Makefile, Missing
from backendrepo.makefile.calls import Call, call
from backendrepo.makefile.closure import UpToDate
from backendrepo.makefile.project import Project
from backendrepo.makefile.text import from_root
from backendrepo.pipeline.mending import OF_SCRIPTS
from backendrepo.pipeline.run import Run, Weakness, harmless
from backendrepo.shell import Command, Swallowed
from backendrepo.snapshot import Files
from backendrepo.tools import follow, uses

DEEPEST = 8
"""Task runners and calls of Make within each other that are followed."""

MOST = 20_000
"""Commands that are looked at for one question."""


@dataclass(frozen=True)
class Way:
    """How a command is reached."""

    chain: tuple[Evidence, ...] = ()
    weaknesses: tuple[Weakness, ...] = ()
    aside: tuple[str, ...] = ()
    env: Mapping[str, str] = field(default_factory=dict)
    """What is known of the environment that it is started in."""
    check: str = ""
    started: frozenset[tuple[tuple[str, ...], str | None]] = frozenset()
    """The calls of Make and of task runners that led here, each with its folder."""

    def through(self, command: Command, *chain: Evidence) -> "Way":
        """Return the way into what a command starts."""
        weaknesses = (*self.weaknesses, *weak(command))
        started = self.started | {(command.argv, command.cwd)}
        return replace(self, chain=(*self.chain, *chain), weaknesses=weaknesses, started=started)


def weak(command: Command) -> Iterator[Weakness]:
    """Yield what keeps a command's failure from failing its script."""
    if command.negative:
        yield Weakness("the script asserts that it fails", command.place)
    elif command.soft:
        yield _swallowed(command.soft.why, command.soft.place)
    elif isinstance(rule := command.guard, UpToDate):
        yield Weakness(rule.why, Evidence(rule.path, rule.line, rule.text), fix=rule.fix)
    elif command.guard:
        yield Weakness("the script can succeed without it", command.guard)


def _swallowed(why: Swallowed, place: Evidence) -> Weakness:
    return Weakness(str(why), place, mending=OF_SCRIPTS[why])


class Projects:
    """The Makefiles of a repository, as Make reads them in each environment; each is read once."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._known: dict[tuple[tuple[str, str], ...], Project] = {}

    def within(self, env: Mapping[str, str]) -> Project:
        """Return the Makefiles as they are in an environment."""
        key = tuple(sorted(env.items()))
        return self._known.setdefault(key, Project(self._files, env))


class Commands:
    """Follows the commands of one question through a repository, and keeps what could not be followed of them.

    Makefiles may be shared with other questions; what is kept here is not, so that none is answered by another's.
    """

    def __init__(self, files: Files, projects: Projects | None = None) -> None:
        self.files = files
        self.missing: dict[tuple[str, Evidence], Missing] = {}
        """What Make is called for and nothing makes."""
        self.problems: dict[Evidence, None] = {}
        """Places of task runners' configurations that could not be read; the text of each says why."""
        self.unknown: dict[Evidence, None] = {}
        """Places of Makefiles where only a run could tell what is made."""
        self.whole = True
        """Whether every command was looked at."""
        self._projects = projects or Projects(files)
        self._left = MOST

    def target(self, makefile: Makefile, name: str, way: Way) -> Iterator[Run]:
        """Yield the gates that making a target runs."""
        closure = makefile.closure(name)
        self.whole &= closure.whole or bool(closure.unknown)
        self.unknown |= dict.fromkeys(closure.unknown)
        self.missing |= {(each.name, each.place): each for each in closure.missing}
        for reached in closure.commands:
            yield from self.runs(reached.command, replace(way, chain=(*way.chain, *reached.chain[:-1])))

    def runs(self, command: Command, way: Way) -> Iterator[Run]:
        """Yield the gates that a command runs, itself or through others."""
        self._left -= 1
        if self._left < 0 or len(way.started) > DEEPEST:
            self.whole = False
            return
        if (command.argv, command.cwd) in way.started:
            return  # a task that starts itself
        started = replace(command, env={**way.env, **command.env})
        if asked := call(started):
            yield from self._made(asked, command, way)
            return
        if (script := follow(started, self.files)) is None:
            yield from self._used(started, way)
            return
        self.problems |= dict.fromkeys(script.problems)
        for inner in script.commands:
            yield from self.runs(inner, way.through(command, command.place, *inner.via))

    def _made(self, asked: Call, command: Command, way: Way) -> Iterator[Run]:
        """Yield what a call of Make runs. One from a recipe was followed with its Makefile, as far as it is known."""
        if not asked.known or command.cwd is None:
            return
        project = self._projects.within({**way.env, **command.env})
        found = project.called(project.makefile(command.cwd), command.cwd, asked)
        if found is None:
            self._miss(asked.told, command.place)
            return
        inner = way.through(command, *command.via, command.place)
        if asked.dry or asked.ignoring:
            why = Swallowed.DRY if asked.dry else Swallowed.IGNORED
            inner = replace(inner, weaknesses=(*inner.weaknesses, _swallowed(why, command.place)))
        for name in asked.targets or [found.default_goal]:
            if found.makes(name):
                yield from self.target(found, name, inner)
            else:
                self._miss(name, command.place)

    def _used(self, command: Command, way: Way) -> Iterator[Run]:
        found = tuple(weak(command))
        for use in uses(command, self.files):
            yield Run(
                use=use,
                text=" ".join(each if each.unresolved else from_root(each.certain) for each in command.argv),
                place=command.place,
                chain=tuple(dict.fromkeys((*way.chain, *command.via))),
                weaknesses=(*way.weaknesses, *found, *harmless(use, command.place)),
                aside=way.aside,
                check=way.check,
                cwd=command.cwd,
                env=command.env,
            )

    def _miss(self, name: str, place: Evidence) -> None:
        told = from_root(name)
        self.missing.setdefault((told, place), Missing(told, place, called=True))
