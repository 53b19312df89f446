"""Telling which commands are scripts that can be read: `bash -c …`, files of the repository, scripts of Python."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from posixpath import basename
from typing import TYPE_CHECKING

from backendrepo.lazy import regex
from backendrepo.shell.marks import ROOT, unresolved
from backendrepo.shell.paths import absolute, inside
from backendrepo.shell.state import State
from backendrepo.shell.syntax import Simple
from backendrepo.shell.unwrapping import PYTHON, Unwrapped

if TYPE_CHECKING:
    from backendrepo.shell.interpreter import Interpreter

MOST_SCRIPTS = 3
"""Scripts that are followed from one to the next."""

_SHELL = regex(r"(?:ba|da|z|k|a)?sh(?:\.exe)?")
_SHEBANG = regex(r"#!\s*(?:\S*/env(?:\s+-S)?\s+)?(\S+)[ \t]*(.*)")
_ERREXIT = regex(r"(?:^|\s)-\w*e|errexit")


@dataclass(frozen=True)
class Call:
    """A simple command with its words expanded."""

    fields: list[str]
    node: Simple
    env: Mapping[str, str]
    quiet: bool


@dataclass(frozen=True)
class Nested:
    """A script to be walked: its text, its file where it has one, and how its shell is started."""

    text: str
    path: str = ""
    line: int = 1
    arguments: tuple[str, ...] = ()
    errexit: bool = False
    pipefail: bool = False


def script(it: Interpreter, found: Unwrapped, call: Call, state: State) -> Nested | None:
    """Return the shell script that a command runs; None where it runs none that can be read."""
    argv = found.argv
    if not _SHELL.fullmatch(basename(argv[0])):
        return file(it, argv[0], tuple(argv[1:]), it.folder(state, found.folders)) if _named(argv[0]) else None
    rest, flags, pipefail = argv[1:], "", False
    while rest and rest[0][:1] in "-+" and rest[0] not in ("-", "--", ""):
        flags += rest[0].lstrip("-+") if not rest[0].startswith("--") else ""
        flags += "n" if rest[1:2] == ["noexec"] else ""
        option = rest[0].endswith(("o", "O"))
        pipefail |= option and rest[1:2] == ["pipefail"]
        rest = rest[2 if option or rest[0] in ("--rcfile", "--init-file") else 1 :]
    errexit = "e" in flags
    if "n" in flags:  # it reads the script and runs nothing of it
        return Nested("")
    if "c" in flags and rest:
        return Nested(rest[0], line=call.node.line, arguments=tuple(rest[2:]), errexit=errexit, pipefail=pipefail)
    if rest and rest[0] not in ("-", "--"):
        read = file(it, rest[0], tuple(rest[1:]), it.folder(state, found.folders), shebang=False)
        return read and replace(read, errexit=errexit, pipefail=pipefail)
    if document := call.node.stdin:
        text = it.expansion(state).one(document.word)
        return Nested(text, line=document.line, errexit=errexit, pipefail=pipefail)
    return None


def _named(word: str) -> bool:
    """Whether a word names a file rather than a program of the machine."""
    return "/" in word or word.endswith(".sh")


def file(it: Interpreter, path: str, arguments: tuple[str, ...], here: str, *, shebang: bool = True) -> Nested | None:
    """Return a shell script of the repository; None where it is none, or not there."""
    place = located(it, path, here)
    text = it.scripts(place) if place is not None and it.shell.scripts < MOST_SCRIPTS else None
    if text is None or place is None:
        return None
    found = _SHEBANG.match(text)
    if not (_SHELL.fullmatch(basename(found[1])) if found else not shebang or place.endswith((".sh", ".bash"))):
        return None
    flags = found[2] if found and shebang else ""
    return Nested(
        text, place, arguments=arguments, errexit=_ERREXIT.search(flags) is not None, pipefail="pipefail" in flags
    )


def python_script(it: Interpreter, found: Unwrapped, state: State) -> str | None:
    """Return the script of Python that a command runs; None where it runs none of the repository."""
    argv = found.argv
    words = argv if argv[0].endswith(".py") else [word for word in argv[1:] if not word.startswith("-")]
    runs = argv[0].endswith(".py") or PYTHON.fullmatch(basename(argv[0]))
    if not runs or not words or not words[0].endswith(".py"):
        return None
    return located(it, words[0], it.folder(state, found.folders))


def located(it: Interpreter, path: str, here: str) -> str | None:
    """Return the path of a file from the root of the repository; from there too where the folder is not known."""
    if unresolved(path):
        return None
    return inside(absolute(path, ROOT if unresolved(here) else here))
