"""pre-commit: the hooks that `pre-commit run` runs. A hook that changes a file fails, so a formatter is a check there.

Source: pre-commit.com, "Adding pre-commit plugins" (the configuration's reference) and "Advanced features".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from shlex import split

from backendrepo import yaml12
from backendrepo.findings import Evidence
from backendrepo.lazy import regex
from backendrepo.shell import Command, Script
from backendrepo.snapshot import Files
from backendrepo.tools.arguments import Arguments, parsed
from backendrepo.tools.hook import Hook
from backendrepo.tools.reading import there
from backendrepo.tools.runners.common import Config
from backendrepo.tools.runners.known_hooks import KNOWN
from backendrepo.yaml12 import Node, Scalar, field_of, items, written

NAMES = (".pre-commit-config.yaml", ".pre-commit-config.yml", "prek.yaml")

_VALUED = "-c --config --hook-stage --stage --from-ref --to-ref -s --source -o --origin --color --files --directory -d"
_ALL = ("-a", "--all-files", "--files", "--from-ref", "-s", "--source", "--directory", "-d")
_STAGES = {"commit": "pre-commit", "push": "pre-push", "merge-commit": "pre-merge-commit"}
"""The older names of stages."""
_GROUP = regex(r"\^?\(([\w./|-]+)\)/")
_FOLDER = regex(r"[\w./-]+/")


def follow(command: Command, files: Files) -> Script | None:
    """Return the hooks that are run; None where a command runs none, or there is no configuration."""
    asked = _asked(command)
    path = asked and _path(asked, files)
    if not asked or not path:
        return None
    config = Config(files, path, command)
    document = yaml12.load(config.text)
    if document.root is None:
        return config.unread("; ".join(problem.text for problem in document.problems) or "it is empty")
    stage = asked.last(("--hook-stage", "--stage")) or "pre-commit"
    skipped = frozenset(command.env.get("SKIP", "").split(","))
    wanted = frozenset(asked.operands[1:])
    for hook in hooks(document.root):
        if hook.runs_in(stage) and hook.id not in skipped and (not wanted or wanted & {hook.id, hook.alias}):
            _add(config, hook)
    return _guarded(config.script, asked, config, command.place)


def _asked(command: Command) -> Arguments | None:
    """Return what `pre-commit run` is asked for; None where it is another command."""
    asked = parsed(tuple(map(str, command.argv[1:])), _VALUED)
    return asked if asked.operands[:1] == ("run",) and not {"--help", "-h"} & asked.options.keys() else None


def _path(asked: Arguments, files: Files) -> str | None:
    """Return the configuration: always of the root of the repository."""
    names = [given] if (given := asked.last(("-c", "--config"))) else NAMES
    return next((name for name in names if there(files, name)), None)


def _guarded(script: Script, asked: Arguments, config: Config, place: Evidence) -> Script:
    """Return the hooks; without a choice of files only what is staged is looked at, in a pipeline nothing."""
    if any(option in asked.options for option in _ALL):
        return script
    guard = replace(place, text="without `--all-files` only staged files are looked at")
    return replace(script, commands=tuple(replace(each, guard=each.guard or guard) for each in script.commands))


@dataclass(frozen=True)
class Configured:
    """A hook as the configuration has it."""

    id: str
    alias: str
    line: int
    words: tuple[str, ...]
    stages: tuple[str, ...]
    paths: tuple[str, ...]
    excluded: tuple[str, ...]

    def runs_in(self, stage: str) -> bool:
        """Whether it runs in a stage; without stages it runs in each."""
        return not self.stages or _STAGES.get(stage, stage) in {_STAGES.get(each, each) for each in self.stages}


def hooks(root: Node) -> Iterator[Configured]:
    """Yield each hook of a configuration, in its order."""
    stages = _texts(field_of(root, "default_stages"))
    everywhere = (written(field_of(root, "files")), written(field_of(root, "exclude")))
    for repository in items(field_of(root, "repos")):
        for hook in items(field_of(repository, "hooks")):
            if identity := written(field_of(hook, "id")):
                yield _configured(hook, identity, stages, everywhere)


def _configured(hook: Node, identity: str, stages: tuple[str, ...], everywhere: tuple[str, str]) -> Configured:
    files, excluded = written(field_of(hook, "files")), written(field_of(hook, "exclude"))
    named = written(field_of(hook, "pass_filenames")) != "false"
    return Configured(
        id=identity,
        alias=written(field_of(hook, "alias")),
        line=field_of(hook, "id").line if field_of(hook, "id") else 1,  # type: ignore[union-attr]
        words=(*_entry(hook, identity), *_texts(field_of(hook, "args"))),
        stages=_texts(field_of(hook, "stages")) or stages,
        paths=_folders(files or everywhere[0]) if named else (),
        excluded=tuple(each for each in (everywhere[1], excluded) if each and each != "^$") if named else (),
    )


def _entry(hook: Node, identity: str) -> tuple[str, ...]:
    """Return what a hook runs: its own entry, or that of its well-known id."""
    if not (entry := written(field_of(hook, "entry"))):
        return KNOWN.get(identity, (identity,))
    try:
        return tuple(split(entry))
    except ValueError:
        return tuple(entry.split())


def _folders(pattern: str) -> tuple[str, ...]:
    """Return the folders that a pattern of files begins with; the pattern itself where it narrows otherwise."""
    spaceless = re.sub(r"\(\?[a-z]+\)|\?:|\s", "", pattern)
    if group := _GROUP.match(spaceless):
        return tuple(dict.fromkeys(group[1].split("|")))
    bare = re.sub(r"[\^()$]", "", spaceless)
    found = [_FOLDER.match(part.replace("\\.", ".")) for part in bare.split("|")]
    if bare and all(found):
        return tuple(dict.fromkeys(match[0].rstrip("/") for match in found if match))
    return (pattern,) if "/" in pattern else ()


def _add(config: Config, hook: Configured) -> None:
    """Add the commands of a hook."""
    before = len(config.found)
    config.words(hook.words, hook.line, cwd="")
    config.found[before:] = [_as_hook(each, hook) for each in config.found[before:]]


def _as_hook(command: Command, hook: Configured) -> Hook:
    given = {field.name: getattr(command, field.name) for field in fields(Command)}
    return Hook(**given, paths=hook.paths, excluded=hook.excluded)


def _texts(node: Node | None) -> tuple[str, ...]:
    return tuple(each.text for each in items(node) if isinstance(each, Scalar))
