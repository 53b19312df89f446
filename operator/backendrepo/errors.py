"""Everything that can stop a reconcile, as a tree. Each leaf's name is the condition reason a user sees.

    BackendRepoError
    ├── Stalled                    a person has to act; looked at again at the drift interval
    │   ├── InvalidSpec            the object says something that cannot be carried out
    │   ├── StandardNotFound       no BackendStandard of that name
    │   ├── ConnectionNotFound     no GitHubConnection of that name
    │   ├── ConnectionNotAllowed   the connection does not serve this namespace
    │   ├── RepositoryTaken        an older BackendRepo governs the same repository
    │   ├── LoosensStandard        the repository's governance loosens what the standard locks
    │   ├── CredentialMissing      the Secret or its key is not there
    │   ├── CredentialRejected     GitHub does not accept the credential
    │   ├── InstallationUnusable   the GitHub App's installation on the owner is suspended or gone
    │   ├── PermissionMissing      the credential lacks a permission
    │   ├── RepositoryNotFound     no such repository, or invisible to the credential
    │   ├── RepositoryRenamed      the repository has another name now
    │   ├── RepositoryArchived     the repository is read-only
    │   ├── BranchNotFound         the governed branch does not exist
    │   ├── PlanLimit              the owner's GitHub plan lacks the feature
    │   ├── UnsafePlan             carrying out the plan would give protection away
    │   ├── WriteRejected          GitHub refuses the values
    │   ├── WriteNotKept           GitHub accepted the values and did not keep them
    │   └── RestoreFailed          before a deletion, what was found at adoption could not be put back
    └── Waiting                    passes by itself; tried again soon
        ├── RateLimited            GitHub's request budget is spent until a known time
        ├── Paced                  our own pace is reached; never a condition, the work just waits its turn
        ├── GitHubUnavailable      GitHub does not answer, or not sensibly
        ├── KubernetesUnavailable  the API server does not answer, or not sensibly
        │   └── KubernetesRefused  it refuses a request: a quota, an admission rule, a missing right
        └── InternalError          a mistake in the operator itself

Beside the tree stands `Superseded`, which no user sees.

Messages are sentences for a platform engineer: what was found, then what to do. They pass `redact`.
"""

from datetime import datetime

from backendrepo.redaction import redact


class BackendRepoError(Exception):
    """A reason why a reconcile could not be finished. `str()` is the message for the condition."""

    def __init__(self, message: str) -> None:
        super().__init__(redact(message))

    @property
    def reason(self) -> str:
        """The condition reason: the name of the class."""
        return type(self).__name__


class Stalled(BackendRepoError):
    """A person has to act."""

    retry: float | None = None
    """Seconds to the next look where the drift interval is too long to wait."""


class Waiting(BackendRepoError):
    """It passes by itself."""


class Superseded(Exception):
    """The object changed, or went away, while a turn was under way: the turn is given anew."""


class InvalidSpec(Stalled):
    """The object says something that cannot be carried out."""


class StandardNotFound(Stalled):
    """No BackendStandard of that name."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"There is no BackendStandard named {name}. Apply it, or set spec.standardRef.name to "
            "backend-foundation, which is built in."
        )


class ConnectionNotFound(Stalled):
    """No GitHubConnection of that name."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"There is no GitHubConnection named {name}. Apply it, or set spec.connectionRef.name to one that "
            "`kubectl get githubconnections` lists."
        )


class ConnectionNotAllowed(Stalled):
    """The connection does not serve this namespace."""

    def __init__(self, connection: str, namespace: str) -> None:
        super().__init__(
            f"The GitHubConnection {connection} does not serve the namespace {namespace}. Use another one in "
            f"spec.connectionRef, or have {namespace} added to its spec.allowedNamespaces."
        )


class RepositoryTaken(Stalled):
    """An older BackendRepo governs the same repository."""

    def __init__(self, repository: str, holder: str) -> None:
        super().__init__(
            f"The BackendRepo {holder}, which is older, governs {repository} already. Delete one of the two: a "
            "repository is governed by one BackendRepo."
        )


class LoosensStandard(Stalled):
    """The repository's governance loosens what the standard locks."""

    def __init__(self, setting: str, standard: str) -> None:
        super().__init__(
            f"spec.governance.{setting} is looser than the standard {standard}, which locks it. Remove it, "
            "write a value at least as strict, or have the setting taken out of the standard's spec.locked."
        )


class CredentialMissing(Stalled):
    """The Secret or its key is not there."""

    retry = 60.0

    def __init__(self, connection: str, secret: str, namespace: str, problem: str) -> None:
        super().__init__(
            f"The credential of the GitHubConnection {connection} is missing: Secret {secret} in the namespace "
            f"{namespace} {problem}. Create it, or correct the reference in the connection."
        )


class CredentialRejected(Stalled):
    """GitHub does not accept the credential."""

    retry = 60.0

    def __init__(self, connection: str, detail: str) -> None:
        super().__init__(
            f"GitHub rejects the credential of the GitHubConnection {connection} ({detail}). It may have expired or "
            "been revoked: put a valid one into its Secret."
        )


class InstallationUnusable(Stalled):
    """The GitHub App's installation is suspended, or gone."""

    retry = 60.0

    def __init__(self, connection: str, installation: str, detail: str) -> None:
        super().__init__(
            f"GitHub gives no token for the installation {installation} of the App of the GitHubConnection "
            f"{connection} ({detail}). It may be suspended or removed: install the App on the owner again, or correct "
            "spec.auth.app.installationId."
        )


class PermissionMissing(Stalled):
    """The credential lacks a permission."""

    def __init__(self, permission: str, doing: str) -> None:
        self.permission = permission
        super().__init__(
            f"The credential may not {doing}: it lacks the permission `{permission}`. Grant it to the GitHub App "
            "or token, and to this repository."
        )


class RepositoryNotFound(Stalled):
    """No such repository, or invisible to the credential."""

    def __init__(self, repository: str) -> None:
        super().__init__(
            f"GitHub shows no repository {repository} to this credential. Check the name, and that the GitHub App "
            "is installed on it or the token may see it."
        )


class RepositoryRenamed(Stalled):
    """The repository has another name now."""

    def __init__(self, repository: str, now: str) -> None:
        super().__init__(
            f"The repository {repository} is now called {now}. Nothing was changed. spec.repository is immutable: "
            f"replace this object by one with spec.repository: {now}."
        )


class RepositoryArchived(Stalled):
    """The repository is read-only."""

    def __init__(self, repository: str) -> None:
        super().__init__(
            f"The repository {repository} is archived, so its settings cannot be changed. Unarchive it, or delete "
            "this object."
        )


class BranchNotFound(Stalled):
    """The governed branch does not exist."""

    def __init__(self, repository: str, branch: str) -> None:
        super().__init__(
            f"The repository {repository} has no branch {branch}. Push it, or correct spec.branch (leave it out to "
            "govern the default branch)."
        )


class PlanLimit(Stalled):
    """The owner's GitHub plan lacks the feature."""

    def __init__(self, repository: str, detail: str) -> None:
        super().__init__(
            f"The GitHub plan of the owner of {repository} does not include this ({detail}). Upgrade the plan, make "
            "the repository public, or set the policy of the setting to Unmanaged."
        )


class UnsafePlan(Stalled):
    """Carrying out the plan would give protection away, or lose what this version cannot keep."""


class WriteRejected(Stalled):
    """GitHub refuses the values."""

    def __init__(self, what: str, detail: str) -> None:
        super().__init__(f"GitHub refuses {what}: {detail}. Correct the value in spec.governance or in the standard.")


class WriteNotKept(Stalled):
    """GitHub accepted the values and did not keep them."""

    retry = 60.0

    def __init__(self, settings: str) -> None:
        super().__init__(
            f"GitHub accepted the change and did not keep it: {settings}. The owner's plan or an organisation's "
            "policy may forbid it; change that, or set the policy of the setting to Unmanaged."
        )


class RestoreFailed(Stalled):
    """Before a deletion, what was found at adoption could not be put back."""

    def __init__(self, problem: "Stalled") -> None:
        super().__init__(
            f"Before the deletion the settings could not be put back ({problem.reason}): {problem} To delete without "
            "that, set spec.deletionPolicy: Orphan."
        )


class RateLimited(Waiting):
    """GitHub's request budget is spent until a known time (`until`, in UTC)."""

    def __init__(self, until: datetime, limit: str) -> None:
        super().__init__(f"GitHub's {limit} is spent until {until:%Y-%m-%dT%H:%M:%SZ}. The next try is then.")
        self.until = until


class Paced(Waiting):
    """Our own pace is reached until a known time (`until`, in UTC)."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"The pace of the connection's budget is reached until {until:%Y-%m-%dT%H:%M:%SZ}.")
        self.until = until


class GitHubUnavailable(Waiting):
    """GitHub does not answer, or not sensibly."""

    def __init__(self, detail: str) -> None:
        super().__init__(f"GitHub does not answer as it should: {detail}. It is tried again with growing pauses.")


class KubernetesUnavailable(Waiting):
    """The API server does not answer, or not sensibly."""

    def __init__(self, detail: str) -> None:
        self.detail = redact(detail)
        super().__init__(f"The Kubernetes API does not answer as it should: {detail}.")


class KubernetesRefused(KubernetesUnavailable):
    """The API server refuses a request: a quota, an admission rule, a missing right."""


class InternalError(Waiting):
    """A mistake in the operator itself."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"The operator made a mistake ({kind}); its log has the details. Please report it.")
