"""From a request to an answer: authentication, limits, redirects, permissions, the handler."""

import json
from urllib.parse import unquote, urlencode

from tests.github import gates, registry
from tests.github.answers import Answer, Refusal, moved, not_found
from tests.github.exchange import Exchange
from tests.github.limits import ANONYMOUS, Limits
from tests.github.registry import DOCS, Call
from tests.github.state.world import World

BY_ID = "/repositories/"
BY_NAME = "/repos/"


def answer(world: World, limits: Limits, exchange: Exchange) -> tuple[Answer, str]:
    """The answer to a request, and the budget that pays for it."""
    call = Call(world, limits, exchange)
    found = registry.find(exchange.method, _by_name(exchange.path))
    exchange.operation = found[0].template if found else ""
    budget = ANONYMOUS
    try:
        call.token, call.app = gates.authenticate(world, exchange.headers.get("Authorization", ""))
        budget = _budget(call)
        exchange.actor = call.token.login if call.token else call.app.slug if call.app else ""
        if exchange.path != "/rate_limit":
            limits.admit(budget, exchange.method)
        if _is_old_name(call):
            return moved(_location(call), exchange.method), budget
        if found is None:
            raise not_found()
        return _handle(call, *found), budget
    except Refusal as refusal:
        return refusal.answer(found[0].docs if found else DOCS), budget


def _by_name(path: str) -> str:
    """A path below `/repositories/{id}` as a path below `/repos`; the names do not matter to a route."""
    path = path.rstrip("/") or "/"
    if not path.startswith(BY_ID):
        return path
    _, slash, rest = path.removeprefix(BY_ID).partition("/")
    return f"{BY_NAME}-/-{slash}{rest}"


def _budget(call: Call) -> str:
    if call.token:
        return call.token.budget
    return f"app ID {call.app.id}" if call.app else ANONYMOUS


def _is_old_name(call: Call) -> bool:
    """Find the repository of a path; whether the path calls it by a name that it no longer has."""
    path, world = call.exchange.path, call.world
    if path.startswith(BY_ID):
        number = path.removeprefix(BY_ID).partition("/")[0]
        repo = world.repositories.get(int(number)) if number.isdigit() else None
        call.repo = gates.visible(call, repo)
    if not path.startswith(BY_NAME):
        return False
    name = "/".join(path.split("/")[2:4])
    repo = world.find(name)
    old = world.old_names.get(name.lower()) if repo is None else None
    call.repo = gates.visible(call, world.repositories.get(old) if old else repo)
    return old is not None


def _location(call: Call) -> str:
    rest = "/".join(call.exchange.path.split("/")[4:])
    query = urlencode(call.exchange.query)
    here = f"{call.api}{BY_ID}{call.repo.id}" + (f"/{rest}" if rest else "")
    return here + (f"?{query}" if query else "")


def _handle(call: Call, route: registry.Route, params: dict[str, str]) -> Answer:
    exchange = call.exchange
    exchange.needs = route.needs
    gates.permit(call, route)
    gates.writable(call, route)
    call.body = _json(exchange)
    call.params = {k: unquote(v) for k, v in params.items() if call.repo is None or k not in ("owner", "repo")}
    return route.handler(call, **call.params)


def _json(exchange: Exchange):
    if not exchange.request_raw:
        return None
    try:
        return json.loads(exchange.request_raw)
    except ValueError:
        raise Refusal(400, "Problems parsing JSON") from None
