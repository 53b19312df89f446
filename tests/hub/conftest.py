"""Fixtures of the hub's tests: a GitHub with one repository, and a hub that may govern it."""

from collections.abc import Callable, Iterator

import pytest
from tests.github.standin import GitHub
from tests.github.state.repositories import Repository
from tests.hub.parts import GOVERN, connection
from tests.hub.wire import Wire

from backendrepo.hub.hub import Hub


@pytest.fixture
def repo(github: GitHub) -> Repository:
    return github.add_repository("acme/a", private=True)


@pytest.fixture
def token(github: GitHub, repo: Repository) -> str:
    return github.add_token("bot", GOVERN)


@pytest.fixture
def hubs() -> Iterator[Callable[..., Hub]]:
    """Makes hubs; closed at the end."""
    made: list[Hub] = []

    def make(url: str, secret: str, **options) -> Hub:
        clock = {"clock": options.pop("clock")} if "clock" in options else {}
        made.append(Hub(connection(url, **options), secret, **clock))
        return made[-1]

    yield make
    for hub in made:
        hub.close()


@pytest.fixture
def hub(hubs, github: GitHub, token: str) -> Hub:
    return hubs(github.url, token)


@pytest.fixture
def wire() -> Iterator[Callable[..., Wire]]:
    """Makes servers that say what they are told to, byte by byte; closed at the end."""
    made: list[Wire] = []

    def make(*answers: bytes, **options) -> Wire:
        made.append(Wire(*answers, **options))
        return made[-1]

    yield make
    for server in made:
        server.close()
