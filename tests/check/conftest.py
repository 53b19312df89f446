"""The command line on folders: what is asked, what is answered on both streams, and the exit code."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from backendrepo.__main__ import main

CONTRACT = "# Migration contract\n\nPersistence mode: no-schema. Rollback policy: forward-fix.\n"


class Answer(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str]) -> Callable[..., Answer]:
    """Run `backendrepo` with arguments."""

    def run(*arguments: object) -> Answer:
        capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        return Answer(code, *capsys.readouterr())

    return run


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository that keeps a part of the standard."""
    folder = tmp_path / "payments"
    (folder / "docs" / "standards").mkdir(parents=True)
    (folder / "docs" / "standards" / "migration-contract.md").write_text(CONTRACT)
    (folder / "Makefile").write_text("lint:\n\truff check\n")
    return folder
