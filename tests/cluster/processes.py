"""This process's handle on the supervisor that owns the components."""

import json
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.cluster import supervisor


class Processes:
    """Named processes that end with this one, whatever ends it.

    `launcher` is a command that starts their supervisor, and so all of them, elsewhere: in namespaces, say.
    """

    def __init__(self, launcher: Sequence[str] = ()) -> None:
        self._supervisor = subprocess.Popen(
            [*launcher, sys.executable, "-I", "-S", supervisor.__file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self._one_at_a_time = threading.Lock()
        self.folder = Path(self._answer())

    @property
    def pid(self) -> int:
        """The process that was launched: the supervisor itself, or the launcher that it is a child of."""
        return self._supervisor.pid

    def start(self, name: str, command: list[str]) -> int:
        """Start a process whose output goes to NAME.log in the folder, and return its pid."""
        return int(self._ask("start", name, command))

    def stop(self, name: str) -> None:
        """Stop a process gracefully and wait for its end."""
        self._ask("stop", name)

    def kill(self, name: str) -> None:
        """Kill a process and wait for its end."""
        self._ask("kill", name)

    def check(self, name: str) -> None:
        """RuntimeError, with the end of its log, when this process has ended."""
        code = self._ask("exit_code", name)
        if code is not None:
            log = (self.folder / f"{name}.log").read_text(errors="replace")
            raise RuntimeError(f"{name} ended with {code}; the end of its log:\n{log[-3000:]}")

    def run(self, *command: str) -> str:
        """Run a command to its end, where the processes are, and return what it prints."""
        return str(self._ask("run", command))

    def at_end(self, *command: str) -> None:
        """Have a command run after everything has ended, before the folder is removed."""
        self._ask("at_end", command)

    def close(self) -> None:
        """Let the supervisor end everything and remove the folder, and wait for that."""
        assert self._supervisor.stdin
        assert self._supervisor.stdout
        self._supervisor.stdin.close()
        self._supervisor.wait()
        self._supervisor.stdout.close()

    def _ask(self, method: str, *arguments: object) -> Any:
        assert self._supervisor.stdin
        with self._one_at_a_time:
            print(json.dumps({"do": method, "with": arguments}), file=self._supervisor.stdin, flush=True)
            answer = self._answer()
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return answer["result"]

    def _answer(self) -> Any:
        assert self._supervisor.stdout
        line = self._supervisor.stdout.readline()
        if not line:
            raise RuntimeError("the supervisor of the control plane has ended")
        return json.loads(line)
