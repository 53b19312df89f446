"""From what GitHub refuses, the error that tells a user what to do.

The same status means several things; GitHub's own words tell them apart.
Sources: docs.github.com, REST, "Troubleshooting the REST API", "Rate limits for the REST API".
"""

import re
from datetime import UTC, datetime, timedelta

from backendrepo.errors import (
    BackendRepoError,
    BranchNotFound,
    CredentialRejected,
    GitHubUnavailable,
    PermissionMissing,
    PlanLimit,
    RateLimited,
    RepositoryArchived,
    RepositoryNotFound,
    WriteRejected,
)
from backendrepo.hub.transport import Answer

_LIMITED = re.compile(r"rate limit|retry your request|wait a few minutes|abuse detection", re.IGNORECASE)


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
        case 401:
            return CredentialRejected(connection, message)
        case 403 | 429 if answer.status == 429 or "retry-after" in answer.headers or _LIMITED.search(message):
            return RateLimited(_until(answer), "rate limit")
        case 403:
            return _forbidden(answer, repository, doing)
        case 404 if "Branch not found" in message:
            return BranchNotFound(repository, branch)
        case 404 if "has been disabled" in message:
            return PlanLimit(repository, message)
        case 404 if repository_seen:
            return PermissionMissing("administration: write", doing)
        case 404:
            return RepositoryNotFound(repository)
        case 409 | 422:
            return WriteRejected(f"to {doing}", message)
        case status:
            return GitHubUnavailable(f"{status} to the request to {doing}")


def _forbidden(answer: Answer, repository: str, doing: str) -> BackendRepoError:
    message = answer.message
    if "archived" in message:
        return RepositoryArchived(repository)
    if message.startswith("Upgrade to"):
        return PlanLimit(repository, message)
    wanted = answer.headers.get("x-accepted-github-permissions", "administration=write")
    return PermissionMissing(wanted.replace("=", ": "), f"{doing} ({message})")


def _until(answer: Answer) -> datetime:
    """Return when to come back: Retry-After, else the reset where nothing remains, else in a minute."""
    now = datetime.now(UTC)
    if "retry-after" in answer.headers:
        return now + timedelta(seconds=float(answer.headers["retry-after"]))
    if answer.headers.get("x-ratelimit-remaining") == "0" and "x-ratelimit-reset" in answer.headers:
        return datetime.fromtimestamp(float(answer.headers["x-ratelimit-reset"]), UTC)
    return now + timedelta(minutes=1)
