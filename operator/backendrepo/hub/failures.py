"""From what GitHub refuses, the error that tells a user what to do.

The same status means several things; GitHub's own words tell them apart. A refusal without words is none of
GitHub's: it comes from something between. Refusals for reasons of limits never get here, see `Budget.learn`.
Source: docs.github.com, REST, "Troubleshooting the REST API".
"""

from backendrepo.errors import (
    BackendRepoError,
    BranchNotFound,
    CredentialRejected,
    GitHubUnavailable,
    PermissionMissing,
    PlanLimit,
    RepositoryArchived,
    RepositoryNotFound,
    WriteRejected,
)
from backendrepo.hub.answer import Answer

UNPROTECTED = "Branch not protected"
"""GitHub's words where there is no classic protection; to a write they mean that it went away meanwhile."""


def failure(
    answer: Answer,
    *,
    connection: str,
    doing: str,
    repository: str = "",
    branch: str = "",
    repository_seen: bool = False,
) -> BackendRepoError:
    """Return the error that a refusal means. `doing` completes "the credential may not …".

    `repository_seen` says that the same credential has just seen the repository: then GitHub's "Not Found" is its
    way to hide what the credential may not do.
    """
    message = answer.message
    match answer.status:
        case 401 if message:
            return CredentialRejected(connection, message)
        case 403 if message:
            return _forbidden(answer, repository, doing)
        case 404 if "Branch not found" in message:
            return BranchNotFound(repository, branch)
        case 404 if "has been disabled" in message:
            return PlanLimit(repository, message)
        case 404 if message and repository_seen and message != UNPROTECTED:
            return PermissionMissing("administration: write", doing)
        case 404 if message and repository and not repository_seen:
            return RepositoryNotFound(repository)
        case 404 if message and not repository:
            return GitHubUnavailable(f"404 to the request to {doing}; is spec.apiUrl of {connection} right?")
        case 409 | 422 if message:
            return WriteRejected(f"to {doing}", message)
        case status:
            return GitHubUnavailable(f"{status} to the request to {doing}" + (f" ({message})" if message else ""))


def _forbidden(answer: Answer, repository: str, doing: str) -> BackendRepoError:
    message = answer.message
    if "archived" in message:
        return RepositoryArchived(repository)
    if message.startswith("Upgrade to"):
        return PlanLimit(repository, message)
    wanted = answer.headers.get("x-accepted-github-permissions", "administration=write")
    return PermissionMissing(wanted.replace("=", ": "), f"{doing} ({message})")
