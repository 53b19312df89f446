"""Fixtures for every test that needs GitHub; load them with `pytest_plugins = ["tests.github.fixtures"]`."""

from collections.abc import Iterator

import pytest
from tests.github.standin import GitHub


@pytest.fixture
def github() -> Iterator[GitHub]:
    """A started stand-in; fails the test when an exchange does not fit GitHub's own description."""
    with GitHub() as github:
        yield github
    insist(github)


def insist(github: GitHub) -> None:
    """Fail when there was a violation; a test that means to provoke one clears the list."""
    if github.violations:
        pytest.fail("exchanges that GitHub's description does not allow:\n" + "\n".join(github.violations))
