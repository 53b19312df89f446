"""The process that owns the components of a control plane, and their folder.

It runs in a session of its own, so that Ctrl-C does not reach it, and reads requests from its standard
input. The end of that input is the end of everything: the kernel closes the pipe however the process at
the other end dies. It needs nothing but the standard library, and starts in a few hundredths of a second.

Requests and answers are JSON, one a line. The first answer is the path of the folder.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import Any

STOP_TIMEOUT = 20


class Supervisor:
    """Starts, stops and finally kills named processes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._at_end: list[list[str]] = []

    def start(self, name: str, command: list[str]) -> int:
        """Start a process whose output is appended to NAME.log, and return its pid."""
        if name in self._processes and self.exit_code(name) is None:
            raise RuntimeError(f"{name} is already running")
        with (self._folder / f"{name}.log").open("ab") as log:
            self._processes[name] = subprocess.Popen(
                command, cwd=self._folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        return self._processes[name].pid

    def stop(self, name: str) -> None:
        """Ask a process to end and wait for it; one that takes too long is killed."""
        process = self._processes[name]
        process.terminate()
        try:
            process.wait(STOP_TIMEOUT)
        except subprocess.TimeoutExpired:
            self.kill(name)

    def kill(self, name: str) -> None:
        """End a process at once."""
        self._processes[name].kill()
        self._processes[name].wait()

    def exit_code(self, name: str) -> int | None:
        """How a process ended; None while it runs."""
        return self._processes[name].poll()

    def run(self, command: list[str]) -> str:
        """Run a command to its end and return what it prints; RuntimeError when it fails."""
        ran = subprocess.run(
            command, cwd=self._folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
        if ran.returncode:
            raise RuntimeError(f"{' '.join(command)} ended with {ran.returncode}: {(ran.stderr or ran.stdout).strip()}")
        return ran.stdout

    def at_end(self, command: list[str]) -> None:
        """Have a command run once everything has ended, before the folder is removed."""
        self._at_end.append(command)

    def close(self) -> None:
        """Kill everything, what was started last first, and remove the folder.

        No data outlives the folder, so there is nothing that a graceful stop would save.
        """
        for name in reversed(self._processes):
            self.kill(name)
        if os.getpid() == 1:
            _end_everybody()
        for command in reversed(self._at_end):
            with suppress(RuntimeError):  # whoever would hear of it may be gone; the rest has to be done
                self.run(command)
        shutil.rmtree(self._folder)

    def answer(self, request: dict[str, Any]) -> object:
        """Carry out one request: the name of a public method, and its arguments."""
        try:
            return {"result": getattr(self, request["do"])(*request["with"])}
        except (OSError, RuntimeError) as error:
            return {"error": str(error)}


def main() -> None:
    """Serve requests until the input ends, or a signal says so."""
    _on_signals(_leave)
    folder = Path(tempfile.mkdtemp(prefix="backendrepo-cluster-"))
    supervisor = Supervisor(folder)
    try:
        _say(str(folder))
        for line in sys.stdin:
            _say(supervisor.answer(json.loads(line)))
    finally:
        _on_signals(signal.SIG_IGN)
        supervisor.close()


def _end_everybody() -> None:
    """Kill every other process of the PID namespace that this one is the first of, and wait until all are gone."""
    with suppress(ProcessLookupError):
        os.kill(-1, signal.SIGKILL)
    with suppress(ChildProcessError):
        while True:
            os.wait()


def _on_signals(handler: Callable[[int, FrameType | None], None] | signal.Handlers) -> None:
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, handler)


def _say(answer: object) -> None:
    print(json.dumps(answer), flush=True)


def _leave(number: int, frame: FrameType | None) -> None:
    raise SystemExit(0)


if __name__ == "__main__":
    main()
