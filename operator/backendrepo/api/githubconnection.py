"""`GitHubConnection`: how to reach a GitHub, and which namespaces may."""

from fnmatch import fnmatchcase
from typing import Annotated

from pydantic import ConfigDict, Field

from backendrepo.api.conditions import Status
from backendrepo.api.objects import Metadata
from backendrepo.api.rules import ObjectName, rules
from backendrepo.governance.required_checks import ACTIONS_APP
from backendrepo.model import Model

_URL = (
    r"self.matches(r'^(https://([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])|http://(127[.]0[.]0[.]1|localhost|\[::1\]))"
    "(:[0-9]{1,5})?(/[A-Za-z0-9._~-]+)*$')"
)
"""https, or http to the machine itself: over any other wire a token must not go in the clear."""

_NOT_THE_WEBSITE = "self == 'https://api.github.com' || !self.matches('^https?://([^/]*[.])?github[.]com(:|/|$)')"

NamespacePattern = Annotated[
    str,
    Field(
        max_length=63,
        json_schema_extra=rules(
            (
                "self.matches('^[a-z0-9*]([a-z0-9*-]*[a-z0-9*])?$')",
                'write a namespace, or a pattern with *, for example team-*; "*" alone means every namespace',
            )
        ),
    ),
]


class SecretKey(Model):
    """One key of a Secret in the operator's own namespace."""

    name: ObjectName = Field(description="The Secret's name, for example github.")
    key: str = Field(
        min_length=1,
        max_length=253,
        description="The key within the Secret, for example token.",
        json_schema_extra=rules(
            (
                "self.matches('^[-._a-zA-Z0-9]+$')",
                "write a key of the Secret, for example token or private-key.pem: letters, digits, -, _ and . only",
            )
        ),
    )


class GitHubApp(Model):
    """A GitHub App: the recommended credential, with permissions of its own and tokens that last an hour."""

    app_id: int = Field(ge=1, description="The App's id, as its settings page shows it, for example 123456.")
    private_key_secret_ref: SecretKey = Field(
        description="Where the App's private key (PEM) is, for example {name: github-app, key: private-key.pem}."
    )
    installation_id: int | None = Field(
        default=None,
        ge=1,
        description="The id of the installation to use, as the end of its page's address shows it. Left out: the one "
        "on each repository's owner, which is looked up once.",
    )


class Auth(Model):
    """The credential: exactly one of app and tokenSecretRef."""

    model_config = ConfigDict(
        json_schema_extra=rules(
            (
                "has(self.app) != has(self.tokenSecretRef)",
                "write exactly one of auth.app (a GitHub App) and auth.tokenSecretRef (a token)",
            )
        )
    )
    app: GitHubApp | None = None
    token_secret_ref: SecretKey | None = Field(
        default=None,
        description="Where a fine-grained or classic personal access token is, for example {name: github, key: token}.",
    )

    @property
    def reference(self) -> SecretKey:
        """Where the credential is."""
        reference = self.app.private_key_secret_ref if self.app else self.token_secret_ref
        if reference is None:
            raise ValueError("neither app nor tokenSecretRef")
        return reference


class Budget(Model):
    """How much of GitHub's limits the operator may use."""

    points_per_minute: int = Field(
        default=900,
        ge=60,
        description="How many points a minute: a read is 1, a write 5. github.com allows 900, the default; Enterprise "
        "Server has no such limit unless its administrators set one.",
    )
    reserve: int = Field(
        default=200,
        ge=0,
        description="How many requests of the hourly limit are left to others who use the same credential, for example "
        "500.",
    )


class GitHubConnectionSpec(Model):
    """How to reach a GitHub, and which namespaces may."""

    api_url: str = Field(
        default="https://api.github.com",
        max_length=253,
        description="The address of the REST API, without a slash at the end. Left out: https://api.github.com. For "
        "GitHub Enterprise Server write https://HOST/api/v3.",
        json_schema_extra=rules(
            (
                _URL,
                "write an https URL, for example https://api.github.com or https://HOST/api/v3, without a trailing "
                "slash, query, fragment or credential (http only to a loopback address)",
            ),
            (_NOT_THE_WEBSITE, "for github.com write https://api.github.com"),
        ),
    )
    auth: Auth = Field(
        description="The credential: either app or tokenSecretRef. Its Secret is in the operator's own namespace."
    )
    allowed_namespaces: tuple[NamespacePattern, ...] = Field(
        min_length=1,
        max_length=256,
        description="The namespaces whose BackendRepos may use this connection, for example [team-a, platform-*]. "
        'A * stands for any text; ["*"] allows every namespace.',
        json_schema_extra={"x-kubernetes-list-type": "set"},
    )
    actions_app_id: int = Field(
        default=ACTIONS_APP,
        ge=1,
        description="The App id of GitHub Actions, which has to report a required check that names no other App. 15368 "
        "on github.com, the default; GET /apps/github-actions tells it on Enterprise Server.",
    )
    budget: Budget = Field(
        default_factory=Budget,
        description="How much of GitHub's limits to use.",
        json_schema_extra={"default": {}},
    )

    def serves(self, namespace: str) -> bool:
        """Whether BackendRepos of that namespace may use the connection."""
        return any(fnmatchcase(namespace, pattern) for pattern in self.allowed_namespaces)


class GitHubConnection(Model):
    """How to reach a GitHub, with which credential, and which namespaces may use it.

    A BackendRepo chooses one by `spec.connectionRef`; the one named default is used where it chooses none.
    """

    metadata: Metadata
    spec: GitHubConnectionSpec
    status: Status = Field(default_factory=Status)
