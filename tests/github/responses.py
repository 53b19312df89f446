"""What goes over the wire besides the answer itself: ETag, limits, permissions, type."""

import json
import secrets

from tests.github.answers import Answer
from tests.github.etags import etag, matches
from tests.github.exchange import READS, Exchange
from tests.github.limits import Limits
from tests.github.state.world import World

JSON = "application/json; charset=utf-8"
VARY = "Accept, Authorization, Cookie, X-GitHub-OTP, Accept-Encoding, Accept, X-Requested-With"


def fill(world: World, limits: Limits, exchange: Exchange, answer: Answer, budget: str) -> None:
    """Put an answer into the exchange, with the headers that every answer of GitHub has."""
    exchange.status, exchange.response_raw = answer.status, to_bytes(answer.body)
    headers = content_type(answer) | answer.headers
    if exchange.method in READS and answer.status == 200:
        headers |= _validator(limits, exchange, budget)
    if budget:
        headers |= limits.headers(budget)
    headers |= {"X-GitHub-Media-Type": "github.v3; format=json", "X-GitHub-Request-Id": secrets.token_hex(8)}
    if "=" in exchange.needs:
        headers["X-Accepted-GitHub-Permissions"] = exchange.needs
    token = world.tokens.get(exchange.token)
    if token and token.kind == "classic":
        headers["X-OAuth-Scopes"] = "repo"
    exchange.response_headers = headers


def _validator(limits: Limits, exchange: Exchange, budget: str) -> dict[str, str]:
    """ETag; turns the answer into a 304 when the client's copy is still good."""
    tag = etag(exchange.headers, exchange.response_raw)
    if matches(tag, exchange.headers.get("If-None-Match")):
        exchange.status, exchange.response_raw = 304, b""
        if budget and exchange.path != "/rate_limit":
            limits.refund(budget)
    return {"ETag": tag, "Cache-Control": "private, max-age=60, s-maxage=60", "Vary": VARY}


def content_type(answer: Answer) -> dict[str, str]:
    """The type of a body: text is a page of HTML, all else JSON unless the answer says otherwise."""
    if isinstance(answer.body, str):
        return {"Content-Type": "text/html; charset=utf-8"}
    return {} if answer.body is None else {"Content-Type": JSON}


def to_bytes(body: object) -> bytes:
    """A body as it goes over the wire."""
    if body is None:
        return b""
    if isinstance(body, bytes):
        return body
    return body.encode() if isinstance(body, str) else json.dumps(body, separators=(",", ":")).encode()
