"""Who may do what: personal tokens, Apps, installations."""

import time

import jwt
import pytest

REPO = "/repos/acme/payments"
RULE = f"{REPO}/branches/main/protection"
PERMISSIONS = {"administration": "write", "contents": "write", "metadata": "read"}


@pytest.fixture
def app(github, repo):
    return github.add_app(4242, PERMISSIONS)


def signed(app, **claims) -> str:
    now = int(time.time())
    return jwt.encode({"iss": str(app.id), "iat": now - 10, "exp": now + 300} | claims, app.private_key, "RS256")


def token_of(app, installation: int, connect, body=None):
    return connect(signed(app)).post(f"/app/installations/{installation}/access_tokens", body)


def test_bad_credentials(github, repo, connect):
    revoked = github.add_token("bot")
    github.revoke(revoked)
    expired = github.add_token("bot", expires_in=60)
    github.clock.advance(61)
    for token in ("ghp_" + "x" * 36, revoked, expired):
        reply = connect(token).get(REPO)
        assert (reply.status, reply.message) == (401, "Bad credentials")


def test_tokens_look_real(github):
    assert github.add_token("bot").startswith("ghp_")
    assert github.add_token("bot", {}).startswith("github_pat_")


def test_missing_permission_is_named(github, repo, connect):
    client = connect(github.add_token("bot", {"administration": "read"}))
    assert client.get(REPO).status == 200
    reply = client.delete(RULE)
    assert (reply.status, reply.message) == (403, "Resource not accessible by personal access token")
    assert reply.headers["X-Accepted-GitHub-Permissions"] == "administration=write"


def test_app_without_permission(github, repo, connect):
    app = github.add_app(1, {"contents": "read"})
    token = token_of(app, app.install("acme"), connect).body["token"]
    assert connect(token).get(RULE).message == "Resource not accessible by integration"
    assert connect(token).get("/user").status == 403


def test_classic_token_of_somebody_else(github, repo, connect):
    github.add_repository("acme/other")
    assert connect(github.add_token("bot", None, ["acme/other"])).get(RULE).message == "Not Found"


def test_anonymous(connect, repo):
    assert connect().get(REPO).status == 200
    assert connect().get(RULE).message == "Requires authentication"
    assert connect().get("/user").status == 401


def test_app_speaks_for_itself(app, connect):
    installation = app.install("acme")
    client = connect(signed(app))
    assert client.get("/app").body["installations_count"] == 1
    assert [i["id"] for i in client.get("/app/installations").body] == [installation]
    for path in (f"{REPO}/installation", "/orgs/acme/installation", "/users/acme/installation"):
        assert client.get(path).body["id"] == installation
    assert client.get(f"/app/installations/{installation}").body["permissions"] == PERMISSIONS


def test_where_it_is_not_installed(github, app, connect):
    github.add_repository("acme/web")
    app.install("acme", ["acme/web"])
    assert connect(signed(app)).get(f"{REPO}/installation").status == 404
    assert connect(signed(app)).get("/orgs/other/installation").status == 404


@pytest.mark.parametrize(
    ("claims", "status"),
    [
        ({"exp": 1}, 401),
        ({"exp": int(time.time()) + 360_000}, 401),
        ({"iat": int(time.time()) + 360_000}, 401),
        ({"iss": "1"}, 404),
    ],
)
def test_refused_jwt(app, connect, claims, status):
    assert connect(signed(app, **claims)).get("/app").status == status


def test_jwt_of_another_key(github, app, connect):
    other = github.add_app(1, {})
    forged = signed(other, iss=str(app.id))
    assert connect(forged).get("/app").message == "A JSON web token could not be decoded"
    assert connect(github.add_token("bot")).get("/app").status == 401


@pytest.mark.parametrize("token", ["a.b.c", "..", jwt.encode({"a": 1}, "x" * 32)])
def test_no_jwt(connect, token):
    assert connect(token).get("/app").message == "A JSON web token could not be decoded"


def test_a_jwt_is_no_token(app, repo, connect):
    assert connect(signed(app)).get(RULE).status == 403
    assert connect(signed(app)).get("/user").status == 403
    assert connect(signed(app)).get("/installation/repositories").status == 403


def test_installation_token(github, app, connect):
    reply = token_of(app, app.install("acme"), connect)
    assert (reply.status, reply.body["permissions"]) == (201, PERMISSIONS)
    assert reply.body["token"].startswith("ghs_")
    client = connect(reply.body["token"])
    seen = client.get("/installation/repositories").body
    assert [r["full_name"] for r in seen["repositories"]] == ["acme/payments"]
    assert client.patch(REPO, {"allow_auto_merge": True}).status == 200


def test_installation_tokens_live_an_hour(github, app, connect):
    body = token_of(app, app.install("acme"), connect).body
    expires = time.mktime(time.strptime(body["expires_at"], "%Y-%m-%dT%H:%M:%SZ")) - time.timezone
    assert 3590 < expires - time.time() <= 3600
    github.clock.advance(3601)
    assert connect(body["token"]).get(REPO).status == 401
    # The App signs by its own clock, which did not move.
    assert token_of(app, next(iter(app.installations)), connect).status == 201


def test_narrowed_tokens(github, app, connect):
    github.add_repository("acme/web", private=True)
    installation = app.install("acme")
    narrow = {"repositories": ["payments"], "permissions": {"contents": "read"}}
    reply = token_of(app, installation, connect, narrow)
    assert reply.body["repository_selection"] == "selected"
    client = connect(reply.body["token"])
    assert client.get("/repos/acme/web").status == 404
    assert client.patch(REPO, {"has_wiki": False}).status == 403
    for wrong in ({"repositories": ["gone"]}, {"permissions": {"issues": "write"}}):
        assert token_of(app, installation, connect, wrong).status == 422


def test_empty_permissions_mean_all(app, connect):
    reply = token_of(app, app.install("acme"), connect, {"permissions": {}})
    assert reply.body["permissions"] == PERMISSIONS


def test_suspended_and_removed(github, app, connect):
    installation = app.install("acme")
    token = token_of(app, installation, connect).body["token"]
    app.installations[installation].suspended = True
    assert token_of(app, installation, connect).status == 403
    github.uninstall(installation)
    assert token_of(app, installation, connect).status == 404
    assert connect(token).get(REPO).status == 401


def test_a_token_can_end_itself(app, connect):
    client = connect(token_of(app, app.install("acme"), connect).body["token"])
    assert client.delete("/installation/token").status == 204
    assert client.get(REPO).status == 401
