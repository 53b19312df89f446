"""How much processor time a command takes: unlike time on the clock it is nearly the same on a busy machine."""

import os
from collections.abc import Mapping, Sequence

ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""Without byte code each run would compile our modules again, as no installed program does."""

QUIET = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_WRONLY, 0) for number in (1, 2)]


def fastest(commands: Mapping[str, Sequence[str]], rounds: int) -> dict[str, float]:
    """Return the least seconds of each command, run in turn, so that what else the machine does meets all alike."""
    took: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            took[name].append(seconds(command))
    return {name: min(each) for name, each in took.items()}


def seconds(command: Sequence[str], **environment: str) -> float:
    """Return the seconds that a command and what it starts take of the processor, in user mode and in the kernel."""
    pid = os.posix_spawnp(command[0], list(command), {**ENVIRONMENT, **environment}, file_actions=QUIET)
    _, _, used = os.wait4(pid, 0)
    return used.ru_utime + used.ru_stime
