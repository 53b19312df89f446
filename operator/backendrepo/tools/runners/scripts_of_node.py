"""npm, pnpm, Yarn and Bun: the scripts of package.json.

Source: npm's "scripts" page: `pre` and `post` scripts run around their own.
"""

import json
from collections.abc import Mapping, Sequence
from posixpath import basename, dirname, join
from shlex import join as joined

from backendrepo.shell import Command, Script
from backendrepo.snapshot import Files
from backendrepo.tools.arguments import parsed
from backendrepo.tools.reading import text_of, there
from backendrepo.tools.runners.common import Config, config

SEVERAL = ("npm-run-all", "run-s", "run-p")

_VALUED = "--prefix -C --dir --cwd -w --workspace -F --filter --loglevel --script-shell"
_FOLDERS = ("--prefix", "-C", "--dir", "--cwd")
_PACKAGES = ("-w", "--workspace", "-F", "--filter")
MOST = 50
"""Packages among which one is looked for by its name."""

_RUNS = frozenset({"run", "run-script", "rum", "urn"})
_SHORT = {"t": "test", "tst": "test"}


def follow(command: Command, files: Files) -> Script | None:
    """Return what a script of package.json runs; None where a command runs none."""
    words = [str(word) for word in command.argv[1:]]
    if command.program in SEVERAL:
        return _several(command, files, [word for word in words if not word.startswith("-")])
    asked = parsed(_parted(words)[0], _VALUED)
    name = _name(command.program, [_SHORT.get(each, each) for each in asked.operands])
    folder, package = asked.last(_FOLDERS), asked.last(_PACKAGES)
    if package is not None:
        folder = _folder(package, files)
    where = _config(command, files, folder) if name and (package is None or folder is not None) else None
    scripts = _scripts(where.text) if where else {}
    if where is None or name not in scripts:
        return None
    _add(where, scripts, name, _arguments(command.program, words, name))
    return where.script


def _name(program: str, operands: Sequence[str]) -> str:
    """Return the script that is asked for; "" where it is a command of the program itself."""
    if operands[:1] and operands[0] in _RUNS:
        return operands[1] if len(operands) > 1 else ""
    own = program == "bun" or (program == "npm" and operands[:1] and operands[0] not in ("test", "start", "stop"))
    return operands[0] if operands and not own else ""


def _arguments(program: str, words: Sequence[str], name: str) -> Sequence[str]:
    """Return what is handed to the script: for npm what stands behind `--`, for the others all behind its name."""
    before, behind = _parted(words)
    if program == "npm" or name not in before:
        return behind
    return (*before[before.index(name) + 1 :], *behind)


def _several(command: Command, files: Files, names: Sequence[str]) -> Script | None:
    """Return what several scripts run, as npm-run-all is asked: `lint:*` are all that begin so."""
    where = _config(command, files, None)
    scripts = _scripts(where.text) if where else {}
    for name in names if where else ():
        pattern = name.partition(" ")[0]
        for each in scripts:
            if where and (each == pattern or (pattern.endswith("*") and each.startswith(pattern.rstrip("*")))):
                _add(where, scripts, each, ())
    return where.script if where and scripts else None


def _add(where: Config, scripts: Mapping[str, str], name: str, arguments: Sequence[str]) -> None:
    for each in (f"pre{name}", name, f"post{name}"):
        if each in scripts:
            given = f" {joined(arguments)}" if arguments and each == name else ""
            where.shell(f"{scripts[each]}{given}", where.where(f'"{each}"'))


def _parted(words: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    at = words.index("--") if "--" in words else len(words)
    return words[:at], words[at + 1 :]


def _config(command: Command, files: Files, folder: str | None) -> Config | None:
    if folder is None:
        return config(command, files, "package.json")
    path = join(command.cwd or "", folder, "package.json").lstrip("/")
    return Config(files, path, command) if there(files, path) else None


def _folder(package: str, files: Files) -> str | None:
    """Return the folder of a package of the workspace, by its name or its folder's; None where it is not there."""
    for path in files.glob("**/package.json")[:MOST]:
        folder = dirname(path)
        if package in (basename(folder), folder) or f'"name": "{package}"' in text_of(files, path):
            return f"/{folder}"
    return None


def _scripts(text: str) -> Mapping[str, str]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    scripts = found.get("scripts") if isinstance(found, dict) else None
    return {name: text for name, text in scripts.items() if isinstance(text, str)} if isinstance(scripts, dict) else {}
