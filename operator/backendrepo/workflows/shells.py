"""What a `run` step is run with (documentation of `jobs.<job_id>.steps[*].shell`)."""

import posixpath
import shlex
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

TEMPLATES = {
    "": "bash -e {0}",
    "bash": "bash --noprofile --norc -eo pipefail {0}",
    "sh": "sh -e {0}",
    "python": "python {0}",
    "pwsh": "pwsh -command \". '{0}'\"",
    "powershell": "powershell -command \". '{0}'\"",
    "cmd": 'cmd /D /E:ON /V:OFF /S /C "CALL "{0}""',
}
"""What each of GitHub's own names stands for; nothing stands for the default of Linux and macOS."""

_SHELLS = frozenset({"bash", "sh", "dash", "ash", "ksh", "zsh"})


class Shell(NamedTuple):
    """The command that reads a step's script, and what it makes of a command that fails."""

    template: str
    program: str
    errexit: bool = False
    """Whether a failing command ends the script (`-e`)."""
    pipefail: bool = False
    """Whether any failing command fails its pipe (`-o pipefail`)."""

    @property
    def posix(self) -> bool:
        """Whether the script is one of a shell such as bash."""
        return self.program in _SHELLS


def shell(named: str, *, windows: bool = False, container: bool = False) -> Shell:
    """Return what a `shell` names; nothing means the runner's default, which in a container is `sh`."""
    named = named.strip() or ("pwsh" if windows else "sh" if container else "")
    template = _within(TEMPLATES.get(named, named))
    words = template.split()
    options = set(_options(words[1:]))
    program = posixpath.basename(words[0]).removesuffix(".exe")
    if program in _SHELLS and options & {"c", "n", "noexec"}:  # it does not run the script that it is given
        program = " ".join(words[:-1])
    return Shell(template, program, bool(options & {"e", "errexit"}), "pipefail" in options)


def _within(template: str) -> str:
    """Return what `script` runs to keep colours (util-linux, `script --return --command`)."""
    try:
        words = shlex.split(template)
    except ValueError:
        return template
    if words[:1] != ["script"]:
        return template
    flags = "".join(word[1:] for word in words if word.startswith("-") and not word.startswith("--"))
    command = next((after for word, after in pairwise(words) if word.startswith("-") and word.endswith("c")), "")
    return command if "e" in flags and command else template


def _options(words: list[str]) -> Iterator[str]:
    """Yield the options of a shell's command line, up to the script."""
    rest = iter(words)
    for word in rest:
        if word.startswith("--"):
            continue
        if not word.startswith("-"):
            return
        yield from word[1:]
        if "o" in word:
            yield next(rest, "")


def windows(labels: Iterable[str]) -> bool:
    """Return whether a runner with these labels runs Windows."""
    return any("windows" in label.lower() for label in labels)
