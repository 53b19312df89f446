"""A build gets this machine's way to packages, and nothing of it stays."""

from pathlib import Path

import pytest
from tests.node.package_index import mounts


@pytest.fixture(autouse=True)
def pip(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A pip that knows of nothing but the environment."""
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    for name in ("PIP_FIND_LINKS", "PIP_CERT", "PIP_INDEX_URL"):
        monkeypatch.delenv(name, raising=False)


def test_options_of_the_environment_become_a_secret_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", "https://packages.example/index")
    (secret,) = mounts(tmp_path)
    assert secret == f"--secret=id=pip.conf,src={tmp_path}/pip.conf"
    assert "index-url = https://packages.example/index\n" in (tmp_path / "pip.conf").read_text()


def test_folders_and_certificates_that_they_name_are_there_in_the_build(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PIP_FIND_LINKS", f"{tmp_path} {tmp_path}/missing https://packages.example/links")
    _, volume = mounts(tmp_path)
    assert volume == f"--volume={tmp_path}:{tmp_path}:ro"


def test_a_machine_without_options_gives_an_empty_file(tmp_path: Path) -> None:
    mounts(tmp_path)
    assert "index-url" not in (tmp_path / "pip.conf").read_text()
