"""What scans as processes leave on the machine: nothing, whatever happens to them or to the operator."""

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cluster import wait_until
from tests.scans.conftest import COMMAND, Ear, order

from backendrepo.scans import folder, process, processes
from backendrepo.scans.failures import ScanFailed
from backendrepo.scans.processes import Processes
from backendrepo.scans.runner import Running

OPERATOR = f"""
import sys, time
sys.path[:0] = {sys.path!r}
from pathlib import Path
from tests.scans.conftest import COMMAND, order
from backendrepo.scans.processes import Processes
scans = Processes(COMMAND, Path(sys.argv[1]))
print(scans.start(order("hangs"), "gh-token").handle, flush=True)
time.sleep(600)
"""


def alive(pid: int) -> bool:
    """Whether a process is there and no zombie, which nobody may be left to take note of."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def child(where: Path) -> int:
    """The process that a hanging scan has started."""

    def told() -> str:
        return "".join(each.read_text() for each in where.glob("*/*/log"))

    return int(wait_until(told, "the scan's first words").split()[1])


def gone(*pids: int) -> None:
    for pid in pids:
        wait_until(lambda pid=pid: not alive(pid), f"the end of {pid}")


def finish(runner: Processes, *, behaviour: str = "good", **differing: object) -> Running:
    scan = runner.start(order(behaviour, **differing), "gh-token")
    wait_until(lambda: scan.id not in [each.id for each in runner.all()], "the scan's end")
    found = runner.find(scan.uid)
    assert found
    return found


def test_its_files_are_for_the_operator_alone_and_the_credential_goes_with_the_scan(
    processes: Processes, tmp_path: Path
):
    scan = processes.start(order("hangs"), "gh-token")
    (token,) = tmp_path.glob("*/*/token")
    assert token.read_text() == "gh-token"
    assert [stat.S_IMODE(path.stat().st_mode) for path in (token, token.parent, token.parents[1])] == [
        0o600,
        0o700,
        0o700,
    ]
    processes.discard(scan)
    finish(processes)
    assert {path.name for path in tmp_path.glob("*/*/*")} == {"log", "standard.yaml"}


@pytest.mark.parametrize("how", ["deadline", "discard", "close"])
def test_what_a_scan_has_started_ends_with_it(how: str, processes: Processes, tmp_path: Path):
    scan = processes.start(order("hangs", timeout=2 if how == "deadline" else 60), "gh-token")
    started = child(tmp_path)
    assert alive(started) or how == "deadline"
    if how == "discard":
        processes.discard(scan)
    elif how == "close":
        processes.close()
        assert not list(tmp_path.iterdir())
    gone(int(scan.handle), started)


def test_a_scan_that_closed_its_output_and_goes_on_is_stopped_too(processes: Processes):
    scan = finish(processes, behaviour="mute", timeout=1)
    with pytest.raises(ScanFailed, match="stopped after 1 s"):
        processes.log(scan)
    assert not alive(int(scan.handle))


def test_the_scans_of_an_operator_that_was_killed_are_ended_and_removed(tmp_path: Path):
    command = [sys.executable, "-c", OPERATOR, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as operator:
        assert operator.stdout
        scan = int(operator.stdout.readline())
        started = child(tmp_path)
        Processes(COMMAND, tmp_path).close()
        assert alive(scan), "the operator lives, and so do its scans"
        operator.kill()
    runner = Processes(COMMAND, tmp_path)
    assert len(list(tmp_path.iterdir())) == 1
    gone(scan, started)
    runner.close()


def test_a_process_that_has_taken_the_number_of_a_scan_is_left_alone(tmp_path: Path):
    for name, number in (("a", os.getpid()), ("b", "no number")):
        left = tmp_path / "backendrepo-scans-left" / name
        left.mkdir(parents=True)
        (left / "pid").write_text(str(number))
    Processes(COMMAND, tmp_path).close()
    assert not list(tmp_path.iterdir())


def test_folders_that_others_made_are_left_alone(tmp_path: Path):
    mine = tmp_path / "mine"
    mine.mkdir()
    (tmp_path / "backendrepo-scans-link").symlink_to(mine)
    (tmp_path / "backendrepo-scans-nowhere").symlink_to(tmp_path / "none")
    (tmp_path / "backendrepo-scans-file").touch()
    Processes(COMMAND, tmp_path).close()
    assert {path.name.rpartition("-")[2] for path in tmp_path.iterdir()} == {"mine", "link", "nowhere", "file"}
    assert not list(mine.iterdir())
    locked = tmp_path / "backendrepo-scans-odd" / "lock"
    locked.mkdir(parents=True)
    Processes(COMMAND, tmp_path).close()
    assert locked.is_dir()


def test_without_locks_scans_run_and_nothing_is_swept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def refused(*_: object) -> None:
        raise OSError

    left = tmp_path / "backendrepo-scans-left"
    left.mkdir()
    monkeypatch.setattr(folder.fcntl, "flock", refused)
    runner = Processes(COMMAND, tmp_path)
    assert finish(runner, behaviour="cut").ended
    runner.close()
    assert list(tmp_path.iterdir()) == [left]


def test_a_program_that_is_not_there_is_told(tmp_path: Path):
    runner = Processes([str(tmp_path / "none")], tmp_path)
    with pytest.raises(ScanFailed, match=r"cannot be started: No such file or directory \(.*none\)") as failed:
        runner.start(order(), "gh-token")
    assert failed.value.reason == "ScanNotStarted"
    assert not list(tmp_path.glob("*/*/*"))
    assert runner.all() == []
    runner.close()


def test_a_disk_without_room_is_told(processes: Processes, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(process, "LOG", "/dev/full")
    scan = finish(processes, behaviour="hangs")
    with pytest.raises(ScanFailed, match="No space left on device") as failed:
        processes.log(scan)
    assert failed.value.reason == "ScanLost"
    assert not alive(int(scan.handle))


def test_a_scan_whose_process_could_not_be_written_down_does_not_run(
    processes: Processes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(process, "PID", "/dev/null/pid")
    with pytest.raises(ScanFailed, match="cannot be started: Not a directory"):
        processes.start(order("hangs"), "gh-token")
    assert not list(tmp_path.glob("*/scan-*"))
    assert processes.all() == []


def test_a_log_that_somebody_removed_is_lost(processes: Processes, tmp_path: Path):
    scan = finish(processes)
    for log in tmp_path.glob("*/*/log"):
        log.unlink()
    with pytest.raises(ScanFailed, match=r"gone\.") as failed:
        processes.log(scan)
    assert failed.value.reason == "ScanLost"


def test_a_new_scan_takes_the_place_of_the_last_and_old_ones_go(processes: Processes, monkeypatch: pytest.MonkeyPatch):
    first = finish(processes)
    other = finish(processes, behaviour="cut")
    second = finish(processes, occasion="again")
    assert processes.find("uid-good") == second != first
    assert processes.find("uid-cut") == other
    monkeypatch.setattr("backendrepo.scans.processes.KEPT", -120)
    finish(processes, behaviour="fails")
    assert (processes.find("uid-cut"), processes.find("uid-good")) == (None, None)


def test_who_is_told_may_let_go_of_the_scan_at_once(processes: Processes, tmp_path: Path):
    def told(uid: str) -> None:
        scan = processes.find(uid)
        assert scan
        processes.discard(scan)

    processes.listen(told)
    processes.start(order(), "gh-token")
    wait_until(lambda: processes.find("uid-good") is None, "the scan to be let go of")
    wait_until(lambda: not list(tmp_path.glob("*/*/log")), "its files to be removed")


def test_the_command_is_the_programs_own():
    ran = subprocess.run([*processes.COMMAND, "scan", "--help"], capture_output=True, text=True, check=True)
    assert "--token-file" in ran.stdout


def test_the_end_by_a_signal_is_told_by_its_number(processes: Processes):
    scan = processes.start(order("hangs"), "gh-token")
    ear = Ear()
    processes.listen(ear)
    os.kill(int(scan.handle), signal.SIGTERM)
    ear.wait(scan.uid)
    with pytest.raises(ScanFailed, match="signal 15") as failed:
        processes.log(scan)
    assert failed.value.reason == "ScanKilled"
