"""The shell that Make gives recipes to: which program, and whether it stops at the first failure, or runs nothing.

Source: GNU make's manual, "Choosing the Shell", "Special Built-in Target Names" (`.POSIX`).
"""

from posixpath import basename
from typing import NamedTuple

from backendrepo.lazy import regex
from backendrepo.makefile.variables import Variables
from backendrepo.shell.marks import shown

_SHELLS = regex(r"(?:ba|da|z|k|a)?sh")
_ERREXIT = regex(r"(?:^|\s)-\w*e|errexit")
_NOEXEC = regex(r"(?:^|\s)-\w*n|noexec")


class Shell(NamedTuple):
    """How a recipe's shell is started; `known` where it is one that is read here."""

    known: bool
    errexit: bool
    pipefail: bool
    idle: bool = False
    """Whether it is told to run nothing."""


def shell(variables: Variables, *, posix: bool) -> Shell:
    """Return the shell that `SHELL` and `.SHELLFLAGS` name here."""
    program, *given = [word for word in shown(variables.value("SHELL")).split() if basename(word) != "env"] or ["sh"]
    flags = " ".join([variables.value(".SHELLFLAGS"), *given, "-e" if posix else ""])
    known = program.startswith("$") or _SHELLS.fullmatch(basename(program)) is not None
    return Shell(known, _ERREXIT.search(flags) is not None, "pipefail" in flags, _NOEXEC.search(flags) is not None)
