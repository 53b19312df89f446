"""Calls of Make: `make x`, `$(MAKE) -C dir x`, `make -f file x VAR=value`; with what their environment adds.

Source: GNU make's manual, "Summary of Options", "Communicating Options to a Sub-`make`".
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from backendrepo.lazy import regex
from backendrepo.makefile.text import from_root
from backendrepo.shell import Command, Field
from backendrepo.shell.marks import ROOT, opaque, shown
from backendrepo.shell.paths import absolute, inside

PROGRAMS = frozenset({"make", "gmake", "gnumake", "mingw32-make"})

_VALUED = {"C": "directory", "f": "file", "I": "", "j": "", "l": "", "o": "", "W": "", "O": "", "E": ""}
_OPTIONAL = frozenset("jlO")
"""Options whose value, where there is one, is a part of the same word or a number."""
_LONG = {"directory": "directory", "file": "file", "makefile": "file"}
_LONG_VALUED = frozenset({*_LONG, "include-dir", "old-file", "assume-old", "what-if", "new-file", "assume-new", "eval"})
_ASSIGNMENT = regex(r"([\w.-]+):{0,3}[+?]?=(.*)", re.DOTALL)
_DRY = frozenset({"-n", "--dry-run", "--just-print", "--recon", "-q", "--question", "-t", "--touch", "-h", "-v"})
_IGNORING = frozenset({"-i", "--ignore-errors"})
_LETTERS = regex(r"[A-Za-z]+")
_INHERITED = ("GNUMAKEFLAGS", "MAKEFLAGS")
"""Variables of the environment that Make reads as options, in its order."""


@dataclass
class Call:
    """What Make is asked for."""

    directories: list[str] = field(default_factory=list)
    file: str = ""
    targets: list[str] = field(default_factory=list)
    variables: dict[str, str] = field(default_factory=dict)
    ignoring: bool = False
    """Whether errors are ignored (`-i`)."""
    dry: bool = False
    """Whether nothing is run (`-n`, `-q`, `-t`)."""
    known: bool = True
    """Whether each word is known."""

    def directory(self, folder: str) -> str | None:
        """Return where Make looks, from the root of the repository; None where that is outside, or not known."""
        here = absolute(folder, ROOT)
        for each in self.directories:
            here = absolute(each, here)
        return inside(here)

    @property
    def told(self) -> str:
        """What is asked for, in the words of somebody at the root of the repository."""
        return " ".join(map(from_root, filter(None, [*self.directories, self.file, *self.targets])))

    def take(self, kind: str, value: str) -> None:
        """Keep the value of an option."""
        if kind == "directory":
            self.directories.append(value)
        elif kind == "file":
            self.file = value


def call(command: Command) -> Call | None:
    """Return what a command asks Make for; None where it is another program."""
    if command.program not in PROGRAMS:
        return None
    found = Call(known=not any(word.unresolved for word in command.argv[1:] if "=" not in word))
    for name in _INHERITED:
        inherited = flags(command.env.get(name, ""))
        found.ignoring |= inherited.ignoring
        found.dry |= inherited.dry
        found.variables |= inherited.variables
    _take(found, [*map(_word, command.argv[1:])])
    return found


def flags(value: str) -> Call:
    """Return what a value of `MAKEFLAGS` asks for. The dash before the letters of its first word may be missing."""
    first, *rest = shown(value).split() or [""]
    words = [f"-{first}" if _LETTERS.fullmatch(first) else first, *rest]
    found = Call()
    _take(found, [word for word in words if word and word != "--"])
    return found


def _take(found: Call, words: list[str]) -> None:
    while words:
        words = _option(found, words) if words[0].startswith("-") and words[0] != "-" else _operand(found, words)


def _word(word: Field) -> str:
    """Return a word with the mark of the repository's folder, or of a value that only a run could tell."""
    if not word.unresolved:
        return word.certain
    name, equals, value = word.partition("=")
    return f"{name}={opaque(value)}" if equals else opaque(word)


def _operand(found: Call, words: Sequence[str]) -> list[str]:
    if assignment := _ASSIGNMENT.fullmatch(words[0]):
        found.variables[assignment[1]] = assignment[2]
    else:
        found.targets.append(words[0].removeprefix("./") or words[0])
    return [*words[1:]]


def _option(found: Call, words: Sequence[str]) -> list[str]:
    word, rest = words[0], [*words[1:]]
    if word == "--":
        found.targets += [each for each in rest if "=" not in each]
        return []
    if word.startswith("--"):
        return _long(found, word[2:], rest)
    for at, letter in enumerate(word[1:], 2):
        found.ignoring |= letter == "i"
        found.dry |= f"-{letter}" in _DRY
        if letter not in _VALUED:
            continue
        if word[at:]:
            found.take(_VALUED[letter], word[at:])
        elif letter not in _OPTIONAL or (rest and rest[0].isdecimal()):
            found.take(_VALUED[letter], rest[0] if rest else "")
            rest = rest[1:]
        break
    return rest


def _long(found: Call, option: str, rest: list[str]) -> list[str]:
    name, equals, value = option.partition("=")
    found.ignoring |= f"--{name}" in _IGNORING
    found.dry |= f"--{name}" in _DRY
    if name in _LONG_VALUED and not equals:
        found.take(_LONG.get(name, ""), rest[0] if rest else "")
        return rest[1:]
    found.take(_LONG.get(name, ""), value)
    return rest
