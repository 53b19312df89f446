"""All of GitHub that the stand-in knows, with an index for each way of looking something up."""

from collections.abc import Mapping
from typing import Any

from tests.github.archives import Archives
from tests.github.clock import Clock
from tests.github.state.apps import App, Installation
from tests.github.state.owners import Owner
from tests.github.state.repositories import Repository
from tests.github.state.rulesets import Ruleset
from tests.github.state.tokens import Token, random_token

TOKEN_LIFETIME = 3600


class World:
    """Owners, repositories, tokens and Apps."""

    def __init__(self, clock: Clock):
        self.clock = clock
        self.archives = Archives(clock)
        self.owners: dict[str, Owner] = {}
        self.repositories: dict[int, Repository] = {}
        self.by_name: dict[str, Repository] = {}  # lower case, today's names
        self.old_names: dict[str, int] = {}
        self.tokens: dict[str, Token] = {}
        self.apps: dict[int, App] = {}
        self.installations: dict[int, Installation] = {}

    def owner(self, login: str, *, kind: str | None = None, plan: str | None = None) -> Owner:
        """The owner of this login, made when new: an organisation on the team plan unless said otherwise."""
        owner = self.owners.setdefault(login, Owner(login))
        owner.kind = kind or owner.kind
        owner.plan = plan or owner.plan
        return owner

    def add_repository(self, full_name: str, *, files: Mapping[str, str | bytes] | None = None, **attributes: Any):
        """A repository with one commit on its default branch; `files={}` makes that commit empty."""
        login, name = full_name.split("/")
        repo = Repository(self.owner(login), name, **attributes)
        repo.commit({"README.md": f"# {name}\n"} if files is None else files, message="Initial commit")
        self.repositories[repo.id] = repo
        self.by_name[full_name.lower()] = repo
        self.old_names.pop(full_name.lower(), None)
        return repo

    def find(self, full_name: str) -> Repository | None:
        """The repository that has this name today."""
        return self.by_name.get(full_name.lower())

    def rename(self, old: str, new: str) -> Repository:
        """Give a repository another name or owner; the old name leads to it from now on."""
        repo = self.by_name.pop(old.lower())
        login, repo.name = new.split("/")
        repo.owner = self.owner(login)
        self.by_name[new.lower()] = repo
        self.old_names[old.lower()] = repo.id
        self.old_names.pop(new.lower(), None)
        for ruleset in repo.rulesets.values():
            ruleset.source = repo.full_name
        return repo

    def remove(self, full_name: str) -> None:
        """Delete a repository."""
        repo = self.by_name.pop(full_name.lower())
        del self.repositories[repo.id]

    def add_ruleset(self, source: str, *, name: str, **fields: Any) -> Ruleset:
        """A ruleset of a repository (`owner/name`) or of an organisation (`owner`).

        Without conditions it applies to the default branch (of every repository).
        """
        ref = {"ref_name": {"include": ["~DEFAULT_BRANCH"], "exclude": []}}
        if "/" in source:
            holder, source_type, conditions = self.by_name[source.lower()], "Repository", ref
        else:
            everywhere = {"repository_name": {"include": ["~ALL"], "exclude": []}}
            holder, source_type, conditions = self.owner(source), "Organization", ref | everywhere
        fields.setdefault("conditions", conditions)
        ruleset = Ruleset(name, source, source_type, **fields)
        holder.rulesets[ruleset.id] = ruleset
        return ruleset

    def rulesets_of(self, repo: Repository, *, parents: bool = True) -> list[Ruleset]:
        """The repository's own rulesets, then those of its organisation that reach it."""
        inherited = [r for r in repo.owner.rulesets.values() if r.covers(repo)] if parents else []
        return [*repo.rulesets.values(), *inherited]

    def ids_of(self, repositories: str | list[str]) -> set[int] | None:
        """Repository names as ids; "all" is None."""
        if repositories == "all":
            return None
        return {self.by_name[name.lower()].id for name in repositories}

    def add_token(
        self,
        login: str = "bot",
        permissions: Mapping[str, str] | None = None,
        repositories: str | list[str] = "all",
        *,
        expires_in: float | None = None,
        owner: str | None = None,
    ) -> str:
        """A personal token: classic (may everything) without permissions, fine-grained with them."""
        kind = "classic" if permissions is None else "fine-grained"
        user = self.owner(login, kind=None if login in self.owners else "User")
        expires_at = None if expires_in is None else self.clock.now() + expires_in
        token = Token(
            random_token(kind),
            kind,
            login,
            user.id,
            permissions,
            self.ids_of(repositories),
            owner,
            expires_at=expires_at,
        )
        self.tokens[token.secret] = token
        return token.secret

    def add_app(self, app_id: int, permissions: Mapping[str, str], slug: str = "", owner: str = "acme") -> App:
        """A GitHub App; install it with `app.install("acme")`."""
        app = App(self, app_id, slug or f"app-{app_id}", dict(permissions), owner)
        self.owner(owner)
        self.apps[app_id] = app
        return app

    def uninstall(self, installation_id: int) -> None:
        """Remove an App from an owner; its tokens end."""
        installation = self.installations.pop(installation_id)
        del installation.app.installations[installation_id]

    def app_by_slug(self, slug: str) -> App | None:
        """The App with this slug."""
        return next((app for app in self.apps.values() if app.slug == slug), None)

    def issue(self, installation: Installation, permissions: Mapping[str, str], ids: set[int] | None) -> Token:
        """A token of an installation, good for an hour."""
        token = Token(
            random_token("installation"),
            "installation",
            f"{installation.app.slug}[bot]",
            installation.app.id,
            permissions,
            ids,
            installation.owner,
            installation.id,
            self.clock.now() + TOKEN_LIFETIME,
        )
        self.tokens[token.secret] = token
        return token
