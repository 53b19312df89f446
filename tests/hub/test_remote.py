"""One repository: each way to fail has its reason, and a strange answer changes nothing."""

import pytest
from tests.hub.parts import GOVERN, governance, observe, planned, reconcile
from tests.hub.wire import http

from backendrepo.errors import (
    BranchNotFound,
    CredentialRejected,
    GitHubUnavailable,
    PermissionMissing,
    PlanLimit,
    RateLimited,
    RepositoryArchived,
    RepositoryNotFound,
    RepositoryRenamed,
    WriteRejected,
)
from backendrepo.governance.requests import Request
from backendrepo.hub.remote import MOST_PAGES

pytestmark = pytest.mark.integration

SIGNED = {"requiredSignatures": {"policy": "Exactly", "value": True}}
RULE = {"type": "deletion"}
MOVED = {"message": "Moved Permanently"}


# Each way to fail, as a user meets it


@pytest.mark.parametrize(
    ("brings", "error", "says"),
    [
        (lambda github, token: github.revoke(token), CredentialRejected, "Bad credentials"),
        (lambda github, token: github.remove("acme/a"), RepositoryNotFound, "acme/a"),
        (lambda github, token: github.rename("acme/a", "acme/b"), RepositoryRenamed, "acme/a is now called acme/b"),
        (lambda github, token: github.rename("acme/a", "beta/a"), RepositoryRenamed, "acme/a is now called beta/a"),
        (
            lambda github, token: setattr(github.repository("acme/a"), "archived", True),
            RepositoryArchived,
            "acme/a is arch",
        ),
        (lambda github, token: github.owner("acme", plan="free"), PlanLimit, "Upgrade to GitHub Pro"),
        (lambda github, token: github.leave_budget(token, 0), RateLimited, "rate limit is spent until"),
        (lambda github, token: github.faults.abuse(None), RateLimited, "rate limit is spent until"),
        (lambda github, token: github.faults.too_many_requests(), RateLimited, "rate limit is spent until"),
        (lambda github, token: github.faults.bad_gateway(), GitHubUnavailable, "GET /repos/acme/a was answered 502"),
        (lambda github, token: github.faults.malformed_json(), GitHubUnavailable, "no JSON"),
        (lambda github, token: github.faults.html_page(), GitHubUnavailable, "no JSON"),
        (lambda github, token: github.faults.empty_body(), GitHubUnavailable, "not as documented"),
        (
            lambda github, token: github.faults.add(close=True, times=2),
            GitHubUnavailable,
            "Remote end closed connection",
        ),
    ],
)
def test_what_cannot_be_read_has_its_reason(hub, github, repo, token, brings, error, says):
    brings(github, token)
    with pytest.raises(error) as caught:
        observe(hub, "acme/a")
    assert says in str(caught.value)
    assert github.requests.writes() == []


@pytest.mark.parametrize(
    ("fault", "error", "says"),
    [
        (
            {"status": 403, "body": {"message": "Resource not accessible by integration"}},
            PermissionMissing,
            "may not change",
        ),
        ({"status": 404, "body": {"message": "Not Found"}}, PermissionMissing, "change the protection of main"),
        (
            {"status": 422, "body": {"message": "Invalid request.", "errors": ["No"]}},
            WriteRejected,
            "change the protection of main: Invalid request.: No",
        ),
        (
            {"status": 403, "body": {"message": "Repository was archived so is read-only."}},
            RepositoryArchived,
            "archived",
        ),
        ({"status": 401, "body": {"message": "Bad credentials"}}, CredentialRejected, "Bad credentials"),
        ({"status": 502, "body": "<html>"}, GitHubUnavailable, "502"),
        ({"status": 304}, GitHubUnavailable, "304, which leads to nowhere"),
        ({"close": True}, GitHubUnavailable, "Remote end closed connection"),
        ({"close": True, "after": True}, GitHubUnavailable, "Remote end closed connection"),
        ({"status": 429, "body": {}}, RateLimited, "rate limit"),
    ],
    ids=str,
)
def test_what_cannot_be_written_has_its_reason_and_is_not_tried_twice(hub, github, repo, fault, error, says):
    github.faults.add(method="PUT", **fault)
    with pytest.raises(error) as caught:
        reconcile(hub, "acme/a")
    assert says in str(caught.value)
    assert len(github.requests.writes()) == 1


def test_a_branch_that_is_not_there_is_named(hub):
    with pytest.raises(BranchNotFound, match="acme/a has no branch release"):
        observe(hub, "acme/a", "release")


def test_a_permission_to_read_is_told_from_one_to_write(hubs, github, repo):
    token = github.add_token("reader", {"metadata": "read", "contents": "write"})
    with pytest.raises(PermissionMissing, match=r"read the protection of main.*`administration: read`"):
        observe(hubs(github.url, token), "acme/a")
    token = github.add_token("half", GOVERN | {"administration": "read"})
    with pytest.raises(PermissionMissing, match=r"change the protection of main.*`administration: write`"):
        reconcile(hubs(github.url, token), "acme/a")


def test_a_classic_token_without_the_right_is_told_so_too(hubs, github, repo):
    """GitHub says "Not Found" to it, of a repository that it shows."""
    token = github.add_token("bot", GOVERN)
    hub = hubs(github.url, token)
    github.faults.add(path="/protection$", status=404, body={"message": "Not Found"})
    with pytest.raises(PermissionMissing, match="read the protection of main"):
        observe(hub, "acme/a")


# Names


@pytest.mark.parametrize("base", ["{}", "{}/api/v3"])
def test_a_repository_renamed_before_a_write_is_not_written_to(hubs, github, repo, token, base):
    hub = hubs(base.format(github.url), token)
    found = observe(hub, "acme/a")
    requests = planned(found).requests
    github.rename("acme/a", "acme/b")
    for request in (*requests, Request("DELETE", "/branches/main/protection")):
        with pytest.raises(RepositoryRenamed, match=r"acme/a is now called acme/b\. Nothing was changed"):
            hub.apply(found, [request])
    assert {request.method for request in requests} == {"PUT", "PATCH"}
    assert repo.allow_merge_commit
    assert repo.protection() is None


@pytest.mark.parametrize("status", [301, 302, 307, 308])
@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_every_kind_of_redirect_to_a_repository_names_it(hub, github, repo, status, method):
    location = {
        "Location": f"{github.url}/repositories/{github.add_repository('acme/new').id}/branches/main/protection"
    }
    github.faults.add(method=method, path="protection$", status=status, body=MOVED, headers=location)
    with pytest.raises(RepositoryRenamed, match="acme/new"):
        reconcile(hub, "acme/a")


@pytest.mark.parametrize(
    "location",
    [
        "https://evil.example/repositories/1",
        "{url}.evil.example/repositories/1",
        "{url}@evil.example/repositories/1",
        "{url}/repositories/none",
        "{url}/repositories/999999999",
        "{url}/login",
        "http://[",
        "/x",
    ],
)
def test_a_redirect_to_elsewhere_is_not_followed(hub, github, repo, location):
    github.faults.add(status=301, body=MOVED, headers={"Location": location.format(url=github.url)})
    with pytest.raises(GitHubUnavailable, match="GET /repos/acme/a was answered 301, which leads to"):
        observe(hub, "acme/a")
    assert {e.path for e in github.requests} <= {"/repos/acme/a", "/repositories/999999999"}


def test_a_redirect_to_another_server_shows_it_no_credential(hubs, wire):
    elsewhere = wire(http(b"{}"))
    answers = [http(b"{}", 301, Location=f"{elsewhere.url}/repositories/1")]
    with pytest.raises(GitHubUnavailable):
        observe(hubs(wire(*answers).url, "planted-token"), "acme/a")
    assert elsewhere.requests == []


def test_a_redirect_without_end_is_an_outage(hub, github, repo):
    location = {"Location": f"{github.url}/repositories/{repo.id}"}
    github.faults.add(path="^/repo", status=301, body=MOVED, headers=location, times=None)
    with pytest.raises(GitHubUnavailable):
        observe(hub, "acme/a")
    assert len(github.requests) == 2


def test_the_name_is_told_even_where_a_proxy_follows_the_redirect(hub, github, repo):
    body = {"id": 1, "full_name": "acme/b", "archived": False, "default_branch": "main"}
    github.faults.add(path="/acme/a$", status=200, body=body)
    with pytest.raises(RepositoryRenamed, match="acme/b"):
        observe(hub, "acme/a")


def test_case_does_not_matter(hub):
    assert observe(hub, "ACME/A").repository == "ACME/A"


@pytest.mark.parametrize("branch", ["release/1.0", "a#b", "50%", "ümläut", "a;b", "x&y=z", "dots..no", "@", "a b"])
def test_any_name_of_a_branch_is_governed(hub, github, repo, branch):
    repo.commit({}, branch)
    found = observe(hub, "acme/a", branch)
    after = hub.apply(found, planned(found).requests)
    assert after.live.protection.enforce_admins
    assert repo.protection(branch).enforce_admins
    assert repo.protection("main") is None
    # The stand-in writes a branch's name into its links as it is.
    github.violations[:] = [each for each in github.violations if 'is not a "uri"' not in each]


# Rules


def test_rules_of_repository_and_organisation_are_read_with_who_may_bypass_them(hub, github):
    own = github.add_ruleset("acme/a", name="own", rules=[RULE])
    somebody = [{"actor_id": 1, "actor_type": "Team", "bypass_mode": "always"}]
    inherited = github.add_ruleset("acme", name="all", rules=[{"type": "non_fast_forward"}], bypass_actors=somebody)
    rules = {rule.ruleset: rule for rule in observe(hub, "acme/a").live.rules}
    assert (rules[own.id].bypassable, rules[own.id].bypass_seen) == (False, True)
    assert (rules[inherited.id].bypassable, rules[inherited.id].bypass_seen) == (True, True)


def test_a_ruleset_that_does_not_show_who_may_bypass_it_counts_as_bypassable(hubs, github, repo):
    github.add_ruleset("acme/a", name="own", rules=[RULE])
    hub = hubs(github.url, github.add_token("reader", GOVERN | {"administration": "read"}))
    (rule,) = observe(hub, "acme/a").live.rules
    assert (rule.bypassable, rule.bypass_seen) == (True, False)


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 404, "body": {"message": "Not Found"}},
        {"status": 403, "body": {"message": "Resource not accessible by integration"}},
        {"status": 200, "body": {"id": 1, "bypass_actors": None}},
        {"status": 200, "body": {"id": 1}},
    ],
    ids=str,
)
def test_a_ruleset_that_cannot_be_read_counts_as_bypassable(hub, github, fault):
    github.add_ruleset("acme/a", name="own", rules=[RULE])
    github.faults.add(path=r"/rulesets/\d+$", **fault)
    (rule,) = observe(hub, "acme/a").live.rules
    assert (rule.bypassable, rule.bypass_seen) == (True, False)


@pytest.mark.parametrize("count", [99, 100, 101, 250])
def test_any_number_of_rules_is_read_completely(hub, github, count):
    github.add_ruleset("acme/a", name="own", rules=[RULE] * count)
    assert len(observe(hub, "acme/a").live.rules) == count
    pages = github.requests.matching(path="/rules/branches/")
    assert len(pages) == -(-count // 100)


def test_pages_without_end_are_given_up(hub, github):
    github.faults.add(path="/rules/branches/", status=200, body=[], headers={"Link": '<x>; rel="next"'}, times=None)
    with pytest.raises(GitHubUnavailable, match="pages to the request to read the rules of main"):
        observe(hub, "acme/a")
    assert len(github.requests.matching(path="/rules/branches/")) == MOST_PAGES


# Answers that are not as documented


STRANGE = [None, [], {}, "text", 7, [None], [[]], [{}], {"message": "hello"}, {"id": "x"}, {"enforce_admins": True}]
STRANGE += [[{"type": "deletion"}], [{"type": 1, "ruleset_id": 1}], [{"type": "x", "ruleset_id": "1"}], True, -1.5]


@pytest.mark.parametrize("body", STRANGE, ids=str)
@pytest.mark.parametrize("path", ["/acme/a$", "/protection$", "/rules/branches/", r"/rulesets/\d+$"])
def test_a_strange_answer_is_an_outage_and_nothing_is_written(hub, github, path, body):
    github.add_ruleset("acme/a", name="own", rules=[RULE])
    github.faults.add(
        path=path, status=200, body=b"null" if body is None else body, headers={"Content-Type": "application/json"}
    )
    if path == "/rules/branches/" and body == []:
        assert observe(hub, "acme/a").live.rules == ()
        return
    with pytest.raises(GitHubUnavailable) as caught:
        reconcile(hub, "acme/a")
    assert "GET /repos/acme/a" in str(caught.value)
    assert github.requests.writes() == []


def test_a_protection_that_tells_of_nothing_is_not_taken_for_a_loose_one(hub, github, repo):
    """An empty object would have every restriction of others switched off by the next write."""
    repo.protect("main", restrictions={"users": ["bot"], "teams": [], "apps": []}, enforce_admins=True)
    github.faults.add(path="/protection$", status=200, body={"url": "https://api.github.com/x"})
    with pytest.raises(GitHubUnavailable, match="enforce_admins: Field required"):
        reconcile(hub, "acme/a")
    assert repo.protection().restrictions.users == ["bot"]


@pytest.mark.parametrize("body", [None, [], 7], ids=str)
def test_a_strange_answer_to_a_change_of_merge_settings_is_an_outage(hub, github, body):
    github.faults.add(
        method="PATCH", status=200, body=b"null" if body is None else body, headers={"Content-Type": "application/json"}
    )
    with pytest.raises(GitHubUnavailable, match="PATCH /repos/acme/a was answered 200"):
        reconcile(hub, "acme/a")


def test_merge_settings_that_the_credential_may_not_see_are_unknown(hubs, github, repo):
    token = github.add_token("reader", {"metadata": "read", "administration": "write"})
    assert observe(hubs(github.url, token), "acme/a").live.merge is None


def test_signatures_are_required_with_a_request_of_their_own(hub, github, repo):
    reconcile(hub, "acme/a", governance(**SIGNED))
    assert repo.protection().required_signatures
    assert [f"{e.method} {e.path[-30:]}" for e in github.requests.writes()][-1].startswith("POST")
