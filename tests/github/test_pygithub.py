"""PyGithub, the operator's client, meets the behaviour that it is sensitive to."""

from collections.abc import Iterator

import pytest

import github as pygithub


@pytest.fixture
def hub(github, repo) -> Iterator[pygithub.Github]:
    token = github.add_token("bot", {"administration": "write", "contents": "write"})
    options = {"seconds_between_requests": 0, "seconds_between_writes": 0, "retry": None}
    with pygithub.Github(auth=pygithub.Auth.Token(token), base_url=github.url, **options) as hub:
        yield hub


def test_protection(hub, github, repo):
    branch = hub.get_repo("acme/payments").get_branch("main")
    with pytest.raises(pygithub.GithubException) as caught:
        branch.get_protection()
    assert not isinstance(caught.value, pygithub.UnknownObjectException), "only a plain Not Found is"
    protection = branch.edit_protection(
        strict=True, checks=["lint", ("test", 15368)], required_approving_review_count=0, enforce_admins=True
    )
    assert [(c.context, c.app_id) for c in protection.required_status_checks.checks] == [
        ("lint", None),
        ("test", 15368),
    ]
    assert repo.protection().required_pull_request_reviews.required_approving_review_count == 0
    branch.add_required_signatures()
    assert branch.get_required_signatures()
    assert all("null is not of type" in violation for violation in github.violations), "it sends null for a flag"
    github.violations.clear()


def test_merge_settings(hub, repo):
    there = hub.get_repo("acme/payments")
    there.edit(allow_auto_merge=True, delete_branch_on_merge=True)
    assert (repo.allow_auto_merge, there.delete_branch_on_merge) == (True, True)


def test_a_write_to_an_old_name_is_lost(hub, github, repo):
    there = hub.get_repo("acme/payments")
    github.rename("acme/payments", "acme/pay")
    there.edit(allow_auto_merge=True)  # 307, which it takes for success
    assert repo.allow_auto_merge is False
    assert hub.get_repo("acme/payments").full_name == "acme/pay"


def test_rate_limit(hub, github):
    github.leave_budget((github.requests and github.requests[0].token) or next(iter(github.tokens)), 0)
    with pytest.raises(pygithub.RateLimitExceededException):
        hub.get_repo("acme/payments")


def test_app(github, repo):
    app = github.add_app(4242, {"administration": "write", "contents": "write"})
    app.install("acme")
    auth = pygithub.Auth.AppAuth(app.id, app.private_key)
    with pygithub.GithubIntegration(auth=auth, base_url=github.url) as integration:
        installation = integration.get_repo_installation("acme", "payments")
        with installation.get_github_for_installation() as hub:
            hub.get_repo("acme/payments").edit(allow_auto_merge=True)
    assert repo.allow_auto_merge


def test_enterprise_server(github, repo):
    auth = pygithub.Auth.Token(github.add_token("bot"))
    with pygithub.Github(auth=auth, base_url=f"{github.url}/api/v3") as hub:
        assert hub.get_repo("acme/payments").get_branch("main").name == "main"
