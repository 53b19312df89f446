"""What each refusal means to a user, by GitHub's own words. Nothing else is guessed from a status alone."""

import pytest
from tests.github.faults import PLAN
from tests.github.gates import ARCHIVED

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
from backendrepo.hub.failures import failure

pytestmark = pytest.mark.integration

LIST = "Although you appear to have the correct credentials, the `acme` organization has an IP allow list enabled"


def meant(
    status: int, body: object, *, repository: str = "acme/a", seen: bool = True, **headers: str
) -> BackendRepoError:
    answer = Answer("GET /x", status, {name.replace("_", "-"): value for name, value in headers.items()}, body)
    return failure(
        answer, connection="main", doing="read x", repository=repository, branch="release", repository_seen=seen
    )


@pytest.mark.parametrize(
    ("status", "message", "error", "says"),
    [
        (401, "Bad credentials", CredentialRejected, "GitHubConnection main (Bad credentials)"),
        (403, ARCHIVED, RepositoryArchived, "The repository acme/a is archived"),
        (403, PLAN, PlanLimit, f"owner of acme/a does not include this ({PLAN})"),
        (403, "Resource not accessible by integration", PermissionMissing, "`administration: write`"),
        (403, LIST, PermissionMissing, "IP allow list enabled"),
        (404, "Branch not found", BranchNotFound, "The repository acme/a has no branch release"),
        (404, "Branch protection has been disabled on this repository.", PlanLimit, "has been disabled"),
        (404, "Not Found", PermissionMissing, "may not read x: it lacks the permission `administration: write`"),
        (404, "Branch not protected", GitHubUnavailable, "404 to the request to read x (Branch not protected)"),
        (409, "Git Repository is empty.", WriteRejected, "GitHub refuses to read x: Git Repository is empty."),
        (422, "Invalid request.", WriteRejected, "Invalid request."),
        (400, "Problems parsing JSON", GitHubUnavailable, "400 to the request to read x (Problems parsing JSON)"),
        (
            451,
            "Repository access blocked",
            GitHubUnavailable,
            "451 to the request to read x (Repository access blocked)",
        ),
        (500, "Server Error", GitHubUnavailable, "500 to the request to read x (Server Error)"),
        (503, "Service unavailable", GitHubUnavailable, "503"),
    ],
)
def test_a_refusal_has_its_reason(status: int, message: str, error: type[BackendRepoError], says: str):
    found = meant(status, {"message": message})
    assert type(found) is error
    assert says in str(found)


def test_a_repository_never_seen_is_not_there():
    found = meant(404, {"message": "Not Found"}, seen=False)
    assert type(found) is RepositoryNotFound
    assert "no repository acme/a" in str(found)


def test_what_is_about_no_repository_points_to_the_address():
    found = meant(404, {"message": "Not Found"}, repository="", seen=False)
    assert type(found) is GitHubUnavailable
    assert "is spec.apiUrl of main right?" in str(found)


def test_github_says_itself_which_permission_is_missing():
    found = meant(403, {"message": "No."}, x_accepted_github_permissions="administration=read")
    assert "`administration: read`" in str(found)


@pytest.mark.parametrize("body", [None, {}, [], "", {"message": ""}], ids=str)
@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 422, 500, 502])
@pytest.mark.parametrize("seen", [True, False])
def test_a_refusal_without_words_is_none_of_githubs(status: int, body: object, seen: bool):
    found = meant(status, body, seen=seen)
    assert type(found) is GitHubUnavailable
    assert f"{status} to the request to read x" in str(found)
