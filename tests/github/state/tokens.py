"""Tokens: who a caller is, what it may do, which repositories it sees."""

import secrets
import string
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.github.state.repositories import Repository

LEVELS = {"none": 0, "read": 1, "write": 2, "admin": 3}
ALPHABET = string.ascii_letters + string.digits


def random_token(kind: str) -> str:
    """A string that looks like a real token of its kind."""

    def random(length: int) -> str:
        return "".join(secrets.choice(ALPHABET) for _ in range(length))

    if kind == "fine-grained":
        return f"github_pat_{random(22)}_{random(59)}"
    return {"classic": "ghp_", "installation": "ghs_"}[kind] + random(36)


def grants(permissions: Mapping[str, str], name: str, level: str) -> bool:
    """Whether these permissions include `name` at `level`; every token reads metadata."""
    held = permissions.get(name, "read" if name == "metadata" else "none")
    return LEVELS[held] >= LEVELS[level]


@dataclass
class Token:
    """One credential. `permissions` None is a classic token of an administrator: everything."""

    secret: str
    kind: str
    login: str
    user_id: int
    permissions: Mapping[str, str] | None = None
    repositories: set[int] | None = None  # ids; None is every one it could see
    owner: str | None = None  # a fine-grained or installation token belongs to one owner
    installation_id: int | None = None
    expires_at: float | None = None
    revoked: bool = False
    budget: str = field(default="")  # what shares one rate limit: the user, or the installation

    def __post_init__(self) -> None:
        self.budget = self.budget or (
            f"installation ID {self.installation_id}" if self.installation_id else f"user ID {self.user_id}"
        )

    def allows(self, name: str, level: str) -> bool:
        """Whether the token carries this permission."""
        return self.permissions is None or grants(self.permissions, name, level)

    def reaches(self, repo: "Repository") -> bool:
        """Whether the repository is among those the token was made for."""
        if self.owner is not None and repo.owner.login != self.owner:
            return False
        return self.repositories is None or repo.id in self.repositories
