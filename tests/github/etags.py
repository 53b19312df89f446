"""ETags that belong to one token.

GitHub's ETag is a SHA-256 over the values of Accept, Authorization and Cookie (those present, each followed
by a colon) and the body: undocumented, found by bored-engineer/github-conditional-http-transport.
"""

from collections.abc import Mapping
from hashlib import sha256

VARY = ("Accept", "Authorization", "Cookie")


def etag(headers: Mapping[str, str], body: bytes) -> str:
    """The ETag of this body for who sent these headers."""
    digest = sha256()
    for name in VARY:
        if value := headers.get(name):
            digest.update(f"{value}:".encode())
    digest.update(body)
    return f'W/"{digest.hexdigest()}"'


def matches(tag: str, if_none_match: str | None) -> bool:
    """Whether the client's copy is still good; weak comparison (RFC 9110, 13.1.2)."""
    known = (candidate.strip().removeprefix("W/") for candidate in (if_none_match or "").split(","))
    return tag.removeprefix("W/") in known
