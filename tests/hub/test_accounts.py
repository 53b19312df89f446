"""Which credential speaks for a repository: tokens, and a GitHub App that is installed here and there."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from tests.github.client import Client
from tests.hub.parts import GOVERN, Clock, app_auth, observe

from backendrepo.errors import (
    CredentialRejected,
    GitHubUnavailable,
    InstallationUnusable,
    PermissionMissing,
    RateLimited,
    RepositoryNotFound,
)
from backendrepo.hub.credentials import EARLY, PAUSE
from backendrepo.redaction import redact

pytestmark = pytest.mark.integration

TOKENS = "/access_tokens"


@pytest.fixture
def app(github, repo):
    """An App on acme, whose tokens govern."""
    app = github.add_app(12, GOVERN)
    app.install("acme")
    return app


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def by_app(hubs, github, app, clock):
    return hubs(github.url, app.private_key, auth=app_auth(12), clock=clock)


def tokens(github) -> int:
    """How many installation tokens were asked for."""
    return len(github.requests.matching("POST", TOKENS))


# Tokens


def test_a_token_is_verified_at_no_cost(hub, github):
    assert hub.verify() == "GitHub accepts the token; 5000 requests an hour."
    assert list(github.requests.lines()) == ["GET /rate_limit 200"]


def test_an_enterprise_server_without_limits_accepts_a_token_too(hub, github):
    github.faults.add(path="rate_limit", status=404, body={"message": "Rate limiting is not enabled."})
    assert hub.verify() == "GitHub accepts the token; it sets no hourly limit."


def test_a_wrong_address_is_named_as_such(hub, github):
    github.faults.add(path="rate_limit", status=404, body={"message": "Not Found"})
    with pytest.raises(GitHubUnavailable, match="404 to the request to use the token; is spec"):
        hub.verify()


@pytest.mark.parametrize(
    "body", [[], None, {}, {"resources": None}, {"resources": {"core": {"limit": "many"}}}], ids=str
)
def test_a_strange_answer_to_the_verification_is_an_outage(hub, github, body):
    github.faults.add(path="rate_limit", status=200, body=body)
    with pytest.raises(GitHubUnavailable, match="GET /rate_limit was answered 200, with something that is not as doc"):
        hub.verify()


def test_a_token_that_ended_is_rejected(hub, github, token):
    github.revoke(token)
    with pytest.raises(CredentialRejected, match=r"GitHubConnection main \(Bad credentials\)"):
        hub.verify()
    assert hub.refused


# Apps


def test_an_app_is_verified_by_its_name(by_app):
    assert by_app.verify() == "GitHub accepts the credential of the App app-12."
    assert not by_app.refused


def test_an_app_governs_with_one_token_for_an_owner(by_app, github):
    for name in ("acme/b", "acme/c"):
        github.add_repository(name)
    for name in ("acme/a", "acme/b", "acme/c", "ACME/a"):
        observe(by_app, name)
    assert tokens(github) == 1
    assert len(github.requests.matching(path="/installation$")) == 1
    assert {e.actor for e in github.requests.matching(path="^/repos/")} == {"app-12[bot]"}


def test_each_owner_has_a_token_and_a_budget_of_its_own(by_app, github, app):
    app.install("beta")
    github.add_repository("beta/b")
    observe(by_app, "acme/a")
    observe(by_app, "beta/b")
    assert tokens(github) == 2
    github.faults.too_many_requests(600, path="^/repos/beta/")
    with pytest.raises(RateLimited):
        observe(by_app, "beta/b")
    observe(by_app, "acme/a")


def test_an_installation_that_the_connection_names_is_not_looked_up(hubs, github, app):
    number = app.install("beta")
    github.add_repository("beta/b")
    hub = hubs(github.url, app.private_key, auth=app_auth(12, number))
    observe(hub, "beta/b")
    assert github.requests.matching(path="/installation$") == []
    with pytest.raises(RepositoryNotFound):
        observe(hub, "acme/a")
    assert tokens(github) == 1


def test_a_token_is_renewed_before_its_end(by_app, github, clock):
    observe(by_app, "acme/a")
    clock.advance(3600 - EARLY - 60)
    observe(by_app, "acme/a")
    assert tokens(github) == 1
    clock.advance(120)
    observe(by_app, "acme/a")
    assert tokens(github) == 2
    assert not [e for e in github.requests if e.status == 401]


def test_many_threads_share_one_renewal(by_app, github):
    gate = threading.Barrier(16)

    def look(_: int) -> None:
        gate.wait()
        observe(by_app, "acme/a")

    with ThreadPoolExecutor(16) as threads:
        list(threads.map(look, range(16)))
    assert tokens(github) == 1
    assert len(github.requests.matching(path="/installation$")) == 1


def test_a_token_that_ended_early_is_replaced_within_the_same_reconcile(by_app, github, clock):
    observe(by_app, "acme/a")
    github.clock.advance(3601)  # by GitHub's clock it is over; the operator's is slow
    clock.advance(PAUSE)
    assert observe(by_app, "acme/a").repository == "acme/a"
    assert tokens(github) == 2


def test_an_app_that_was_installed_anew_is_found_again(by_app, github, app, clock):
    observe(by_app, "acme/a")
    github.uninstall(next(iter(app.installations)))
    app.install("acme")
    clock.advance(PAUSE)
    assert observe(by_app, "acme/a").repository == "acme/a"
    assert tokens(github) == 3  # the old one's is asked for once more, in vain


def test_an_app_that_was_uninstalled_does_not_go_round_in_circles(by_app, github, app, clock):
    observe(by_app, "acme/a")
    github.uninstall(next(iter(app.installations)))
    clock.advance(PAUSE)
    github.requests.clear()
    for _ in range(10):
        with pytest.raises(RepositoryNotFound, match="acme/a"):
            observe(by_app, "acme/a")
    assert len(github.requests) == 3  # 401, no token, no installation


def test_a_new_token_that_is_not_accepted_yet_is_no_reason_to_ask_for_more(by_app, github):
    github.faults.add(path="^/repos/", status=401, body={"message": "Bad credentials"}, times=None)
    for _ in range(5):
        with pytest.raises(CredentialRejected):
            observe(by_app, "acme/a")
    assert tokens(github) == 1
    assert not by_app.refused, "the App itself is in order"
    github.faults.clear()
    observe(by_app, "acme/a")


def test_an_owner_without_the_app_is_told_so_and_does_not_stop_others(by_app, github):
    github.add_repository("beta/b")
    for name in ("beta/b", "beta/other"):
        with pytest.raises(RepositoryNotFound, match=f"no repository {name} to this credential"):
            observe(by_app, name)
    observe(by_app, "acme/a")
    assert len(github.requests.matching(path="/users/beta/installation")) == 1


def test_an_app_installed_later_is_found_after_a_while(by_app, github, app, clock):
    github.add_repository("beta/b")
    with pytest.raises(RepositoryNotFound):
        observe(by_app, "beta/b")
    app.install("beta")
    clock.advance(PAUSE)
    observe(by_app, "beta/b")


def test_a_suspended_installation_is_told_and_does_not_stop_others(by_app, github, app):
    number = app.install("beta")
    app.installations[number].suspended = True
    github.add_repository("beta/b")
    for _ in range(3):
        with pytest.raises(InstallationUnusable, match="This installation has been suspended"):
            observe(by_app, "beta/b")
    assert tokens(github) == 1
    assert not by_app.refused
    observe(by_app, "acme/a")


def test_an_installation_that_the_connection_names_and_is_gone_is_told(hubs, github, app):
    hub = hubs(github.url, app.private_key, auth=app_auth(12, 424242))
    with pytest.raises(InstallationUnusable, match=r"the installation 424242 of the App .*Not Found"):
        observe(hub, "acme/a")


def test_a_slow_owner_does_not_delay_another(by_app, github, app):
    """While one owner's installation is looked up, another's repositories are governed."""
    github.add_repository("beta/b")
    app.install("beta")
    asked, go_on = threading.Event(), threading.Event()

    def hold(exchange) -> None:
        if exchange.path == "/users/beta/installation":
            asked.set()
            go_on.wait(10)

    github.before_each = hold
    with ThreadPoolExecutor(1) as other:
        slow = other.submit(observe, by_app, "beta/b")
        asked.wait(10)
        observe(by_app, "acme/a")
        assert not slow.done()
        go_on.set()
        assert slow.result().repository == "beta/b"


@pytest.mark.parametrize(
    ("app_id", "says"),
    [(12, "A JSON web token could not be decoded"), (13, "Integration not found")],
    ids=["key", "id"],
)
def test_another_apps_key_is_rejected(hubs, github, app, app_id, says):
    github.add_app(99, GOVERN)
    hub = hubs(github.url, github.apps[99].private_key, auth=app_auth(app_id))
    for question in (hub.verify, lambda: observe(hub, "acme/a")):
        with pytest.raises(CredentialRejected, match=says):
            question()
    assert hub.refused


@pytest.mark.parametrize("fault", ["bad_gateway", "malformed_json", "html_page", "empty_body"])
@pytest.mark.parametrize("path", ["installation$", TOKENS])
def test_an_outage_while_a_token_is_fetched_is_an_outage(by_app, github, fault, path):
    getattr(github.faults, fault)(path=path)
    with pytest.raises(GitHubUnavailable):
        observe(by_app, "acme/a")


def test_a_limit_while_a_token_is_fetched_is_a_limit(by_app, github):
    github.faults.too_many_requests(30, path=TOKENS)
    with pytest.raises(RateLimited):
        observe(by_app, "acme/a")


def test_a_token_without_an_end_is_an_outage_and_never_told(by_app, github):
    github.faults.add(path=TOKENS, status=201, body={"token": "v1.planted-token"})
    with pytest.raises(GitHubUnavailable, match="expires_at: Field required") as caught:
        observe(by_app, "acme/a")
    assert "planted" not in f"{caught.value!r} {caught.value.__cause__} {caught.value.__context__}"


def test_a_strange_answer_about_the_app_is_an_outage(by_app, github):
    github.faults.add(path="^/app$", status=200, body=[])
    with pytest.raises(GitHubUnavailable):
        by_app.verify()


# The credential of a scan


def test_a_scan_reads_with_a_token_for_one_repository_that_may_do_nothing_else(by_app, github):
    github.add_repository("acme/other", private=True)
    secret = by_app.reading_token("acme/a")
    (request,) = github.requests.matching("POST", TOKENS)
    assert json.loads(request.request_raw) == {"repositories": ["a"], "permissions": {"contents": "read"}}
    assert Client(github.url, secret).get("/repos/acme/other").status == 404
    assert redact(secret) != secret


def test_a_repository_that_the_app_may_not_read_is_told(by_app, github):
    with pytest.raises(PermissionMissing, match="contents: read"):
        by_app.reading_token("acme/unseen")


def test_an_owner_without_the_app_has_no_token_for_a_scan(by_app, github):
    github.add_repository("beta/b")
    with pytest.raises(RepositoryNotFound, match="beta/b"):
        by_app.reading_token("beta/b")
