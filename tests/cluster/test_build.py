"""Binaries are built once, and what is not finished does not look finished. The go command is a stand-in."""

import io
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
from tests.cluster.build import BuildError, built, ensure_built
from tests.cluster.progress import Progress

pytestmark = pytest.mark.integration

GO = """#!/bin/sh
if [ "$1" = env ]; then echo go1.26.8; exit; fi
for argument; do if [ "$previous" = -o ]; then output=$argument; fi; previous=$argument; done
echo "$argument" >> $GO_CALLS
echo unfinished > "$output"
echo "go: downloading example.test/module v1.0.0" >&2
echo "$GO_SAYS" >&2
exit ${GO_EXIT:-0}
"""


@pytest.fixture
def calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the stand-in for go, first on PATH, writes what it was asked to build."""
    (tmp_path / "go").write_text(GO)
    (tmp_path / "go").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    monkeypatch.setenv("BACKENDREPO_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("GO_CALLS", str(tmp_path / "calls"))
    monkeypatch.delenv("KUBEBUILDER_ASSETS", raising=False)
    return tmp_path / "calls"


def test_each_binary_is_built_once(calls: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ensure_built("etcd")
    ensure_built("etcd", "kubectl")
    assert calls.read_text().split() == ["go.etcd.io/etcd/server/v3", "k8s.io/kubernetes/cmd/kubectl"]
    assert built("etcd").exists()
    assert built("kubectl").exists()
    assert "Building kubectl (1 of 1): started" in capsys.readouterr().err


def test_two_builders_build_once(calls: Path) -> None:
    with ThreadPoolExecutor() as pool:
        for done in [pool.submit(ensure_built, "etcd") for _ in range(2)]:
            done.result()
    assert calls.read_text().split() == ["go.etcd.io/etcd/server/v3"]


def test_a_failed_build_leaves_nothing_finished(calls: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GO_EXIT", "1")
    monkeypatch.setenv("GO_SAYS", "no space left on device")
    with pytest.raises(BuildError, match="no space left on device"):
        ensure_built("etcd")
    assert not built("etcd").exists()
    monkeypatch.setenv("GO_EXIT", "0")
    ensure_built("etcd")
    assert built("etcd").exists()


def test_progress_outside_a_terminal_is_whole_lines_now_and_then() -> None:
    stream = io.StringIO()
    with Progress("Building etcd", stream) as progress:
        progress.update("too early to repeat")
    assert stream.getvalue() == "Building etcd: started, 0 s\nBuilding etcd: done, 0 s\n"


def test_progress_on_a_terminal_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    monkeypatch.setattr(stream, "isatty", lambda: True)
    with suppress(ValueError), Progress("Building etcd", stream) as progress:
        progress.update("7 packages compiled")
        raise ValueError
    assert stream.getvalue().count("\n") == 1
    assert "7 packages compiled" in stream.getvalue()
    assert "failed" in stream.getvalue()
