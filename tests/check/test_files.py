"""Artifacts on the disk: whole, or as they were."""

import os
import stat
from pathlib import Path

import pytest

from backendrepo.check.files import write

pytestmark = pytest.mark.e2e


def test_files_are_written_below_a_folder_that_is_made(tmp_path: Path):
    write(tmp_path / "a" / "b", {"x.json": "{}\n", "y.md": "é\ud800"})
    assert (tmp_path / "a" / "b" / "x.json").read_text() == "{}\n"
    assert (tmp_path / "a" / "b" / "y.md").read_bytes() == "é?".encode()


def test_others_may_read_them_as_far_as_the_umask_says(tmp_path: Path):
    before = os.umask(0o027)
    try:
        write(tmp_path, {"x": ""})
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "x").stat().st_mode) == 0o640


def test_a_link_is_replaced_and_not_followed(tmp_path: Path):
    (tmp_path / "elsewhere").write_text("mine")
    (tmp_path / "x").symlink_to(tmp_path / "elsewhere")
    write(tmp_path, {"x": "new"})
    assert (tmp_path / "elsewhere").read_text() == "mine"
    assert (tmp_path / "x").read_text() == "new"


@pytest.mark.parametrize("failing", ["fsync", "replace"])
def test_a_full_disk_leaves_what_was_there_and_no_rubbish(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str
):
    write(tmp_path, {"x": "old", "y": "old"})

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, failing, full)
    with pytest.raises(OSError, match="No space"):
        write(tmp_path, {"x": "new", "y": "new"})
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"x": "old", "y": "old"}
