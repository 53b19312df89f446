"""What a handler gives back: an answer, or a refusal in GitHub's words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Answer:
    """One response. `body` is JSON data; bytes are sent as they are."""

    status: int
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)


class Refusal(Exception):
    """An error answer.

    Bodies follow https://docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api
    """

    def __init__(self, status: int, message: str, *, headers: Mapping[str, str] | None = None, **extra: Any):
        super().__init__(message)
        self.status = status
        self.message = message
        self.headers = dict(headers or {})
        self.extra = extra

    def answer(self, docs: str) -> Answer:
        """The refusal as a response; `docs` is the page of the operation."""
        body = {"message": self.message, **self.extra, "documentation_url": docs, "status": str(self.status)}
        return Answer(self.status, body, self.headers)


def ok(body: Any) -> Answer:
    """200 with a body."""
    return Answer(200, body)


def created(body: Any) -> Answer:
    """201 with a body."""
    return Answer(201, body)


def no_content() -> Answer:
    """204, no body."""
    return Answer(204)


def not_found(message: str = "Not Found") -> Refusal:
    """404; PyGithub tells a plain "Not Found" from every other message."""
    return Refusal(404, message)


def invalid_request(*complaints: str) -> Refusal:
    """422 of GitHub's request validator: a message, no list of errors."""
    return Refusal(422, "\n\n".join(["Invalid request.", "\n".join(complaints)]))


def validation_failed(resource: str, field_name: str, code: str, message: str = "") -> Refusal:
    """422 of GitHub's models: a list of errors."""
    error = {"resource": resource, "code": code, "field": field_name}
    if message:
        error["message"] = message
    return Refusal(422, "Validation Failed", errors=[error])


def moved(location: str, method: str) -> Answer:
    """The old name of a renamed repository: 301 on reads, 307 on everything else.

    https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api#follow-redirects
    """
    body = {
        "message": "Moved Permanently",
        "url": location,
        "documentation_url": "https://docs.github.com/v3/#http-redirects",
    }
    return Answer(301 if method in ("GET", "HEAD") else 307, body, {"Location": location})
