"""Which handler answers which operation."""

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.github.answers import Answer
from tests.github.exchange import Exchange
from tests.github.limits import Limits
from tests.github.state.apps import App
from tests.github.state.repositories import Repository
from tests.github.state.tokens import Token
from tests.github.state.world import World

DOCS = "https://docs.github.com/rest"
MANY_SEGMENTS = ("branch", "path", "ref")  # values that may contain slashes


@dataclass
class Call:
    """What a handler looks at."""

    world: World
    limits: Limits
    exchange: Exchange
    body: Any = None  # the request's JSON
    token: Token | None = None
    app: App | None = None  # who signed the JWT
    repo: Any = None  # Repository for operations below /repos/{owner}/{repo}
    params: dict[str, str] = field(default_factory=dict)

    @property
    def api(self) -> str:
        """The base URL for links."""
        return self.exchange.api

    @property
    def here(self) -> Repository:
        """The repository of the request."""
        return self.repo


Handler = Callable[..., Answer]


@dataclass(frozen=True)
class Route:
    """One operation of GitHub's API."""

    method: str
    template: str
    pattern: re.Pattern[str]
    handler: Handler
    needs: str
    docs: str


_routes: dict[str, list[Route]] = defaultdict(list)


def route(operation: str, *, needs: str = "metadata=read", docs: str = "") -> Callable[[Handler], Handler]:
    """Register a handler: `@route("GET /repos/{owner}/{repo}", docs="repos/repos#get-a-repository")`.

    `needs` is a permission, or who must ask: `anyone`, `user`, `app` (a JWT), `installation`.
    """

    def register(handler: Handler) -> Handler:
        method, template = operation.split()
        found = Route(method, template, _pattern(template), handler, needs, f"{DOCS}/{docs}" if docs else DOCS)
        _routes[method].append(found)
        # Longest first: `/branches/{branch}` would swallow `/branches/main/protection`.
        _routes[method].sort(key=lambda r: len(r.template), reverse=True)
        return handler

    return register


def _pattern(template: str) -> re.Pattern[str]:
    def group(match: re.Match[str]) -> str:
        name = match[1]
        return f"(?P<{name}>.+)" if name in MANY_SEGMENTS else f"(?P<{name}>[^/]+)"

    pattern = re.sub(r"\{(\w+)\}", group, template)
    return re.compile(pattern.replace("/(?P<path>.+)", "(?:/(?P<path>.+))?"))  # the root folder has no name


def find(method: str, path: str) -> tuple[Route, dict[str, str]] | None:
    """The route for a raw path, with its still quoted parameters."""
    for candidate in _routes["GET" if method == "HEAD" else method]:
        if match := candidate.pattern.fullmatch(path):
            return candidate, {k: v for k, v in match.groupdict().items() if v}
    return None


def operations() -> list[tuple[str, str]]:
    """Every (method, template) that is answered."""
    return [(r.method, r.template) for routes in _routes.values() for r in routes]
