"""What the stand-in's own tests share: one repository, and a client that may do everything."""

from collections.abc import Callable, Iterator

import pytest
from tests.github.client import Client
from tests.github.fixtures import github
from tests.github.standin import GitHub
from tests.github.state.repositories import Repository

__all__ = ["github"]


@pytest.fixture
def repo(github: GitHub) -> Repository:
    return github.add_repository("acme/payments")


@pytest.fixture
def connect(github: GitHub) -> Iterator[Callable[[str], Client]]:
    """Clients by token; closed at the end."""
    clients: list[Client] = []

    def connected(token: str = "", url: str = "") -> Client:
        clients.append(Client(url or github.url, token))
        return clients[-1]

    yield connected
    for client in clients:
        client.__exit__()


@pytest.fixture
def client(github: GitHub, repo: Repository, connect) -> Client:
    return connect(github.add_token("bot"))
