"""GitHub Apps, their installations, and the JWT that an App signs.

https://docs.github.com/apps/creating-github-apps/authenticating-with-a-github-app
"""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import TYPE_CHECKING

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from tests.github.answers import Refusal, not_found

if TYPE_CHECKING:
    from tests.github.state.repositories import Repository
    from tests.github.state.world import World

ACTIONS_APP = 15368
LONGEST_JWT = 600
CLOCK_SKEW = 60

_ids = itertools.count(70001)


@dataclass
class Installation:
    """An App on one owner; `repositories` holds ids, None is all."""

    app: "App"
    owner: str
    repositories: set[int] | None = None
    suspended: bool = False
    id: int = field(default_factory=_ids.__next__)

    def reaches(self, repo: "Repository") -> bool:
        """Whether the repository is among those it was installed on."""
        return repo.owner.login == self.owner and (self.repositories is None or repo.id in self.repositories)


@cache
def _key_of(app_id: int) -> rsa.RSAPrivateKey:
    """An App keeps its key for the life of the process: making one takes a tenth of a second."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class App:
    """A GitHub App; the key is made when first asked for."""

    world: "World"
    id: int
    slug: str
    permissions: Mapping[str, str]
    owner: str
    installations: dict[int, Installation] = field(default_factory=dict)

    @property
    def _key(self) -> rsa.RSAPrivateKey:
        return _key_of(self.id)

    @cached_property
    def private_key(self) -> str:
        """The PEM that the App's owner would download."""
        return self._key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.TraditionalOpenSSL,
            serialization.NoEncryption(),
        ).decode()

    def install(self, owner: str, repositories: str | list[str] = "all") -> int:
        """Install on an owner, on all or on named repositories; gives the installation's id."""
        self.world.owner(owner)
        installation = Installation(self, owner, self.world.ids_of(repositories))
        self.installations[installation.id] = installation
        self.world.installations[installation.id] = installation
        return installation.id

    def verify(self, token: str, now: float) -> None:
        """Check signature and lifetime of a JWT; refuse it in GitHub's words."""
        try:
            claims = jwt.decode(
                token, self._key.public_key(), ["RS256"], options={"verify_exp": False, "verify_iat": False}
            )
        except jwt.InvalidTokenError:
            raise undecodable() from None
        issued, expires = claims.get("iat"), claims.get("exp")
        if not isinstance(expires, int | float) or expires <= now:
            raise Refusal(401, "'Expiration time' claim ('exp') must be a numeric value representing the future time")
        if expires > now + LONGEST_JWT + CLOCK_SKEW:
            raise Refusal(401, "'Expiration time' claim ('exp') is too far in the future")
        if not isinstance(issued, int | float) or issued > now:
            raise Refusal(401, "'Issued at' claim ('iat') must be an Integer representing the past time")


def undecodable() -> Refusal:
    """401 for something that is no JWT, or is signed with another key."""
    return Refusal(401, "A JSON web token could not be decoded")


def app_of(world: "World", token: str) -> App:
    """The App that says it signed this JWT, checked."""
    try:
        claims = jwt.decode(token, options={"verify_signature": False})
        app = world.apps.get(int(claims["iss"]))
    except (jwt.InvalidTokenError, KeyError, ValueError):
        raise undecodable() from None
    if app is None:
        raise not_found("Integration not found")
    # By the wall clock: a client signs with its own time, which `advance` does not move.
    app.verify(token, world.clock.wall())
    return app
