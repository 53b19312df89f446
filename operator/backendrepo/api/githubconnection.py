"""`GitHubConnection`: how to reach a GitHub, and which namespaces may."""

from fnmatch import fnmatchcase

from pydantic import ConfigDict, Field

from backendrepo.api.conditions import Status
from backendrepo.api.objects import Metadata
from backendrepo.governance.required_checks import ACTIONS_APP
from backendrepo.model import Model


class SecretKey(Model):
    """One key of a Secret in the operator's own namespace."""

    name: str = Field(min_length=1, max_length=253, description="The Secret's name.")
    key: str = Field(min_length=1, max_length=253, description="The key within the Secret.")


class GitHubApp(Model):
    """A GitHub App: the recommended credential, with permissions of its own and tokens that last an hour."""

    app_id: int = Field(ge=1, description="The App's id, as its settings page shows it.")
    private_key_secret_ref: SecretKey = Field(description="Where the App's private key (PEM) is.")
    installation_id: int | None = Field(
        default=None,
        ge=1,
        description="The installation to use. Omitted: the one on each repository's owner, looked up once.",
    )


class Auth(Model):
    """The credential: exactly one of app and tokenSecretRef."""

    model_config = ConfigDict(
        json_schema_extra={
            "x-kubernetes-validations": [
                {
                    "rule": "has(self.app) != has(self.tokenSecretRef)",
                    "message": "write exactly one of auth.app (a GitHub App) and auth.tokenSecretRef (a token)",
                }
            ]
        }
    )
    app: GitHubApp | None = None
    token_secret_ref: SecretKey | None = Field(
        default=None, description="Where a fine-grained or classic personal access token is."
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
        description="Points a minute: a read is 1, a write 5. GitHub's secondary limit is 900; Enterprise Server has "
        "none by default.",
    )
    reserve: int = Field(
        default=200,
        ge=0,
        description="Requests of the hourly limit that are left for others who use the same credential.",
    )


class GitHubConnectionSpec(Model):
    """How to reach a GitHub, and which namespaces may."""

    api_url: str = Field(
        default="https://api.github.com",
        max_length=253,
        description="The REST API. For GitHub Enterprise Server: https://HOST/api/v3.",
        json_schema_extra={
            "x-kubernetes-validations": [
                {
                    "rule": "isURL(self) && (url(self).getScheme() == 'https' || (url(self).getScheme() == 'http' && "
                    "url(self).getHostname() in ['127.0.0.1', 'localhost', '::1']))",
                    "message": "write an https URL, for example https://api.github.com or https://HOST/api/v3 (http "
                    "only to a loopback address)",
                },
                {
                    "rule": "!self.endsWith('/') && !self.contains('?') && !self.contains('#') && !self.contains('@')",
                    "message": "write the URL without a trailing slash, query, fragment or credential",
                },
            ]
        },
    )
    auth: Auth = Field(description="The credential. Its Secret is in the operator's namespace.")
    allowed_namespaces: tuple[str, ...] = Field(
        min_length=1,
        max_length=256,
        description='The namespaces whose BackendRepos may use this connection; * matches any text, "*" all.',
        json_schema_extra={"x-kubernetes-list-type": "set"},
    )
    actions_app_id: int = Field(
        default=ACTIONS_APP,
        ge=1,
        description="The app id of GitHub Actions, to which listed checks are bound. Differs on Enterprise Server.",
    )
    budget: Budget = Field(default_factory=Budget, description="How much of GitHub's limits to use.")

    def serves(self, namespace: str) -> bool:
        """Whether BackendRepos of that namespace may use the connection."""
        return any(fnmatchcase(namespace, pattern) for pattern in self.allowed_namespaces)


class GitHubConnection(Model):
    """How to reach a GitHub."""

    metadata: Metadata
    spec: GitHubConnectionSpec
    status: Status = Field(default_factory=Status)
