"""GNU Parallel: the command lines that stand behind `:::`, or the command that is run for each of them.

Source: GNU Parallel's manual. It fails where one of them fails, unless it is told not to look (`--halt never` is its
default, and its exit status still counts the failures).
"""

from collections.abc import Sequence
from shlex import join

from backendrepo.shell import Command, Script
from backendrepo.snapshot import Files
from backendrepo.tools.arguments import parsed
from backendrepo.tools.runners.common import Config

MOST = 100
"""Arguments for which the command is told."""

_VALUED = "-j --jobs --halt --joblog --colsep -a --arg-file -S --sshlogin --timeout --retries --results --delay -I"


def follow(command: Command, files: Files) -> Script | None:
    """Return what is run for each argument; None where no arguments are written out."""
    words = [str(word) for word in command.argv[1:]]
    if ":::" not in words:
        return None
    at = words.index(":::")
    template = parsed(words[:at], _VALUED).operands
    where = Config(files, command.place.path, command)
    for argument in words[at + 1 :][:MOST]:
        where.shell(_filled(template, argument), command.place.line, cwd=command.cwd)
    return where.script


def _filled(template: Sequence[str], argument: str) -> str:
    """Return the line for an argument, which is the line itself where there is no other command."""
    if template in ((), ("{}",)):
        return argument
    words = [word.replace("{}", argument) for word in template]
    return join(words if "{}" in " ".join(template) else [*words, argument])
