"""A machine that can't run a node says why, and what would help."""

from pathlib import Path

import pytest
from tests.node import Node, machine


def test_a_user_without_privileges_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    assert Node.missing() == "A node needs root."


def test_another_system_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "darwin")
    assert Node.missing() == "A node needs Linux."


def test_what_is_not_installed_is_named_together_with_the_script_that_installs_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setattr(machine, "search_path", lambda: str(tmp_path))
    monkeypatch.setattr(machine, "PLUGINS", tmp_path)
    told = Node.missing()
    assert "containerd" in told
    assert "the CNI plugins" in told
    assert (Path(__file__).parents[2] / "tests/node/install.sh").is_file()
    assert "tests/node/install.sh" in told


def test_a_kernel_that_refuses_is_quoted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in machine.COMMANDS:
        (tmp_path / name).write_text("#!/bin/sh\necho Operation not permitted >&2; exit 1\n")
        (tmp_path / name).chmod(0o755)
    (tmp_path / "bridge").touch()
    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setattr(machine, "search_path", lambda: str(tmp_path))
    monkeypatch.setattr(machine, "PLUGINS", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    assert "Operation not permitted" in Node.missing()
