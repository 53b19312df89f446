"""What the runners share: a configuration with its places, and commands made of what stands in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from posixpath import dirname
from shlex import join

from backendrepo.findings import Evidence
from backendrepo.shell import Command, Script, Soft, Source, Swallowed, read
from backendrepo.snapshot import Files
from backendrepo.tools.reading import nearest, text_of

MOST = 300
"""Commands that are told of one call."""

MOST_STEPS = 500
"""Tasks that are followed for one call."""

DEEPEST = 12
"""Tasks within each other that are followed."""


@dataclass
class Config:
    """A configuration of a runner, and the commands that were found in it."""

    files: Files
    path: str
    command: Command
    found: list[Command] = field(default_factory=list)
    problems: list[Evidence] = field(default_factory=list)
    left: int = MOST_STEPS

    @cached_property
    def text(self) -> str:
        """Its text."""
        return text_of(self.files, self.path)

    @cached_property
    def lines(self) -> Sequence[str]:
        """Its lines."""
        return self.text.split("\n")

    def step(self) -> bool:
        """Whether another task may be followed: what multiplies has an end."""
        self.left -= 1
        return self.left >= 0 and len(self.found) < MOST

    @property
    def folder(self) -> str:
        """The folder that it stands in."""
        return dirname(self.path)

    def at(self, line: int) -> Evidence:
        """Return the place of a line, which counts from 1."""
        text = self.lines[line - 1].strip() if 0 < line <= len(self.lines) else ""
        return Evidence(self.path, line, text[:200])

    def where(self, *needles: str, after: int = 0) -> int:
        """Return the first line that has all of some texts, 1 where none has."""
        for number, line in enumerate(self.lines, 1):
            if number > after and all(needle in line for needle in needles):
                return number
        return max(after, 1)

    def shell(  # noqa: PLR0913 - each is one fact of how a line is run
        self,
        text: str,
        line: int,
        *,
        cwd: str | None = None,
        arguments: Sequence[str] = (),
        env: Mapping[str, str] | None = None,
        swallowed: Swallowed | None = None,
        via: Sequence[Evidence] = (),
        whole: bool = False,
    ) -> None:
        """Add what a line of shell runs. `whole` where it stands in the file as it is run."""
        place = self.at(line)
        source = Source(self.path, line, text.split("\n") if whole else (place.text,))
        known = {**self.command.env, **(env or {})}
        script = read(
            text,
            source=source,
            errexit=True,
            cwd=self.folder if cwd is None else cwd,
            arguments=arguments,
            environment=known,
            scripts=lambda path: text_of(self.files, path) or None,
        )
        for each in script.commands:
            self.add(each, place, swallowed=swallowed, via=via, env=env)
        self.problems += script.problems

    def words(self, words: Sequence[str], line: int, *, cwd: str | None = None, **how: object) -> None:
        """Add a command of these words, which no shell reads."""
        if words:
            self.shell(join(words), line, cwd=cwd, **how)  # type: ignore[arg-type]

    def add(
        self,
        command: Command,
        place: Evidence,
        *,
        swallowed: Swallowed | None = None,
        via: Sequence[Evidence] = (),
        env: Mapping[str, str] | None = None,
    ) -> None:
        """Add a command, with what keeps its failure from counting."""
        if len(self.found) >= MOST:
            return
        if swallowed and command.soft is None:
            command = replace(command, soft=Soft(swallowed, place))
        self.found.append(replace(command, env={**(env or {}), **command.env}, via=(*via, *command.via)))

    @property
    def script(self) -> Script:
        """What was found."""
        return Script(tuple(self.found), tuple(self.problems))

    def unread(self, why: str, line: int = 0) -> Script:
        """Return that it could not be read, and why."""
        return Script((), (Evidence(self.path, line, why),))


def config(command: Command, files: Files, *names: str) -> Config | None:
    """Return the nearest of some configurations, from the folder of a command upwards."""
    path = nearest(files, command.cwd, *names)
    return Config(files, path, command) if path else None
