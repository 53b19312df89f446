"""A client that shows an answer as it is: no retries, no redirects, no exceptions."""

import json
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPMessage
from typing import Any, Self
from urllib.parse import urlsplit


@dataclass
class Reply:
    """An answer."""

    status: int
    headers: HTTPMessage
    raw: bytes

    @property
    def body(self) -> Any:
        """The JSON of the answer, None when it is empty."""
        return json.loads(self.raw) if self.raw else None

    @property
    def message(self) -> str:
        """What an error says."""
        return self.body["message"]


class Client:
    """One keep-alive connection with one token: `Client(github.url, token).get("/rate_limit")`."""

    def __init__(self, url: str, token: str = "", timeout: float = 5):
        self._base = urlsplit(url)
        self._connection = HTTPConnection(self._base.hostname or "", self._base.port, timeout=timeout)
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Reply:
        """Send a request; header names are written with underscores."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        data = None if body is None else json.dumps(body)
        self._connection.request(method, self._base.path + path, data, self.headers | named)
        response = self._connection.getresponse()
        return Reply(response.status, response.headers, response.read())

    def get(self, path: str, **headers: str) -> Reply:
        """Read."""
        return self.ask("GET", path, **headers)

    def put(self, path: str, body: Any = None) -> Reply:
        """Replace."""
        return self.ask("PUT", path, body)

    def patch(self, path: str, body: Any) -> Reply:
        """Change."""
        return self.ask("PATCH", path, body)

    def post(self, path: str, body: Any = None) -> Reply:
        """Create."""
        return self.ask("POST", path, body)

    def delete(self, path: str) -> Reply:
        """Remove."""
        return self.ask("DELETE", path)
