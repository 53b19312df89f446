"""What is sent to GitHub: that GitHub takes it, and answers a read with what was meant."""

from collections.abc import Iterable, Iterator

import pytest
from hypothesis import given
from tests import strategies as some
from tests.github.client import Client
from tests.github.fixtures import insist
from tests.github.standin import GitHub
from tests.governance.cases import live

from backendrepo.governance import parsing
from backendrepo.governance.live import Live, Protection, Reviews
from backendrepo.governance.requests import Request, requests
from backendrepo.plan import plan

NAME, BRANCH = "/repos/acme/payments", "release/1.0"


class Repository:
    """A repository of the stand-in, read and written as the operator does but with nothing in between."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def send(self, wanted: Iterable[Request]) -> None:
        for request in wanted:
            reply = self._client.ask(request.method, f"{NAME}{request.path}", request.body)
            assert reply.status in (200, 201, 204), (request, reply.body)

    def read(self) -> Live:
        reply = self._client.get(f"{NAME}/branches/release%2F1.0/protection")
        assert reply.status == 200 or reply.message == "Branch not protected"
        protection = parsing.protection(reply.body) if reply.status == 200 else None
        return Live(merge=parsing.merge_settings(self._client.get(NAME).body), protection=protection)

    def become(self, live: Live) -> None:
        self.send(requests(self.read(), live, BRANCH))


@pytest.fixture(scope="module")
def repository() -> Iterator[Repository]:
    with GitHub(limited=False) as github:
        repo = github.add_repository("acme/payments")
        repo.commit({"README.md": "# Released"}, BRANCH)
        github.owner("acme").team("core")
        github.add_app(42, {}, slug="robot")
        with Client(github.url, github.add_token("alice")) as client:
            yield Repository(client)
    insist(github)


@given(before=some.lives, policies=some.policy_maps())
def test_after_the_requests_of_a_plan_github_says_what_the_plan_said(repository, before: Live, policies):
    repository.become(before)
    todo = plan(before, policies, BRANCH)
    repository.send(todo.requests)
    read = repository.read()
    assert (read.merge, read.protection) == (todo.after.merge, todo.after.protection)
    assert plan(read.model_copy(update={"rules": before.rules}), policies, BRANCH).changes == ()


@given(before=some.lives, after=some.lives)
def test_any_settings_can_be_turned_into_any_others(repository, before: Live, after: Live):
    repository.become(before)
    repository.send(requests(before, after, BRANCH))
    read = repository.read()
    assert (read.merge, read.protection) == (after.merge, after.protection)


@given(some.lives)
def test_where_nothing_differs_nothing_is_sent(settings: Live):
    assert requests(settings, settings, BRANCH) == ()


@given(some.protections)
def test_what_is_not_known_is_not_sent(protection: Protection):
    settings, known = (
        live().model_copy(update={"protection": each})
        for each in (protection.model_copy(update={"unknown": ("brand_new",)}), protection)
    )
    assert requests(live(), settings, BRANCH) == requests(live(), known, BRANCH)


def test_only_changed_merge_settings_are_sent():
    (request,) = requests(live(), live(merge={"allow_merge_commit": False}), "main")
    assert request == Request("PATCH", "", {"allow_merge_commit": False})


def test_merge_settings_that_cannot_be_seen_are_not_sent():
    blind = live(enforce_admins=True).model_copy(update={"merge": None})
    assert [request.method for request in requests(Live(merge=None), blind, "main")] == ["PUT"]


def test_protection_goes_first_so_that_auto_merge_never_stands_without_its_checks():
    methods = [
        request.method
        for request in requests(live(), live(merge={"allow_auto_merge": True}, enforce_admins=True), "main")
    ]
    assert methods == ["PUT", "PATCH"]


ONLY_MERGE = {"allow_squash_merge": False, "allow_rebase_merge": False}


@pytest.mark.parametrize(
    ("before", "order"),
    [
        (live(merge=ONLY_MERGE), ["PATCH", "PUT"]),
        (live(merge={"allow_squash_merge": False, "allow_merge_commit": False}), ["PUT", "PATCH"]),
        (live(merge=ONLY_MERGE, required_linear_history=True), ["PUT", "PATCH"]),  # GitHub had accepted it before
    ],
)
def test_a_merge_method_goes_first_where_linear_history_needs_it(before: Live, order: list[str]):
    squash = {"allow_squash_merge": True, "allow_merge_commit": False, "allow_rebase_merge": False}
    after = live(merge=squash, required_linear_history=True, enforce_admins=True)
    assert [request.method for request in requests(before, after, "main")] == order


def test_signatures_follow_the_protection_that_they_need():
    sent = requests(live(), live(required_signatures=True), "main")
    assert [f"{request.method} {request.path}" for request in sent] == [
        "PUT /branches/main/protection",
        "POST /branches/main/protection/required_signatures",
    ]


def test_a_protection_that_the_operator_made_is_deleted_whole():
    assert requests(live(required_signatures=True), live(), "release/1.0") == (
        Request("DELETE", "/branches/release%2F1.0/protection"),
    )


def test_lists_of_people_are_left_out_where_there_are_none():
    (put,) = requests(live(), live(required_pull_request_reviews=Reviews()), "main")
    assert put.body["required_pull_request_reviews"] == {
        "required_approving_review_count": 0,
        "dismiss_stale_reviews": False,
        "require_code_owner_reviews": False,
        "require_last_push_approval": False,
    }


def test_every_field_is_sent_for_github_takes_what_is_left_out_as_switched_off():
    (put,) = requests(live(), live(enforce_admins=True), "main")
    assert set(put.body) == set(Protection.model_fields) - {"required_signatures", "unknown"}
