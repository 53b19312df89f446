"""Answers: GitHub's own words are found, and nothing is taken for what it is not."""

import pytest

from backendrepo.errors import GitHubUnavailable
from backendrepo.governance import parsing
from backendrepo.hub import documents
from backendrepo.hub.answer import LONGEST_MESSAGE, Answer


def answer(body: object, status: int = 422) -> Answer:
    return Answer("GET /x", status, {}, body)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"message": "Not Found", "documentation_url": "https://docs.github.com"}, "Not Found"),
        (
            {"message": "Validation Failed", "errors": [{"field": "name", "code": "custom", "message": "is taken"}]},
            None,
        ),
        (
            {"message": "Invalid", "errors": [{"resource": "Repository", "field": "x", "code": "invalid"}]},
            "Invalid: x invalid",
        ),
        ({"message": "Invalid", "errors": ["one", "two"]}, "Invalid: one: two"),
        (
            {"message": "Invalid", "errors": "Only organization repositories can"},
            "Invalid: Only organization repositories can",
        ),
        ({"message": "Invalid", "errors": None}, "Invalid"),
        ({"message": "Invalid", "errors": 7}, "Invalid: 7"),
        ({"message": "Invalid", "errors": [None, {}]}, "Invalid"),
        (
            {"message": 'Invalid request.\n\nNo subschema in "anyOf" matched.\n'},
            'Invalid request. No subschema in "anyOf" matched.',
        ),
        ({"message": None}, ""),
        ({"message": {"a": 1}}, "{'a': 1}"),
        ({}, ""),
        ([], ""),
        (None, ""),
        ("<html>", ""),
    ],
)
def test_githubs_own_words_are_told_on_one_line(body: object, message: str | None):
    assert answer(body).message == ("Validation Failed: is taken" if message is None else message)


def test_a_message_without_end_is_cut():
    assert len(answer({"message": "x" * 10_000}).message) == LONGEST_MESSAGE


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
        answer(body, 200).read(documents.Repository.model_validate)
    assert "GET /x was answered 200, with something that is not as documented (" in str(caught.value)
    assert problem in str(caught.value)


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (None, "AttributeError"),
        ([], "AttributeError"),
        ({"required_status_checks": {"checks": [{}]}}, "'context' is missing"),
        ({"required_status_checks": {"checks": 7}}, "TypeError"),
        ({"restrictions": {"users": [{}]}}, "'login' is missing"),
        (
            {"required_pull_request_reviews": {"required_approving_review_count": "many"}},
            "required_approving_review_count",
        ),
    ],
    ids=str,
)
def test_what_is_no_protection_is_refused_in_a_sentence(body: object, problem: str):
    with pytest.raises(GitHubUnavailable, match="not as documented") as caught:
        answer(body, 200).read(parsing.protection)
    assert problem in str(caught.value)


def test_an_expiry_without_a_zone_is_refused_and_the_token_beside_it_never_told():
    body = {"token": "v1.1f699f1069f60xxx", "expires_at": "2026-01-01T00:00:00"}
    with pytest.raises(GitHubUnavailable) as caught:
        answer(body, 201).read(documents.InstallationToken.model_validate)
    assert "1f699" not in f"{caught.value} {caught.value.__cause__}"


def test_an_installation_token_is_read_as_recorded():
    issued = documents.InstallationToken.model_validate({"token": "ghs_x", "expires_at": "2016-07-11T22:14:10Z"})
    assert issued.expiry == 1468275250
