"""Answers: GitHub's own words are found, and nothing is taken for what it is not."""

import pytest

from backendrepo.errors import GitHubUnavailable
from backendrepo.governance import parsing
from backendrepo.hub.answer import LONGEST_MESSAGE, Answer

pytestmark = pytest.mark.integration


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
