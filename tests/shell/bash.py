"""What bash itself makes of a script of `c N` commands, whichever of them fail."""

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, combinations
from pathlib import Path

BASH = "/bin/bash"

# `c N` notes that it ran, and fails where $FAIL names N. Every shell that a script starts inherits it.
_C = '() { builtin printf "%s " "$1" >>"$RAN"; [[ $FAIL != *" $1 "* ]]; }'
_DRIVER = """
ulimit -t 5
for FAIL in "$@"; do
  : >"$RAN"
  "$BASH" $FLAGS ./script </dev/null >/dev/null 2>&1
  echo "$? $(<"$RAN")"
done
"""

Commands = frozenset[int]


@dataclass(frozen=True)
class Run:
    """One run of a script: which commands failed whenever they ran, which ran, and whether the script succeeded."""

    failing: Commands
    ran: Commands
    good: bool


def runs(script: str, flags: str, folder: Path, commands: int) -> dict[Commands, Run]:
    """Run a script of the test's own in an empty folder, once for each set of its commands that may fail."""
    (folder / "script").write_text(script)
    (folder / "bash").unlink(missing_ok=True)
    (folder / "bash").symlink_to(BASH)
    sets = [*_subsets(range(commands))]
    named = [f" {' '.join(map(str, sorted(failing)))} " for failing in sets]
    environment = {"PATH": str(folder), "RAN": str(folder / "ran"), "BASH": BASH, "FLAGS": flags, "BASH_FUNC_c%%": _C}
    environment["FUNCNEST"] = "6"  # a function that calls itself through subshells would fill the machine
    told = subprocess.run(
        [BASH, "-c", f"export FAIL\n{_DRIVER}", "driver", *named],
        env=environment, cwd=folder, capture_output=True, text=True, timeout=60, check=True,
    ).stdout.splitlines()  # fmt: skip
    return {failing: _run(failing, line.split()) for failing, line in zip(sets, told, strict=True)}


def _run(failing: Commands, told: list[str]) -> Run:
    return Run(failing, frozenset(map(int, told[1:])), told[0] == "0")


def _subsets(numbers: range) -> Iterator[Commands]:
    for chosen in chain.from_iterable(combinations(numbers, size) for size in range(len(numbers) + 1)):
        yield frozenset(chosen)
