"""What GitHub answered, read without trusting that it looks as documented."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import ValidationError

from backendrepo.errors import GitHubUnavailable

Read = TypeVar("Read")

LONGEST_MESSAGE = 500
"""Characters of GitHub's own words that are passed on."""


@dataclass(frozen=True)
class Answer:
    """The answer to a request (`GET /app`): status, headers by lower-case name, decoded body."""

    request: str
    status: int
    headers: Mapping[str, str]
    body: Any = None

    @property
    def message(self) -> str:
        """GitHub's own words about a refusal on one line, empty where it has none."""
        if not isinstance(self.body, Mapping):
            return ""
        errors = self.body.get("errors")
        details = map(_detail, errors if isinstance(errors, list) else [errors])
        words = ": ".join(filter(None, [str(self.body.get("message") or ""), *details]))
        return " ".join(words.split())[:LONGEST_MESSAGE]

    def read(self, reader: Callable[[Any], Read]) -> Read:
        """Return what `reader` makes of the body. Raises `GitHubUnavailable` where that is not as documented."""
        try:
            return reader(self.body)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise GitHubUnavailable(
                f"{self.request} was answered {self.status}, with something that is not as documented "
                f"({_problem(error)})"
            ) from error


def _detail(error: Any) -> str:
    if not isinstance(error, Mapping):
        return str(error or "")
    return str(error.get("message") or " ".join(str(error[key]) for key in ("field", "code") if key in error))


def _problem(error: Exception) -> str:
    """Return what is wrong, without repeating what was read."""
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        return f"{'.'.join(map(str, first['loc']))}: {first['msg']}".removeprefix(": ")
    return f"{error} is missing" if isinstance(error, KeyError) else type(error).__name__
