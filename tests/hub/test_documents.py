"""Documents: what is not as GitHub documents it is refused, in a sentence that does not repeat it."""

import pytest

from backendrepo.errors import GitHubUnavailable
from backendrepo.hub import documents
from backendrepo.hub.answer import Answer

pytestmark = pytest.mark.integration


def answer(body: object, status: int = 200) -> Answer:
    return Answer("GET /x", status, {}, body)


NOT_A_REPOSITORY = [
    (None, "Input should be a valid dictionary"),
    ([], "Input should be a valid dictionary"),
    ("text", "Input should be a valid dictionary"),
    (7, "Input should be a valid dictionary"),
    ({}, "id: Field required"),
    (
        {"id": "7", "full_name": "a/b", "archived": False, "default_branch": "main"},
        "id: Input should be a valid integer",
    ),
    (
        {"id": True, "full_name": "a/b", "archived": False, "default_branch": "main"},
        "id: Input should be a valid integer",
    ),
    (
        {"id": 7, "full_name": None, "archived": False, "default_branch": "main"},
        "full_name: Input should be a valid string",
    ),
    (
        {"id": 7, "full_name": "a/b", "archived": "no", "default_branch": "main"},
        "archived: Input should be a valid boolean",
    ),
    ({"id": 7, "full_name": "a/b", "archived": False}, "default_branch: Field required"),
]


@pytest.mark.parametrize(("body", "problem"), NOT_A_REPOSITORY, ids=str)
def test_what_is_no_repository_is_refused_in_a_sentence(body: object, problem: str):
    with pytest.raises(GitHubUnavailable) as caught:
        answer(body).read(documents.Repository.model_validate)
    assert "GET /x was answered 200, with something that is not as documented (" in str(caught.value)
    assert problem in str(caught.value)


def test_a_field_that_github_adds_is_no_matter():
    body = {"id": 7, "full_name": "a/b", "archived": False, "default_branch": "main", "has_rockets": True}
    assert documents.Repository.model_validate(body).full_name == "a/b"


def test_an_expiry_without_a_zone_is_refused_and_the_token_beside_it_never_told():
    body = {"token": "v1.1f699f1069f60xxx", "expires_at": "2026-01-01T00:00:00"}
    with pytest.raises(GitHubUnavailable) as caught:
        answer(body, 201).read(documents.InstallationToken.model_validate)
    assert "1f699" not in f"{caught.value} {caught.value.__cause__}"


def test_an_installation_token_is_read_as_recorded():
    issued = documents.InstallationToken.model_validate({"token": "ghs_x", "expires_at": "2016-07-11T22:14:10Z"})
    assert issued.expiry == 1468275250
