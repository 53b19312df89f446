"""Processes end with their owner, and what has to be done after them is done."""

from pathlib import Path

import pytest
from tests.cluster.processes import Processes

pytestmark = pytest.mark.integration


def test_a_command_runs_to_its_end_and_says_what_it_says() -> None:
    processes = Processes()
    assert processes.run("sh", "-c", "pwd").strip() == str(processes.folder)
    with pytest.raises(RuntimeError, match="ended with 3: no such thing"):
        processes.run("sh", "-c", "echo no such thing >&2; exit 3")
    processes.close()


def test_what_is_for_the_end_happens_after_the_last_process_and_before_the_folder_goes(tmp_path: Path) -> None:
    processes = Processes()
    pid = processes.start("sleeper", ["sleep", "60"])
    seen = tmp_path / "seen"
    processes.at_end("sh", "-c", f"kill -0 {pid} 2>/dev/null && echo runs >> {seen}; ls >> {seen}")
    processes.at_end("sh", "-c", "exit 1")  # which keeps nothing else from happening
    processes.close()
    assert seen.read_text() == "sleeper.log\n"
    assert not processes.folder.exists()


def test_a_launcher_starts_them_elsewhere() -> None:
    processes = Processes(["env", "ELSEWHERE=there"])
    assert processes.run("sh", "-c", "echo $ELSEWHERE").strip() == "there"
    processes.close()
