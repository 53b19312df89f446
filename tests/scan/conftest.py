"""Fixtures of the scan's tests: a GitHub with one private repository, and the command against it."""

from collections.abc import Callable

import pytest
from tests.github.standin import GitHub
from tests.github.state.repositories import Repository

from backendrepo.__main__ import main
from backendrepo.scan.frame import unframe
from backendrepo.scan.result import Failure, read
from backendrepo.scanned import Scanned

Scan = Callable[..., tuple[int, Scanned | Failure]]


@pytest.fixture
def repo(github: GitHub) -> Repository:
    return github.add_repository("acme/a", private=True)


@pytest.fixture
def token(github: GitHub, repo: Repository, monkeypatch: pytest.MonkeyPatch) -> str:
    token = github.add_token("bot", {"contents": "read", "metadata": "read"})
    monkeypatch.setenv("GITHUB_TOKEN", token)
    return token


@pytest.fixture
def scan(github: GitHub, repo: Repository, token: str, capsys: pytest.CaptureFixture[str]) -> Scan:
    """Run the command; return its exit code and what its standard output carries, one frame and nothing else."""

    def run(*arguments: str, commit: str = "") -> tuple[int, Scanned | Failure]:
        commit = commit or repo.branches["main"].sha
        given = ["scan", "--repository", "acme/a", "--commit", commit, "--api-url", github.url, *arguments]
        code = main(given)
        told = capsys.readouterr()
        assert all(line.startswith("backendrepo-result/1 ") for line in told.out.splitlines())
        for output in (told.out, told.err, unframe(told.out).decode()):
            assert token not in output
        return code, read(unframe(told.out))

    return run
